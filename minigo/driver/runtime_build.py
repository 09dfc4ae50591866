"""Compiling the C runtime: at installation for both targets, or on first use in a source checkout, with the clang in PyPI's ``ziglang``.

One compiler for both targets makes the objects the same on every machine. The objects of an installed minigo lie in ``minigo/_runtime/ARCH/``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Final

from minigo.driver.cache import Cache, key_of
from minigo.driver.config import package_root

TRIPLES: Final = {"amd64": "x86_64-linux-musl", "arm64": "aarch64-linux-musl"}
FLAGS: Final = (
    "-c", "-O2", "-std=c11", "-ffreestanding", "-nostdlib", "-fno-stack-protector", "-fno-sanitize=all", "-ffunction-sections", "-fdata-sections",
    "-fno-pic", "-fno-pie", "-mcmodel=small", "-fno-asynchronous-unwind-tables", "-fno-unwind-tables", "-fno-common", "-fno-omit-frame-pointer",
    "-fno-builtin", "-fno-strict-aliasing", "-g0", "-Wall", "-Wextra", "-Werror", "-Wno-unused-command-line-argument", "-Wno-unused-parameter",
)  # fmt: skip
ARCH_FLAGS: Final = {"amd64": ("-mno-red-zone",), "arm64": ("-mcpu=generic+reserve_x28", "-mno-outline-atomics")}


class RuntimeBuildError(Exception):
    """The runtime cannot be compiled; the text says why."""


def source_folder() -> Path | None:
    """``runtime_c`` of a source checkout, or None in an installed minigo."""
    folder = package_root().parent / "runtime_c"
    return folder if folder.is_dir() else None


def sources(folder: Path, arch: str) -> list[Path]:
    """The files to compile for a target: ``x.c``, ``x.S``, and ``x_ARCH.*`` of that target only."""
    found = []
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".c", ".S"):
            continue
        last = file.stem.rsplit("_", 1)[-1]
        if last in TRIPLES and last != arch:
            continue
        found.append(file)
    return found


def runtime_id(arch: str) -> str:
    """Changes whenever the runtime of a target may have: names, sizes and times of its files."""
    folder = source_folder() or package_root() / "_runtime" / arch
    h = hashlib.sha256(repr((FLAGS, ARCH_FLAGS[arch])).encode())
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        st = entry.stat()
        h.update(f"{entry.name} {st.st_size} {st.st_mtime_ns}\n".encode())
    return h.hexdigest()


def runtime_digests(arch: str, cache: Cache) -> list[tuple[str, bytes]]:
    """(name, digest) of every runtime object of a target; compiles what is missing. Raises RuntimeBuildError."""
    folder = source_folder()
    if folder is None:
        return [(f"c:{f.stem}", f.read_bytes()) for f in sorted((package_root() / "_runtime" / arch).glob("*.digest"))]
    from minigo.link.digest import VERSION

    headers = b"".join(h.name.encode() + h.read_bytes() for h in sorted(folder.glob("*.h")))
    base = hashlib.sha256(headers + repr((VERSION, FLAGS, ARCH_FLAGS[arch])).encode()).hexdigest()
    result = []
    for file in sources(folder, arch):
        key = key_of("runtime", arch, base, file.name, file.read_bytes())
        data = cache.get(key, "crt")
        if data is None:
            from minigo.link import digest

            data = digest(compile_file(file, arch), lines=False)
            cache.put(key, "crt", data)
        result.append((f"c:{file.stem}", data))
    return result


def compile_file(file: Path, arch: str) -> bytes:
    """One C or assembly file to an object."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "out.o")
        command = [*compiler(), *FLAGS, "-target", TRIPLES[arch], *ARCH_FLAGS[arch], "-o", out, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except OSError as e:
            raise RuntimeBuildError(f"cannot run the C compiler: {e}") from e
        if done.returncode != 0:
            raise RuntimeBuildError(f"compiling {file.name} for {arch} failed:\n{done.stderr}")
        return Path(out).read_bytes()


def compiler() -> list[str]:
    """The command that compiles C for any target."""
    explicit = os.environ.get("MINIGO_CC")
    if explicit:
        return explicit.split()
    return [sys.executable, "-m", "ziglang", "cc"]


def install(target: Path) -> None:
    """Compile for all targets into ``target/ARCH/NAME.digest`` (called when the wheel is built)."""
    from minigo.link import digest

    folder = source_folder()
    if folder is None:
        raise RuntimeBuildError("no runtime_c folder beside the package")
    for arch in TRIPLES:
        (target / arch).mkdir(parents=True, exist_ok=True)
        for file in sources(folder, arch):
            (target / arch / f"{file.stem}.digest").write_bytes(digest(compile_file(file, arch), lines=False))
