"""Which files of a folder belong to a build: ``//go:build`` lines, ``// +build`` lines and names such as ``x_linux_arm64.go`` (go help buildconstraint)."""

from __future__ import annotations

import re
from typing import Final

from minigo.driver.config import GO_VERSION, Config

KNOWN_OS: Final = frozenset(
    [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "wasip1",
        "windows",
        "zos",
    ]
)
KNOWN_ARCH: Final = frozenset(
    [
        "386",
        "amd64",
        "amd64p32",
        "arm",
        "armbe",
        "arm64",
        "arm64be",
        "loong64",
        "mips",
        "mipsle",
        "mips64",
        "mips64le",
        "mips64p32",
        "mips64p32le",
        "ppc",
        "ppc64",
        "ppc64le",
        "riscv",
        "riscv64",
        "s390",
        "s390x",
        "sparc",
        "sparc64",
        "wasm",
    ]
)
UNIX_OS: Final = frozenset(
    [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "linux",
        "netbsd",
        "openbsd",
        "solaris",
    ]
)
_TOKEN: Final = re.compile(r"\s*(&&|\|\||!|\(|\)|[\w.]+)")
_COMMENTS: Final = re.compile(rb"(?:[ \t]*\r?\n|[ \t]*//[^\n]*(?:\n|$)|[ \t]*/\*.*?\*/)*", re.S)


class ConstraintError(ValueError):
    """A ``//go:build`` line is malformed."""


def tag_holds(tag: str, config: Config) -> bool:
    """Whether one build tag is satisfied."""
    if tag in (config.goos, config.goarch, "gc", "minigo") or tag in config.tags:
        return True
    if tag == "unix":
        return config.goos in UNIX_OS
    m = re.fullmatch(r"go1\.(\d+)", tag)
    return m is not None and int(m[1]) <= GO_VERSION


def evaluate(expr: str, config: Config) -> bool:
    """The value of a ``//go:build`` expression; raises ConstraintError."""
    tokens: list[str] = []
    at = 0
    while at < len(expr.rstrip()):
        m = _TOKEN.match(expr, at)
        if m is None:
            raise ConstraintError("parsing //go:build line: invalid syntax at " + expr[at:].strip()[:1])
        tokens.append(m[1])
        at = m.end()
    value, rest = _or(tokens, config)
    if rest:
        raise ConstraintError(f"parsing //go:build line: unexpected token {rest[0]}")
    return value


def _or(tokens: list[str], config: Config) -> tuple[bool, list[str]]:
    value, tokens = _and(tokens, config)
    while tokens and tokens[0] == "||":
        other, tokens = _and(tokens[1:], config)
        value = value or other
    return value, tokens


def _and(tokens: list[str], config: Config) -> tuple[bool, list[str]]:
    value, tokens = _not(tokens, config)
    while tokens and tokens[0] == "&&":
        other, tokens = _not(tokens[1:], config)
        value = value and other
    return value, tokens


def _not(tokens: list[str], config: Config) -> tuple[bool, list[str]]:
    if not tokens:
        raise ConstraintError("parsing //go:build line: unexpected end of expression")
    first, rest = tokens[0], tokens[1:]
    if first == "!":
        value, rest = _not(rest, config)
        return not value, rest
    if first == "(":
        value, rest = _or(rest, config)
        if not rest or rest[0] != ")":
            raise ConstraintError("parsing //go:build line: missing close paren")
        return value, rest[1:]
    if first in ("&&", "||", ")"):
        raise ConstraintError(f"parsing //go:build line: unexpected token {first}")
    return tag_holds(first, config), rest


def header_holds(source: bytes, config: Config) -> bool:
    """Whether the constraints above the package clause hold."""
    m = _COMMENTS.match(source)
    header = m.group().decode("utf-8", "replace") if m else ""
    plus = []
    for line in header.splitlines():
        text = line.strip()
        if text.startswith("//go:build "):
            return evaluate(text[len("//go:build ") :], config)
        if re.match(r"//\s*\+build\s", text):
            plus.append(text.split("+build", 1)[1])
    return all(any(all(_plus_term(t, config) for t in option.split(",")) for option in line.split()) for line in plus)


def _plus_term(term: str, config: Config) -> bool:
    return not tag_holds(term[1:], config) if term.startswith("!") else tag_holds(term, config)


def name_holds(name: str, config: Config) -> bool:
    """Whether the file's name allows it: ``*_GOOS``, ``*_GOARCH``, ``*_GOOS_GOARCH``."""
    parts = name.removesuffix(".go").removesuffix("_test").split("_")[1:]
    if len(parts) >= 2 and parts[-2] in KNOWN_OS and parts[-1] in KNOWN_ARCH:
        return tag_holds(parts[-2], config) and tag_holds(parts[-1], config)
    if parts and (parts[-1] in KNOWN_OS or parts[-1] in KNOWN_ARCH):
        return tag_holds(parts[-1], config)
    return True
