"""Flags that several commands share. Go's style: one dash or two, ``-name value`` or ``-name=value``."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from typing import Any

from minigo.driver.config import GO_VERSION, Config, from_environment


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that takes a value that begins with a dash, as in ``-ldflags -s``."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        return super().parse_known_args(self._joined(list(sys.argv[1:] if args is None else args)), namespace)

    def _joined(self, words: list[str]) -> list[str]:
        """``-name -value`` as ``-name=-value``; what comes after the first word that is no flag stays as it is."""
        result: list[str] = []
        at = 0
        while at < len(words) and words[at].startswith("-") and words[at] != "--":
            action = self._option_string_actions.get(words[at])
            step = 2 if action is not None and action.nargs is None and at + 1 < len(words) else 1
            if step == 2 and words[at + 1].startswith("-"):
                result.append(f"{words[at]}={words[at + 1]}")
            else:
                result += words[at : at + step]
            at += step
        return result + words[at:]


def parser(command: str, usage: str, description: str) -> argparse.ArgumentParser:
    return Parser(
        prog=f"minigo {command}", usage=f"minigo {command} {usage}", description=description, allow_abbrev=False
    )


def add(p: argparse.ArgumentParser, name: str, **options: object) -> None:
    """A flag with one dash or two."""
    names = [f"-{name}"] if len(name) == 1 else [f"-{name}", f"--{name}"]
    p.add_argument(*names, dest=name.replace("-", "_"), **options)  # type: ignore[arg-type]


def add_build_flags(p: argparse.ArgumentParser) -> None:
    """The flags that ``config_of`` reads."""
    add(p, "O", type=int, choices=(0, 1, 2, 3), default=2, metavar="N", help="optimisation level 0 to 3 (default 2)")
    add(p, "tags", default="", metavar="LIST", help="comma-separated build tags")
    add(
        p,
        "ldflags",
        default="",
        metavar="FLAGS",
        help='"-X pkg.name=value" sets a string variable; "-s" leaves out the symbol table',
    )
    add(p, "linkmode", choices=("internal", "external"), default="internal", help="external: link with ld")
    add(p, "trimpath", action="store_true", help="leave file system paths out of the executable")
    add(p, "passes", default=None, metavar="LIST", help="run just these SSA passes, in this order")
    add(p, "disable-pass", action="append", default=[], metavar="NAME", help="leave out an SSA pass")
    add(p, "lang", default="", metavar="go1.N", help="language version")
    add(p, "x", action="store_true", help="print the steps")


def config_of(args: argparse.Namespace) -> Config:
    """The configuration that the flags and the environment ask for; raises ValueError."""
    config = from_environment()
    config.opt = args.O
    config.tags = tuple(t for t in args.tags.replace(" ", ",").split(",") if t)
    config.passes = None if args.passes is None else tuple(p for p in args.passes.split(",") if p)
    config.disabled_passes = tuple(p for names in args.disable_pass for p in names.split(","))
    config.linkmode = args.linkmode
    config.trimpath = args.trimpath
    config.lang = language(args.lang)
    config.verbose = args.x
    read_ldflags(config, args.ldflags)
    return config


def language(text: str) -> str:
    """The value of ``-lang``, checked."""
    if not text:
        return ""
    m = re.fullmatch(r"go1\.(\d+)", text)
    if m is None:
        raise ValueError(f'invalid value "{text}" for -lang: should be something like "go1.22"')
    if int(m[1]) > GO_VERSION:
        raise ValueError(f'invalid value "{text}" for -lang: max known version is "go1.{GO_VERSION}"')
    return text


def read_ldflags(config: Config, flags: str) -> None:
    words = shlex.split(flags)
    while words:
        word = words.pop(0)
        if word in ("-s", "-w"):
            config.strip = config.strip or word == "-s"
        elif word.lstrip("-") == "X" and words:
            name, eq, value = words.pop(0).partition("=")
            if not eq or "." not in name:
                raise ValueError(f"-ldflags: -X wants package.name=value, not {name!r}")
            config.strings[name] = value
        elif word.startswith(("-X=", "--X=")):
            words.insert(0, word.split("=", 1)[1])
            words.insert(0, "-X")
        elif word.startswith("-linkmode="):
            config.linkmode = word.split("=", 1)[1]
        else:
            raise ValueError(f"-ldflags: unknown flag {word}")
