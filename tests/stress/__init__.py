"""Every program there is under every stress mode of the runtime, with many seeds: ``python -m tests.stress``.

- ``programs``: which programs, how each is run, what it must print;
- ``modes``: the stress modes, as environments made of a seed;
- ``execute``: builds them once, runs one in a mode, says what was wrong;
- ``exceptions.txt``: programs whose output may depend on when the collector or another goroutine runs.
"""
