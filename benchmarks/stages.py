"""Where the time of a build goes: seconds and lines a second of each stage, for one program after the other.

    python benchmarks/stages.py [-O LEVEL] [--profile STAGE] [--passes] [--units] FILE.go...

A row a program. Its lines; CPU seconds of scanning, parsing (with scanning), type checking, building SSA, our passes and writing LLVM text in one process; of LLVM (parsing
the text, its passes, machine code, the linker's digest), summed over all units in another process; of linking. Peak memory of the front end and of the process that runs
LLVM. Then ``minigo build``, with the imported packages in the cache and the program not: wall time, on all cores, and CPU time. A second table has lines a second. A program
with errors ends at the stage that finds them. ``--profile`` shows the functions that take longest in one stage, ``--passes`` the time of each of our passes,
``--units`` that of each unit in LLVM.

Made for the large programs that tests of Go's generate: ``go run index.go index0.go > x.go``.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import gc
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from harness import ROOT, table

from minigo import codegen, link, passes, source, ssa, syntax
from minigo.cli import main as command
from minigo.driver import frontend, load
from minigo.driver.build import Builder
from minigo.driver.config import Config

STAGES: Final = ("scan", "parse", "check", "ssa", "passes", "codegen", "llvm", "link")
MINIGO: Final = [sys.executable, "-m", "minigo.cli.main"]
ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": str(ROOT)}


class Stages:
    """CPU seconds by stage; ``profile`` is the stage to look into."""

    def __init__(self, profile: str = "") -> None:
        self.seconds: dict[str, float] = {}
        self.profile = profile

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        profile = cProfile.Profile() if name == self.profile else None
        start = time.process_time()
        if profile is not None:
            profile.enable()
        try:
            yield
        finally:
            if profile is not None:
                profile.disable()
                pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(30)
            self.seconds[name] = time.process_time() - start


def megabytes() -> float:
    """Peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---------------------------------------------------------------- stages


