"""The front end on large bodies of real code, with real Go as the judge: `python -m tests.corpus --help`."""
