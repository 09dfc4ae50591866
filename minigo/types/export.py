"""Export data: what a package's users need of it, as bytes (see export_format for what is in them).

``write_export`` after checking, ``read_export`` in place of checking; ``export_hash`` is what a user's cache key depends on;
``generic_body`` gives the source of a generic function of any package, checked here or read.
"""

from __future__ import annotations

import hashlib
import marshal
import struct
from typing import Any, Final

from minigo.types import export_body
from minigo.types.export_format import DIGEST_SIZE, MAGIC, MARSHAL
from minigo.types.export_reader import BodyStore, Importer, Reader, write_fset
from minigo.types.export_writer import Writer
from minigo.types.info import Info
from minigo.types.objects import Func, Package, is_exported
from minigo.types.types import Named

HEADER: Final = struct.Struct("<III")  # lengths of the sections


def write_export(package: Package, info: Info) -> bytes:
    """The export data of a package that was checked without errors. Equal sources give equal bytes."""
    assert package.fset is not None
    package.generic_bodies = info
    w = Writer(package)
    scope = {name: w.obj(obj) for name, obj in sorted(package.scope.elems.items()) if is_exported(name)}
    w.finish()
    bodies: list[tuple[str, int, bytes]] = []
    waiting = _generic_functions(package)
    while reachable := [f for f in waiting if w.known_object(f) is not None]:
        for f in reachable:
            record = export_body.write_body(w, f.decl, info, package.fset)
            bodies.append((export_body.body_key(f), f.decl.pos(), marshal.dumps(record, MARSHAL)))
            w.finish()
        waiting = [f for f in waiting if f not in reachable]
    index: dict[str, Any] = {}
    at = 0
    for n, (key, _, body) in enumerate(bodies):
        index[key] = (n, at, at + len(body))
        at += len(body)
    for name in sorted(package.scope.elems):
        i = w.known_object(package.scope.elems[name])
        if i is not None:
            scope[name] = i
    imports = [p.path for p in package.imports]
    tables = (package.path, package.name, package.go_version, imports, w.paths, scope, w.types, w.objects, index)
    interface = marshal.dumps(tables, MARSHAL)
    positions = marshal.dumps(
        (write_fset(package.fset), w.positions.tobytes(), [start for _, start, _ in bodies]), MARSHAL
    )
    body_data = b"".join([body for _, _, body in bodies])
    digest = hashlib.sha256(HEADER.pack(len(interface), len(body_data), 0) + interface + body_data).digest()
    header = MAGIC + digest + HEADER.pack(len(interface), len(body_data), len(positions))
    return b"".join((header, interface, body_data, positions))


def _generic_functions(package: Package) -> list[Func]:
    """The generic functions of a package that have a body, and the methods of its generic types, by name."""
    found: list[Func] = []
    for _, obj in sorted(package.scope.elems.items()):
        if isinstance(obj, Func):
            found.append(obj)
        elif isinstance(t := obj.type, Named) and t.obj is obj:
            found += t.methods
    return [f for f in found if f.decl is not None and f.decl.body is not None and export_body.is_generic_function(f)]


def export_hash(data: bytes) -> str:
    """What users of the package depend on: changes unless an edit only moved code or changed what they cannot see."""
    return data[len(MAGIC) : len(MAGIC) + DIGEST_SIZE].hex()


def read_export(data: bytes, importer: Importer) -> Package:
    """The package of some export data. ``importer`` gives the packages that it refers to, when they are first needed.

    Raises ValueError if the data is damaged or of another version.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("no export data")
    at = len(MAGIC) + DIGEST_SIZE
    lengths = HEADER.unpack_from(data, at)
    at += HEADER.size
    sections = []
    for n in lengths:
        sections.append(data[at : at + n])
        at += n
    if at != len(data):
        raise ValueError("damaged export data")
    try:
        reader = Reader(marshal.loads(sections[0]), marshal.loads(sections[2]), importer)
    except (EOFError, TypeError) as e:
        raise ValueError("damaged export data") from e
    reader.package.generic_bodies = BodyStore(reader, sections[1])
    return reader.package


def generic_body(func: Func) -> tuple[Any, Info]:
    """(ast.FuncDecl, Info) of a generic function or a method of a generic type; read when first asked for."""
    origin = func.origin
    bodies = origin.pkg.generic_bodies if origin.pkg is not None else None
    if isinstance(bodies, BodyStore):
        decl, info = bodies.get(export_body.body_key(origin))
        origin.decl = decl
        return decl, info
    if origin.decl is None or bodies is None:
        raise LookupError(f"no source of generic function {origin.full_name()}")
    return origin.decl, bodies
