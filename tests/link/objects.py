"""Objects written by hand, as digests, for tests of the linker."""

from __future__ import annotations

from minigo import link
from minigo.link import elf
from minigo.link.relocatable import ABS64, ObjectWriter

TEXT_FLAGS = elf.SHF_ALLOC | elf.SHF_EXECINSTR
DATA_FLAGS = elf.SHF_ALLOC | elf.SHF_WRITE


class Maker:
    """An object: ``function`` and ``data`` define symbols, each in its section, that refer to others by 64-bit addresses."""

    def __init__(self, name: str, machine: int = elf.EM_X86_64) -> None:
        self.name = name
        self.machine = machine
        self.sections: list[tuple[str, str, int, bytes | None, int, list[tuple[int, str]], bool, int]] = []

    def function(self, name: str, refs: list[str], *, weak: bool = False) -> None:
        data = bytes(8 * len(refs)) + b"\xc3"
        places = [(8 * i, r) for i, r in enumerate(refs)]
        self.sections.append((f".text.{name}", name, TEXT_FLAGS, data, len(data), places, weak, elf.STT_FUNC))

    def data(
        self,
        name: str,
        section: str,
        data: bytes | None,
        refs: list[tuple[int, str]] | None = None,
        *,
        size: int = 0,
        weak: bool = False,
    ) -> None:
        flags = elf.SHF_ALLOC if section == ".rodata" else DATA_FLAGS
        size = len(data) if data is not None else size
        self.sections.append((f"{section}.{name}", name, flags, data, size, refs or [], weak, elf.STT_OBJECT))

    def digest(self) -> link.Digest:
        out = ObjectWriter(self.machine)
        numbers = [out.section(name, flags, 8, data, size) for name, _, flags, data, size, *_ in self.sections]
        symbols: dict[str, int] = {}
        for number, (_, name, _, _, size, _, weak, kind) in zip(numbers, self.sections, strict=True):
            symbols[name] = out.symbol(name, elf.STB_WEAK if weak else elf.STB_GLOBAL, kind, number, 0, size)
        for row in self.sections:
            for _, name in row[5]:
                if name not in symbols:
                    symbols[name] = out.symbol(name, elf.STB_GLOBAL, 0, elf.SHN_UNDEF, 0, 0)
        for number, row in zip(numbers, self.sections, strict=True):
            relocs = b"".join(elf.RELA.pack(at, symbols[name] << 32 | ABS64[self.machine], 0) for at, name in row[5])
            if relocs:
                out.relocations(number, relocs)
        return link.load_digest(link.digest(out.bytes()), self.name)


def program(main_refs: list[str]) -> Maker:
    """An object with ``_start`` and ``main.main``, which refers to the given symbols."""
    maker = Maker("main#0")
    maker.function("_start", ["main.main"])
    maker.function("main.main", main_refs)
    return maker


def options(**settings: object) -> link.LinkOptions:
    made = link.LinkOptions(elf.EM_X86_64)
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def names(result: link.LinkResult) -> set[str]:
    """The program's own symbols in a link's result."""
    return {name for name, *_ in result.symbols if not name.startswith("runtime.")}
