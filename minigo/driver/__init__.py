"""The driver: what to build, in which order, from which cache."""
