"""What a build is asked for: target, optimisation, tags, linker flags; and where minigo's own files are."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import Final

from minigo import __version__

ARCHITECTURES: Final = ("amd64", "arm64")
HOST_ARCH: Final = {"x86_64": "amd64", "aarch64": "arm64"}
GO_VERSION: Final = 27  # release tags go1.1 … go1.27 hold


class Config:
    """The options of one build. Raises ValueError in ``check`` when the target is unknown.

    ``lang``: -lang=go1.N, overrides go.mod. ``strings``: -ldflags -X. ``strip``: -ldflags -s. ``verbose``: -x, print the steps.
    """

    __slots__ = (
        "disabled_passes",
        "goarch",
        "goos",
        "lang",
        "linkmode",
        "opt",
        "passes",
        "strings",
        "strip",
        "tags",
        "trimpath",
        "verbose",
    )

    def __init__(
        self,
        goos: str = "linux",
        goarch: str = "amd64",
        opt: int = 2,
        passes: tuple[str, ...] | None = None,
        disabled_passes: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        lang: str = "",
        strings: dict[str, str] | None = None,
        strip: bool = False,
        linkmode: str = "internal",
        trimpath: bool = False,
        verbose: bool = False,
    ) -> None:
        self.goos = goos
        self.goarch = goarch
        self.opt = opt
        self.passes = passes
        self.disabled_passes = disabled_passes
        self.tags = tags
        self.lang = lang
        self.strings = {} if strings is None else strings
        self.strip = strip
        self.linkmode = linkmode
        self.trimpath = trimpath
        self.verbose = verbose

    def check(self) -> None:
        if self.goos != "linux" or self.goarch not in ARCHITECTURES:
            raise ValueError(f"unsupported GOOS/GOARCH pair {self.goos}/{self.goarch}")

    def code_key(self) -> str:
        """Everything that changes the code of a package."""
        return repr(
            (self.goos, self.goarch, self.opt, self.passes, self.disabled_passes, self.tags, self.lang, self.trimpath)
        )


def from_environment() -> Config:
    """A Config for GOOS and GOARCH as the environment has them, or for this machine."""
    return Config(goos=os.environ.get("GOOS") or "linux", goarch=os.environ.get("GOARCH") or host_arch())


def host_arch() -> str:
    return HOST_ARCH.get(os.uname().machine, "amd64")


def package_root() -> Path:
    """The folder of the ``minigo`` package."""
    return Path(__file__).resolve().parent.parent


def std_root() -> Path:
    return package_root() / "std"


def cache_root() -> Path:
    """``MINIGO_CACHE``, or ``minigo`` in the user's cache folder."""
    explicit = os.environ.get("MINIGO_CACHE")
    if explicit:
        return Path(explicit)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base, "minigo")


@functools.cache
def compiler_id() -> str:
    """Changes whenever the compiler or its standard library does: names, sizes and times of all its files."""
    h = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for file in sorted(_source_files(str(package_root()))):
        st = os.stat(file)
        h.update(f"{file} {st.st_size} {st.st_mtime_ns}\n".encode())
    return h.hexdigest()[:32]


def _source_files(folder: str) -> list[str]:
    found = []
    with os.scandir(folder) as entries:
        for e in entries:
            if e.is_dir(follow_symlinks=False):
                if e.name != "__pycache__":
                    found += _source_files(e.path)
            elif e.name.endswith((".py", ".go", ".lark")):
                found.append(e.path)
    return found
