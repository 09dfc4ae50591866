"""Compiling only the functions that an edit concerns: the rest of a package's code comes from its last compilation.

Parsing and type checking are always of the whole package. After that the code of a function is determined by the package's *skeleton* (``skeleton``: everything but
the bodies of functions), its own body, and what it is told about the functions that it calls. That is their *interface*: whether they are inlined (and then their bodies),
which of their parameters escape, and whether they call recover.

So if the skeleton is as it was, a function is *concerned* by an edit if its body has changed, or one that is inlined into it is concerned. Only the units with
concerned functions are compiled again, provided that the interfaces of these functions turn out as they were. Everything else is taken from the record of the last
compilation:

* units of functions (``codegen.package``): keys of their digests, with the rows and method uses that the linker wants;
* the *shared* units (data, instances, wrappers): they depend on what all functions ask for, which the record has unit by unit.

What the scheme cannot see through is compiled whole, as if there were no record: a changed function that is generic, one that shared functions inline, an interface
that changes, other instances, wrappers or descriptors than before, another number of units, recursion through functions that are not compiled anew (their interfaces
have a common fixed point).

What must hold: the same package gives the same units, byte by byte, with a record or without. ``tests/driver/test_reuse.py`` makes random edits.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from minigo.driver import frontend, skeleton
from minigo.driver.config import Config

if TYPE_CHECKING:
    from minigo import codegen, ssa
    from minigo.driver.skeleton import Skeleton
    from minigo.ssa import ir

WORTH_IT: Final = 40  # functions that a package must have
MANY: Final = 200  # concerned functions: no use in looking for what is left
NOBODY: Final = -1  # in rows: a line that does not count from that of a function of this package

Row = tuple[
    str, int, str, int
]  # file, line (from that of the function), name in tracebacks, number of the function or NOBODY


class Fact:
    """What the record has of a function: digest of the body; units, several if it has very many closures; interface; the functions of the package that it refers
    to, through instances and wrappers too.
    """

    __slots__ = ("body", "interface", "refers", "units")

    def __init__(
        self,
        body: bytes,
        units: tuple[str, ...],
        interface: tuple[bool, tuple[bool, ...] | None, bool],
        refers: tuple[int, ...],
    ) -> None:
        self.body = body
        self.units = units
        self.interface = interface  # inlinable, parameters that escape, calls recover
        self.refers = refers


class Part:
    """What the record has of a unit: key of its digest, source file of its functions ("" if it is shared), what they ask for."""

    __slots__ = ("asked", "file", "key", "rows", "uses")

    def __init__(self, key: str, file: str, rows: dict[str, Row], uses: dict[str, list[str]], asked: list[str]) -> None:
        self.key = key
        self.file = file
        self.rows = rows
        self.uses = uses
        self.asked = asked


class Record:
    """A compilation. ``parts`` are in the order of the units; ``shared``: the functions that shared ones refer to. The rest is as in ``codegen.PackageCode``."""

    __slots__ = ("divided", "facts", "parts", "shared", "skeleton", "slots", "uses")

    def __init__(
        self,
        digest: str,
        facts: list[Fact],
        parts: dict[str, Part],
        shared: set[int],
        divided: dict[str, int],
        uses: dict[str, list[str]],
        slots: dict[str, list[tuple[int, str]]],
    ) -> None:
        self.skeleton = digest
        self.facts = facts
        self.parts = parts
        self.shared = shared
        self.divided = divided
        self.uses = uses
        self.slots = slots

    def dump(self) -> bytes:
        facts = [(f.body, f.units, f.interface, f.refers) for f in self.facts]
        parts = [(n, p.key, p.file, p.rows, p.uses, p.asked) for n, p in self.parts.items()]
        return marshal.dumps((self.skeleton, facts, parts, sorted(self.shared), self.divided, self.uses, self.slots))


def load(data: bytes) -> Record:
    digest, facts, parts, shared, divided, uses, slots = marshal.loads(data)
    by_name = {name: Part(*rest) for name, *rest in parts}
    return Record(digest, [Fact(*f) for f in facts], by_name, set(shared), divided, uses, slots)


class Result:
    """Units in order as (name, key, text or None if it need not be compiled); the rest as in ``codegen.PackageCode``; ``record`` for the next time, None if there can be none."""

    __slots__ = ("functions", "methods", "record", "units")

    def __init__(
        self, units: list[tuple[str, str, str | None]], functions: Any, methods: Any, record: Record | None
    ) -> None:
        self.units = units
        self.functions = functions
        self.methods = methods
        self.record = record


def compile_package(
    checked: frontend.Checked,
    config: Config,
    base: str,
    previous: Callable[[], bytes | None],
    key_of: Callable[[str], str],
    is_stored: Callable[[str], bool],
) -> Result:
    """Compile a checked package.

    ``base``: what the code depends on besides the files; ``previous`` gives the last record; ``key_of`` a text's key; ``is_stored`` says whether its digest is there.
    """
    if checked.source.is_std or config.passes is not None or config.disabled_passes:
        return _without_record(frontend.emit(checked, config), key_of)
    with frontend.stage("skeleton", checked.source.files[0].name):
        frame = skeleton.of(checked, base)
        if frame is None or len(frame.bodies) < WORTH_IT:
            return _without_record(frontend.emit(checked, config), key_of)
        data = previous()
        record = load(data) if data is not None else None
    if (
        record is not None
        and record.skeleton == frame.digest
        and all([is_stored(p.key) for p in record.parts.values()])
    ):
        result = _Partial(checked, config, frame, record).compile(key_of)
        if result is not None:
            return result
    return _whole(checked, config, frame, key_of)


def _without_record(code: codegen.PackageCode, key_of: Callable[[str], str]) -> Result:
    return Result([(u.name, key_of(u.text), u.text) for u in code.units], code.functions, code.methods, None)


# ---------------------------------------------------------------- building


class _Build:
    """A package on its way through the passes. ``asked``: number of a function -> what was asked for while it was built; ``refers``:

    what it refers to before anything is inlined.
    """

    __slots__ = ("_looked_at", "asked", "building", "first", "frame", "functions", "name", "refers", "rest", "shared")

    def __init__(self, checked: frontend.Checked, config: Config, frame: Skeleton) -> None:
        from minigo import passes, ssa

        self.name = checked.source.files[0].name
        self.frame = frame
        self.first, self.rest = passes.split(passes.pipeline(config.opt))
        with frontend.stage("ssa", self.name):
            self.building: ssa.Building = ssa.Building(checked.package, checked.info, checked.files, checked.fset)
        self.functions: dict[int, ir.Function] = {}
        for fn, _ in self.building.declared:
            number = frame.objects.get(fn.obj)
            if number is not None:
                self.functions[number] = fn
        self.asked: dict[int, set[str]] = {}
        self.refers: dict[int, set[int]] = {}
        self.shared: set[int] = set()  # what shared functions refer to
        self._looked_at: set[ir.Function] = set()

    def build(self, number: int) -> None:
        fn = self.functions[number]
        fn.calls_recover = False
        self.building.builder.asked = self.asked[number] = set()
        self.building.function(fn)
        self.building.builder.asked = set()

    def owner(self, fn: ir.Function) -> int | ir.Function:
        """The number of the declared function to which the code of ``fn`` belongs; for shared functions the outermost function."""
        while fn.parent is not None:
            fn = fn.parent
        if fn.synthetic or fn.type_args or fn.obj is None:
            return fn
        number = self.frame.objects.get(fn.obj)
        return fn if number is None or self.functions.get(number) is not fn else number

    def run_first(self) -> None:
        """Finish what was asked for so far, and run the passes that look at functions one by one over what is new."""
        with frontend.stage("ssa", self.name):
            program = self.building.finish()
        with frontend.stage("passes", self.name):
            new = [fn for fn in program.functions.values() if fn.blocks and fn not in self._looked_at]
            for p in self.first:
                for fn in new:
                    p.run(fn)
            self._looked_at.update(new)

    def run_rest(self) -> None:
        from minigo import passes

        with frontend.stage("passes", self.name):
            passes.run(self.building.package, self.rest)

    def find_references(self) -> None:
        """Fill ``refers`` for what has been built."""
        direct: dict[int | ir.Function, set[int | ir.Function]] = {}
        for fn in self._looked_at:
            found = direct.setdefault(self.owner(fn), set())
            for target in _named(fn):
                found.add(self.owner(target))
        for owner in direct:
            if isinstance(owner, int):
                self.refers[owner] = _declared(owner, direct)
            else:
                self.shared.update([n for n in direct[owner] if isinstance(n, int)])

    def interface(self, number: int) -> tuple[bool, tuple[bool, ...] | None, bool]:
        fn = self.functions[number]
        return fn.inlinable, fn.escapes, fn.calls_recover


def _named(fn: ir.Function) -> Iterable[ir.Function]:
    """The functions that a body names as operands."""
    from minigo.ssa import ir

    for block in fn.blocks:
        for instr in block.instrs:
            if instr.__class__ is ir.MakeClosure:
                yield instr.fn
            for operand in instr.operands:
                if operand.__class__ is ir.Function:
                    yield operand


def _declared(start: int, direct: dict[int | ir.Function, set[int | ir.Function]]) -> set[int]:
    """The declared functions that ``start`` refers to, itself or through shared functions."""
    found: set[int] = set()
    seen: set[ir.Function] = set()
    work = list(direct[start])
    while work:
        other = work.pop()
        if isinstance(other, int):
            found.add(other)
        elif other not in seen:
            seen.add(other)
            work += direct.get(other, ())
    return found


# ---------------------------------------------------------------- the whole package


def _whole(checked: frontend.Checked, config: Config, frame: Skeleton, key_of: Callable[[str], str]) -> Result:
    """Compile everything, and make a record of it."""
    build = _Build(checked, config, frame)
    with frontend.stage("ssa", build.name):
        build.building.builder.asked = set()
        build.building.initializers()
        for number in build.functions:
            build.build(number)
        assert len(build.functions) == len(build.building.declared)
        program = build.building.finish()
        if checked.source.embeds:
            from minigo import ssa

            ssa.embed(program, checked.source.embeds)
    build.run_first()
    build.find_references()
    build.run_rest()
    code = frontend.generate(checked, program, config)
    parts = {u.name: _part(build, u, code, key_of(u.text)) for u in code.units}
    facts = _facts(build, code.units)
    record = Record(frame.digest, facts, parts, build.shared, code.divided, code.uses, code.slots)
    units = [(u.name, parts[u.name].key, u.text) for u in code.units]
    return Result(units, code.functions, code.methods, record)


def _facts(build: _Build, units: list[codegen.Unit]) -> list[Fact]:
    homes = _homes(build, units)
    facts = []
    for number, body in enumerate(build.frame.bodies):
        if number in build.functions:
            refers = tuple(sorted(build.refers.get(number, ())))
            facts.append(Fact(body, tuple(homes[number]), build.interface(number), refers))
        else:  # generic, or called _
            facts.append(Fact(body, (), (True, None, False), ()))
    return facts


def _homes(build: _Build, units: list[codegen.Unit]) -> dict[int, list[str]]:
    """In which units each declared function has code."""
    homes: dict[int, list[str]] = {}
    for u in units:
        for number in _numbers(build, u):
            homes.setdefault(number, []).append(u.name)
    return homes


def _numbers(build: _Build, unit: codegen.Unit) -> set[int]:
    """The declared functions of a unit."""
    if not unit.file:
        return set()
    return {number for fn in unit.functions if isinstance(number := build.owner(fn), int)}


def _part(build: _Build, unit: codegen.Unit, code: codegen.PackageCode, key: str) -> Part:
    rows = {}
    for fn in unit.functions:
        symbol = fn.linkname or fn.symbol
        file, line, name = code.functions[symbol]
        number = _line_owner(build, fn)
        rows[symbol] = (file, line - build.frame.lines[number] if number != NOBODY else line, name, number)
    asked = set(unit.asked)
    for number in _numbers(build, unit):
        asked |= build.asked[number]
    return Part(key, unit.file, rows, unit.uses, sorted(asked))


def _line_owner(build: _Build, fn: ir.Function) -> int:
    """The function from whose line that of ``fn`` counts: the declared one in which it stands, or of which it is an instance."""
    while fn.parent is not None:
        fn = fn.parent
    if fn.wrapper or fn.obj is None or (fn.synthetic and fn.synthetic != "instance"):
        return NOBODY
    return build.frame.objects.get(fn.obj, NOBODY)


# ---------------------------------------------------------------- a part of it


class _Partial:
    """An attempt to compile only the units whose functions have changed."""

    __slots__ = ("checked", "concerned", "config", "frame", "record")

    def __init__(self, checked: frontend.Checked, config: Config, frame: Skeleton, record: Record) -> None:
        self.checked = checked
        self.config = config
        self.frame = frame
        self.record = record
        self.concerned: set[int] = set()

    def compile(self, key_of: Callable[[str], str]) -> Result | None:
        """The result, or None if the whole package has to be compiled."""
        facts = self.record.facts
        if not self._find_concerned():
            return None
        if len(self.concerned) > MANY:
            return None
        names = {name for n in self.concerned for name in facts[n].units}
        fresh: dict[str, Part] = {}
        texts: dict[str, str] = {}
        if names:
            made = self._compile_units(names)
            if made is None:
                return None
            build, code = made
            texts = {u.name: u.text for u in code.units}
            fresh = {u.name: _part(build, u, code, key_of(u.text)) for u in code.units}
            if texts.keys() != names or not self._fits(fresh):
                return None
            for n in self.concerned:
                facts[n].units = tuple(_homes(build, code.units)[n])
            for n in build.functions:
                if not names.isdisjoint(facts[n].units):
                    facts[n].body = self.frame.bodies[n]
                    facts[n].refers = tuple(sorted(build.refers.get(n, ())))
        return self._result(fresh, texts)

    def _find_concerned(self) -> bool:
        """Fill ``concerned``; says whether nothing else is."""
        facts = self.record.facts
        changed = [n for n, fact in enumerate(facts) if self.frame.bodies[n] != fact.body]
        self.concerned.update(changed)
        work = [n for n in changed if facts[n].interface[0]]
        if not self.frame.generic.isdisjoint(changed):
            return False
        users: dict[int, list[int]] = {}
        if work:
            for n, fact in enumerate(facts):
                for other in fact.refers:
                    users.setdefault(other, []).append(n)
        while work:
            inlined = work.pop()
            if inlined in self.record.shared or not facts[inlined].units:
                return False
            for n in users.get(inlined, ()):
                if n not in self.concerned:
                    self.concerned.add(n)
                    if facts[n].interface[0]:
                        work.append(n)
        return True

    def _compile_units(self, names: set[str]) -> tuple[_Build, codegen.PackageCode] | None:
        from minigo import codegen

        facts = self.record.facts
        build = _Build(self.checked, self.config, self.frame)
        for number, fn in build.functions.items():
            _, fn.escapes, fn.calls_recover = facts[number].interface
        wanted = [n for n in build.functions if not names.isdisjoint(facts[n].units)]
        built: set[int] = set()
        while wanted:
            with frontend.stage("ssa", build.name):
                for n in wanted:
                    build.build(n)
            built.update(wanted)
            build.run_first()
            build.find_references()
            wanted = sorted({r for n in built for r in build.refers[n] if facts[r].interface[0]} - built)
            wanted = [n for n in wanted if n in build.functions]
        if self._recursive(build, built):
            return None
        build.run_rest()
        if not self._stays_in(build, names):
            return None
        if any([build.interface(n) != facts[n].interface for n in built]):
            return None
        selection = codegen.Selection(names, self.record.divided)
        return build, frontend.generate(self.checked, build.building.package, self.config, selection)

    def _recursive(self, build: _Build, built: set[int]) -> bool:
        """Whether a concerned function may reach itself through one that is not built: then the interfaces of both depend on each other."""
        facts = self.record.facts

        def refers(n: int) -> Iterable[int]:
            return build.refers[n] if n in built else facts[n].refers

        for start in self.concerned:
            seen: set[tuple[int, bool]] = set()
            work = [(n, n not in built) for n in refers(start)]
            while work:
                n, outside = work.pop()
                if (n, outside) in seen:
                    continue
                seen.add((n, outside))
                if n == start:
                    if outside:
                        return True
                    continue
                work += [(m, outside or m not in built) for m in refers(n)]
        return False

    def _stays_in(self, build: _Build, names: set[str]) -> bool:
        """Whether the code of the concerned functions goes to these units alone."""
        from minigo.codegen.package import unit_of

        program = build.building.package
        return all(
            [
                unit_of(program, fn, self.record.divided) in names
                for fn in program.functions.values()
                if fn.blocks and build.owner(fn) in self.concerned
            ]
        )

    def _fits(self, fresh: dict[str, Part]) -> bool:
        """Whether the shared units are as they were, and the functions of each file are divided as they were."""
        from minigo.codegen.package import units_for

        parts = self.record.parts
        before: set[str] = set()
        after: set[str] = set()
        counts: dict[str, int] = {}
        for name, part in parts.items():
            if part.file:
                now = fresh.get(name, part)
                before.update(part.asked)
                after.update(now.asked)
                counts[part.file] = counts.get(part.file, 0) + len(now.rows)
        if before != after:
            return False
        return all([units_for(n) == self.record.divided[file] for file, n in counts.items()])

    def _result(self, fresh: dict[str, Part], texts: dict[str, str]) -> Result:
        record = self.record
        parts = {name: fresh.get(name, part) for name, part in record.parts.items()}
        lines = self.frame.lines
        functions = {}
        uses = dict(record.uses)
        for part in parts.values():
            for symbol, (file, line, name, number) in part.rows.items():
                functions[symbol] = (file, line + lines[number] if number != NOBODY else line, name)
            uses.update(part.uses)
        units = [(name, part.key, texts.get(name)) for name, part in parts.items()]
        new = Record(record.skeleton, record.facts, parts, record.shared, record.divided, record.uses, record.slots)
        return Result(units, functions, (uses, record.slots), new)
