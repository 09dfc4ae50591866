"""Makes C look like compiled Go: every function gets the stack check that the code generator gives Go functions.

In: the assembly text that clang writes for a C file. Out: the same text, to be assembled.
On amd64 clang itself writes the check (``-fsplit-stack``), and only the note that linkers trip over goes. On arm64 the check of docs/abi.md is put
in front of each function; its frame size is read off the prologue, and a function whose name ends in ``_stackN`` has N bytes of arguments on the stack.
"""

from __future__ import annotations

import re
from typing import Final

FUNCTION: Final = re.compile(r'\t\.type\t("?)([^,"]+)\1,@function')
FRAME: Final = re.compile(r"\tsub\tsp, sp, #(\d+)(, lsl #12)?$|\tst[pr]\t.*\[sp, #-(\d+)\]!$")
STACK_ARGUMENTS: Final = re.compile(r"_stack(\d+)$")


def with_checks(text: str, arch: str) -> str:
    """The assembly text of a C file with the checks of compiled Go."""
    lines = text.splitlines()
    if arch == "amd64":
        return "\n".join(line for line in lines if "split-stack" not in line) + "\n"
    out: list[str] = []
    name = ""
    for i, line in enumerate(lines):
        out.append(line)
        found = FUNCTION.match(line)
        if found:
            name = found[2]
        if name and line.split("//")[0].strip() in (f"{name}:", f'"{name}":'):
            out += check(name, frame_of(lines[i + 1 :]))
            name = ""
    return "\n".join(out) + "\n"


def frame_of(lines: list[str]) -> int:
    """Bytes by which a function's prologue lowers the stack pointer."""
    total = 0
    for line in lines:
        if re.match(r"\t(b|bl|cbz|cbnz|b\.\w+|ret|tbz|tbnz)\t", line):
            break
        found = FRAME.match(line.split("//")[0].rstrip())
        if found:
            total += int(found[1] or found[3]) << (12 if found[2] else 0)
    return total


def check(name: str, frame: int) -> list[str]:
    """The check at the entry of an arm64 function."""
    arguments = STACK_ARGUMENTS.search(name)
    return [
        "\tldr\tx16, [x28]",
        f"\tmov\tx17, #{frame & 0xFFFF}",
        f"\tmovk\tx17, #{frame >> 16}, lsl #16",
        "\tsub\tx17, sp, x17",
        "\tcmp\tx17, x16",
        "\tb.hs\t900f",
        f"\tadrp\tx16, {name}",
        f"\tadd\tx16, x16, :lo12:{name}",
        f"\tmov\tx17, #{int(arguments[1]) if arguments else 0}",
        f"\tmovk\tx17, #{frame & 0xFFFF}, lsl #16",
        f"\tmovk\tx17, #{frame >> 16}, lsl #32",
        "\tb\t__morestack",
        "900:",
    ]
