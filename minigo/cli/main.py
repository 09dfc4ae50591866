"""``minigo``: dispatch to the commands, and one place for what goes wrong.

Exit codes: 0 success, 1 errors in the program or the build, 2 wrong usage or an internal error.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import threading
from typing import Final

COMMANDS: Final = {
    "build": "compile packages to an executable",
    "run": "compile and run a program",
    "check": "report every error of a package",
    "dump": "print what a stage of the compiler makes of a package",
    "env": "print minigo's settings",
    "version": "print the version, of minigo or of an executable",
    "clean": "delete the build cache",
}
# The front end recurses over syntax trees; deep ones need more than the default 8 MB and 1,000 frames.
STACK: Final = 512 << 20
RECURSION: Final = 100_000
# Syntax trees, types and SSA live until the end: looking for garbage among them at Python's pace takes half of the front end's time.
# This many objects more (some 400 MB) before it is looked for at all; a package of 10,000 lines makes 400,000.
COLLECT: Final = (3_000_000, 50, 1_000)


def usage() -> str:
    lines = ["minigo compiles Go programs.", "", "usage: minigo COMMAND [arguments]", ""]
    lines += [f"  {name:8} {what}" for name, what in COMMANDS.items()]
    lines += ["", "minigo COMMAND -h tells a command's flags."]
    return "\n".join(lines)


def main() -> None:
    """The console command."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in ("-h", "--help", "-help", "help"):
        print(usage())
        sys.exit(0 if arguments else 2)
    if arguments[0] in ("--version", "-version"):
        arguments[0] = "version"
    if arguments[0] not in COMMANDS:
        print(f"minigo {arguments[0]}: unknown command\nRun 'minigo help' for usage.", file=sys.stderr)
        sys.exit(2)
    gc.set_threshold(*COLLECT)
    status = [2]
    threading.stack_size(STACK)
    sys.setrecursionlimit(RECURSION)
    thread = threading.Thread(target=_run, args=(arguments, status), daemon=True)
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        status[0] = 130
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status[0])  # a worker pool or a reader thread may still hold the interpreter


def _run(arguments: list[str], status: list[int]) -> None:
    try:
        module = importlib.import_module(f"minigo.cli.{arguments[0]}")
        status[0] = module.main(arguments[1:])
    except SystemExit as e:  # argparse
        status[0] = e.code if isinstance(e.code, int) else 2
    except BaseException as e:
        status[0] = report(e)


def report(error: BaseException) -> int:
    """Print an error as the user should see it; returns the exit code."""
    if isinstance(error, BrokenPipeError):  # as in `minigo dump … | head`
        return 1
    from minigo import source
    from minigo.driver import frontend, load, runtime_build

    sys.stdout.flush()
    if isinstance(error, frontend.CompileErrors):
        source.render(error.diagnostics)
        return 1
    if isinstance(error, load.LoadError):
        print("\n".join(error.messages), file=sys.stderr)
        return 1
    if isinstance(error, (runtime_build.RuntimeBuildError, ValueError)) and not isinstance(error, UnicodeError):
        print(f"minigo: {error}", file=sys.stderr)
        return 1
    if type(error).__name__ == "LinkError":
        for message in error.messages:  # type: ignore[attr-defined]
            print(f"minigo: link: {message}", file=sys.stderr)
        return 1
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        print(f"minigo: {name}{error.strerror or error}", file=sys.stderr)
        return 1
    if isinstance(error, KeyboardInterrupt):
        return 130
    if os.environ.get("MINIGO_DEBUG"):
        import traceback

        traceback.print_exception(error)
    text = (
        str(error)
        if isinstance(error, frontend.InternalError)
        else f"minigo: internal compiler error: {type(error).__name__}: {error}"
    )
    print(
        f"{text}\nThis is a bug in minigo: please report it, with the program (MINIGO_DEBUG=1 shows more).",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    main()
