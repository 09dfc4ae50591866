"""What to build: packages, modules, embedded files."""
