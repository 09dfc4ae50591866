"""``//go:embed``: the variables get the files' contents as static values."""

from __future__ import annotations

from typing import Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import typeutil as tu

# Pattern -> (name, contents) of the files that it means.
Files = dict[str, list[tuple[str, bytes]]]


def embed(package: ir.Package, files: Files) -> None:
    """Initialise the variables that have patterns; the type checker has seen to their types."""
    for g in list(package.globals.values()):
        if not g.embed:
            continue
        found = dict(sorted(entry for pattern in g.embed for entry in files[pattern]))
        u = g.elem.underlying()
        if u.__class__ is types.Struct:
            g.init = _file_system(package, u, g.elem, found)
        elif u.__class__ is types.Slice:
            contents = next(iter(found.values()))
            array = _temporary(package, tu.array_of(u.elem, len(contents)))
            array.init = ir.Const(contents, array.elem)
            g.init = ir.StaticSlice(g.elem, array, len(contents))
        else:
            g.init = ir.Const(next(iter(found.values())), g.elem)


def _temporary(package: ir.Package, t: Any) -> ir.Global:
    made: ir.Global = package.builder.temporary("embed", t)
    return made


def _file_system(package: ir.Package, u: Any, t: Any, found: dict[str, bytes]) -> ir.Value:
    """An ``embed.FS``: a pointer to a slice of {name, data, hash}, sorted by folder and name; folders are in it too."""
    slice_type = u.fields[0].type.underlying().elem
    file_type = slice_type.underlying().elem
    name_type, data_type = (f.type for f in file_type.underlying().fields[:2])
    names = {name: data for name, data in found.items()}
    for name in found:
        folder = name.rpartition("/")[0]
        while folder:
            names[folder + "/"] = b""
            folder = folder.rpartition("/")[0]
    elements: dict[int, ir.Value] = {}
    for i, name in enumerate(sorted(names, key=_order)):
        parts: dict[int, ir.Value] = {0: ir.Const(name.encode("utf-8", "surrogateescape"), name_type)}
        parts[1] = ir.Const(names[name], data_type)
        elements[i] = ir.Aggregate(file_type, parts)
    array = _temporary(package, tu.array_of(file_type, len(elements)))
    array.init = ir.Aggregate(array.elem, elements)
    header = _temporary(package, slice_type)
    header.init = ir.StaticSlice(slice_type, array, len(elements))
    return ir.Aggregate(t, {0: header})


def _order(name: str) -> tuple[bytes, bytes]:
    folder, _, elem = name.rstrip("/").rpartition("/")
    return (folder or ".").encode("utf-8", "surrogateescape"), elem.encode("utf-8", "surrogateescape")
