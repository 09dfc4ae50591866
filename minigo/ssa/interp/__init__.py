"""The SSA interpreter: see ``machine``."""