def measure(file: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All stages but the last of a program whose imports are in the cache."""
    stages = Stages(options.profile)
    data = file.read_bytes()
    with stages.stage("scan"):
        syntax.scan(source.FileSet().add_file(file.name, len(data)), data)
    result: dict[str, Any] = {"lines": data.count(b"\n"), "seconds": stages.seconds, "llvm": 0.0}
    try:
        units, config = front_end(file, stages, options)
    except frontend.CompileErrors:
        result["front"] = megabytes()
        return result
    result["front"] = megabytes()
    stages.seconds["llvm"], result["llvm"] = llvm_elsewhere(units, config, options.units)
    return result


def front_end(file: Path, stages: Stages, options: argparse.Namespace) -> tuple[list[Any], Config]:
    """From the text to units of LLVM text."""
    builder = Builder(Config(opt=options.O), cwd=file.parent)
    config = builder.config
    root = builder.loader.load([file.name])
    for path in load.compile_order(builder.loader.packages):
        if path != root.path:
            builder.check_import(builder.loader.packages[path])
    with stages.stage("parse"):
        parsed = frontend.parse(root)
    with stages.stage("check"):
        checked = frontend.check(root, builder.import_package, config, parsed=parsed)
    with stages.stage("ssa"):
        program = ssa.build(checked.package, checked.info, checked.files, checked.fset)
    with stages.stage("passes"):
        statistics = passes.run(program, passes.pipeline(config.opt))
    if options.passes:
        rows = [[s.name, f"{s.seconds:.2f}", str(s.changes), str(s.before), str(s.after)] for s in statistics]
        print(table([f"pass ({file.name})", "s", "changes", "instructions", "after"], rows), file=sys.stderr)
    with stages.stage("codegen"):
        code = codegen.emit(program, codegen.Target(config.goarch), codegen.Options())
    return code.units, config


def llvm_elsewhere(units: list[Any], config: Config, show: bool) -> tuple[float, float]:
    """LLVM on each unit in a fresh process; returns seconds and its peak memory."""
    with tempfile.TemporaryDirectory(prefix="minigo-stages-") as folder:
        for i, unit in enumerate(units):
            Path(folder, f"{i}.ll").write_text(unit.text, encoding="utf-8", errors="surrogateescape")
        argument = [folder, config.goarch, str(config.opt)]
        done = subprocess.run([sys.executable, __file__, "--llvm", *argument], stdout=subprocess.PIPE, check=True)
    answer = json.loads(done.stdout)
    if show:
        rows = [[u.name, f"{u.text.count(chr(10)):,}", f"{t:.2f}"] for u, t in zip(units, answer["units"], strict=True)]
        print(table(["unit", "lines", "s"], rows), file=sys.stderr)
    return sum(answer["units"]), answer["memory"]


def llvm_here(folder: str, goarch: str, opt: str) -> None:
    """The child's side of ``llvm_elsewhere``."""
    codegen.load_llvm()
    seconds = []
    for i in range(len(os.listdir(folder))):
        text = Path(folder, f"{i}.ll").read_text(encoding="utf-8", errors="surrogateescape")
        start = time.process_time()
        link.digest(codegen.compile_unit(text, codegen.Target(goarch), int(opt)))
        seconds.append(time.process_time() - start)
    print(json.dumps({"units": seconds, "memory": megabytes()}))


# ---------------------------------------------------------------- whole builds


def ready(file: Path, opt: int) -> None:
    """Have the packages that the program imports in the cache."""
    for path, _ in load.scan_header(file.read_bytes())[1]:
        if path != "unsafe":
            subprocess.run([*MINIGO, "build", "-O", str(opt), path], env=ENVIRONMENT, cwd=file.parent, check=True)


def build(file: Path, opt: int) -> tuple[float, float]:
    """Wall and CPU time of building the program, which the cache does not have."""
    with tempfile.TemporaryDirectory(prefix="minigo-stages-") as folder:
        new = b"\n// %d %d\n" % (os.getpid(), time.time_ns())
        Path(folder, file.name).write_bytes(file.read_bytes() + new)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        arguments = ["build", "-O", str(opt), "-o", f"{folder}/program", file.name]
        subprocess.run([*MINIGO, *arguments], env=ENVIRONMENT, cwd=folder, capture_output=True)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def link_time(file: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Linking alone, everything being in the cache."""
    stages = Stages(options.profile)
    builder = Builder(Config(opt=options.O), cwd=file.parent)
    root = builder.compile([file.name])
    with stages.stage("link"):
        builder._link(root)
    return {"seconds": stages.seconds}


# ---------------------------------------------------------------- running it


def in_child(function: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """Call it in a process of its own, for the sake of its peak memory, and as the command does: on a large stack, without collections."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        gc.set_threshold(*command.COLLECT)
        results: list[dict[str, Any]] = []
        threading.stack_size(command.STACK)
        sys.setrecursionlimit(command.RECURSION)
        thread = threading.Thread(target=lambda: results.append(function(*arguments)))
        thread.start()
        thread.join()
        with os.fdopen(write, "w") as out:
            json.dump(results, out)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        found = json.loads(answer.read() or "[]")
    os.waitpid(pid, 0)
    if not found:
        raise SystemExit("failed")
    result: dict[str, Any] = found[0]
    return result


def rows_of(file: Path, options: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The rows of a program in both tables."""
    if not options.no_build:
        ready(file, options.O)
    result = in_child(measure, file, options)
    seconds = result["seconds"]
    wall, cpu = (0.0, 0.0) if options.no_build else build(file, options.O)
    if "llvm" in seconds and not options.no_build:
        seconds.update(in_child(link_time, file, options)["seconds"])
    lines = result["lines"]
    columns = [f"{seconds[s]:.2f}" if s in seconds else "-" for s in STAGES]
    rates = [f"{lines / seconds[s]:,.0f}" if seconds.get(s) else "-" for s in STAGES]
    times = [f"{x:.2f}" if x else "-" for x in (wall, cpu)]
    memory = [f"{x:.0f}" if x else "-" for x in (result["front"], result["llvm"])]
    return [file.stem, f"{lines:,}", *columns, *memory, *times], [file.stem, *rates]


def main() -> int:
    if sys.argv[1:2] == ["--llvm"]:
        llvm_here(*sys.argv[2:])
        return 0
    p = argparse.ArgumentParser(description="Where the time of a build goes.")
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("-O", type=int, default=2, metavar="LEVEL")
    p.add_argument("--profile", default="", choices=STAGES, help="profile this stage")
    p.add_argument("--passes", action="store_true", help="show each of our passes")
    p.add_argument("--units", action="store_true", help="show LLVM's time for each unit")
    p.add_argument("--no-build", action="store_true", help="leave out whole builds, and the link")
    options = p.parse_args()
    syntax.load_table()
    rows = [rows_of(file.resolve(), options) for file in options.files]
    print(table(["CPU seconds", "lines", *STAGES, "MB", "LLVM MB", "build", "CPU"], [times for times, _ in rows]))
    print()
    print(table(["lines/s", *STAGES], [rates for _, rates in rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
