"""minigo: a Go compiler in Python."""
