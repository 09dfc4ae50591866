"""``minigo run``: build into a temporary folder, run, hand on the exit code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile

from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser("run", "[flags] [files.go | package] [arguments]", "Compile and run a program.")
    flags.add_build_flags(p)
    p.add_argument("rest", nargs="...")
    args = p.parse_args(arguments)
    packages, rest = split_arguments(args.rest)
    from minigo.driver.build import Builder
    from minigo.driver.config import host_arch

    config = flags.config_of(args)
    log = (lambda text: print(text, file=sys.stderr)) if config.verbose else None
    folder = tempfile.mkdtemp(prefix="minigo-run-")
    try:
        program = os.path.join(folder, "program")
        builder = Builder(config, log=log)
        root = builder.compile(packages)
        if root.name != "main":
            print(f"package {' '.join(packages)} is not a main package", file=sys.stderr)
            return 1
        command = [builder.link(root, program), *rest]
        if config.goarch != host_arch():
            command.insert(0, {"arm64": "qemu-aarch64", "amd64": "qemu-x86_64"}[config.goarch])
        return wait(command)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def split_arguments(words: list[str]) -> tuple[list[str], list[str]]:
    """The leading .go files, or one package; the rest belongs to the program."""
    n = 0
    while n < len(words) and words[n].endswith(".go"):
        n += 1
    n = n or min(1, len(words))
    return words[:n], words[n:]


def wait(command: list[str]) -> int:
    """Run a program to its end; as the go command does, say ``exit status N`` and return 1 when it fails."""
    sys.stdout.flush()
    process = subprocess.Popen(command)
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue
    if code < 0:
        print(f"signal: {signal.strsignal(-code) or -code}", file=sys.stderr)
        return 1
    if code:
        print(f"exit status {code}", file=sys.stderr)
        return 1
    return 0
