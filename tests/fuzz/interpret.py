"""Runs one Go file that imports nothing on the SSA interpreter: ``python -m tests.fuzz.interpret FILE``; output to standard error, as ``println`` does."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from minigo import source, ssa, syntax, types
from minigo.ssa.interp.machine import Machine


def interpret(text: bytes) -> int:
    """Exit status of the program."""
    fset = source.FileSet()
    file = syntax.parse_file(fset, "main.go", text)
    errors = source.DiagnosticList()
    package, info = types.check("main", fset, [file], lambda path: None, go_version="go1.27", errors=errors)
    if errors.has_errors():
        print(errors, file=sys.stderr)
        return 1
    machine = Machine([ssa.build(package, info, [file], fset)])
    try:
        return machine.run()
    finally:
        sys.stderr.buffer.write(b"".join(machine.output))
        sys.stderr.flush()


def main() -> None:
    status = [3]

    def run() -> None:
        status[0] = interpret(Path(sys.argv[1]).read_bytes())

    sys.setrecursionlimit(100_000)
    threading.stack_size(512 << 20)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    os._exit(status[0])  # goroutines that are still blocked are threads


if __name__ == "__main__":
    main()
