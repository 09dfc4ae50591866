"""The command line: one module a command; argument parsing and printing only."""
