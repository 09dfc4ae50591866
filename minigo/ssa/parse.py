"""Reads the text form back: ``parse_package(text)`` is an ir.Package that ``format_package`` prints as the same text.

Comes in: text, and the named types that it mentions beyond those that it declares (``type T struct{…}`` lines); goes out: functions, blocks and instructions. Positions are not
part of the text. Raises ParseError with the line that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.typeparse import ParseError, Scanner, unquote
from minigo.types.constant import ComplexVal, norm, representable

_CONST: Final = re.compile(
    r'("(?:[^"\\]|\\.)*"|true|false|nil|zero|\(-?[\d.e+/-]+ \+ -?[\d.e+/-]+i\)|-?\d[\d.e+-]*(?:/\d+)?):'
)
_WORD: Final = re.compile(r"[\w·]+")
_OPERATOR: Final = re.compile(r" (\+|-|\*|/|%|&\^|&|\||\^|<<|>>|==|!=|<=|<|>=|>) ")


def parse_package(text: str, names: dict[str, Any] | None = None) -> ir.Package:
    """The package; ``names`` are types that the text uses without declaring them, by the name it gives them."""
    reader = _Reader(dict(names or {}))
    sections = _sections(text)
    for section in sections:  # types may refer to later ones
        if section[0].startswith("type "):
            reader.names.setdefault(section[0].split(" ")[1], types.Named(types.TypeName(0, None, "", None)))
    for section in sections:
        try:
            reader.section(section)
        except (IndexError, KeyError, AttributeError) as e:
            raise ParseError(f"malformed text near {section[0]!r}: {e}") from e
    return reader.finish()


def _sections(text: str) -> list[list[str]]:
    """Runs of lines: one for each declaration line, one for each function."""
    found: list[list[str]] = []
    current: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            current = []
        elif line.startswith(("package ", "type ", "var ")):
            found.append([line])
            current = []
        else:
            if not current:
                found.append(current)
            current.append(line)
    return found


class _Reference(ir.Value):
    """A register that is not defined yet."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        self.name = name
        self.type = None


class _Reader:
    """State of one package: declarations first, bodies when all names are known."""

    __slots__ = ("bodies", "declared", "names", "package", "parents", "statics")

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.package: Any = None
        self.declared: dict[str, ir.Value] = {}  # functions and variables by printed name
        self.bodies: list[tuple[ir.Function, list[str], list[str]]] = []
        self.parents: list[tuple[ir.Function, str]] = []
        self.statics: list[tuple[ir.Global, str]] = []

    def section(self, lines: list[str]) -> None:
        head = lines[0]
        if head.startswith("package "):
            path = head.removeprefix("package ")
            self.package = ir.Package(path, types.Package(path, path.rsplit("/", 1)[-1]), types.Info())
        elif head.startswith("type "):
            self._type(head)
        elif head.startswith("var "):
            self._variable(head)
        else:
            self._function(lines)

    def finish(self) -> ir.Package:
        for fn, parent in self.parents:
            owner = self.declared.get(parent)
            if isinstance(owner, ir.Function):
                fn.parent = owner
                owner.anon_funcs.append(fn)
        for g, text in self.statics:
            line = _Line(Scanner(text, self.names), self.declared)
            g.init = line.static()
        for fn, header, lines in self.bodies:
            _Body(fn, self.names, self.declared).parse(header, lines)
        package: ir.Package = self.package
        return package

    # ------------------------------------------------------------ declarations

    def _type(self, text: str) -> None:
        name, _, definition = text.removeprefix("type ").partition(" ")
        named = self.names[name]
        named.obj = obj = types.TypeName(0, self.package.types, name, named)
        self.package.types.scope.insert(obj)
        named.set_underlying(Scanner(definition, self.names).type())

    def _variable(self, text: str) -> None:
        declaration, _, static = text.removeprefix("var ").partition(" = ")
        name, _, rest = declaration.partition(" ")
        scanner = Scanner(rest, self.names)
        elem = scanner.type()
        symbol = name if "." in name else f"{self.package.path}.{name}"
        g = ir.Global(self.package, name, elem, types.Pointer(elem), symbol)
        g.external = scanner.take(" external")
        if scanner.take(" linkname "):
            g.linkname = scanner.rest
        self.declared[name] = self.package.globals[symbol] = g
        if static:
            self.statics.append((g, static))

    def _function(self, lines: list[str]) -> None:
        header = [line for line in lines if line.startswith("#")]
        heading, *body = lines[len(header) :]
        facts = dict(line.removeprefix("# ").split(": ", 1) for line in header if ": " in line)
        scanner = Scanner(heading.removesuffix(":").removeprefix("func "), self.names)
        at = _parameters_at(scanner.text, facts.get("Name", ""), self.package.path)
        name = scanner.text[:at]
        scanner.at = at
        signature = scanner.signature()
        symbol = facts.get("Name", f"{self.package.path}.{name}")
        fn = ir.Function(self.package, name, signature, symbol)
        for i, v in enumerate(signature.params.vars):
            fn.params.append(ir.Parameter(fn, v.name, v.type, i))
        fn.synthetic = facts.get("Synthetic", "")
        fn.linkname = facts.get("Linkname", "")
        for flag in facts.get("Flags", "").split():
            setattr(fn, flag, True)
        if "Parent" in facts:
            self.parents.append((fn, facts["Parent"]))
        self.package.functions[symbol] = fn
        local = symbol == f"{self.package.path}.{name}"
        self.declared[name if local else symbol] = fn
        if body:
            self.bodies.append((fn, header, body))


def _parameters_at(text: str, symbol: str, path: str) -> int:
    """Where the parameter list of a heading starts: behind the name, which may itself have parentheses and be followed by type arguments."""
    for name in (symbol.removeprefix(path + "."), symbol):
        if name and text.startswith(name + "("):
            return len(name)
    at = text.find("(", 1) if text.startswith("(") else text.find("(")
    if at < 0:
        raise ParseError(f"expected a parameter list in {text!r}")
    return at


class _Line:
    """Operands on one line."""

    __slots__ = ("known", "s")

    def __init__(self, scanner: Scanner, known: dict[str, ir.Value]) -> None:
        self.s = scanner
        self.known = known

    def value(self) -> ir.Value:
        s = self.s
        literal = s.match(_CONST)
        if literal is not None:
            return _const(literal[:-1], s.type())
        for end in range(len(s.text), s.at, -1):  # the longest name: names may contain brackets and spaces
            found = self.known.get(s.text[s.at : end])
            if found is not None:
                s.at = end
                return found
        register = s.match(_WORD)
        if register is None:
            raise s.fail("a value")
        return _Reference(register)

    def values(self, close: str) -> list[ir.Value]:
        """Values separated by commas, up to ``close`` ("": the end of the line)."""
        found: list[ir.Value] = []
        s = self.s
        while not (s.take(close) if close else s.at >= len(s.text)):
            if found:
                s.expect(", ")
            found.append(self.value())
        return found

    def static(self) -> ir.Value:
        """A static initialiser."""
        s = self.s
        if s.take("&"):
            return self.value()
        if s.take("slice "):
            array = self.value()
            s.expect("[:")
            length = int(s.match(_WORD) or "0")
            s.expect("]")
            assert isinstance(array, ir.Global)
            array_type: Any = array.elem.underlying()
            return ir.StaticSlice(types.Slice(array_type.elem), array, length)
        if s.take("make "):
            interface = s.type()
            s.expect(" <- ")
            concrete = s.type()
            s.expect(" (")
            x = self.static()
            s.expect(")")
            return ir.StaticInterface(interface, x, concrete)
        start = s.at
        if _CONST.match(s.text, s.at) is None and not any(s.text.startswith(n, s.at) for n in self.known):
            typ = s.type()
            if s.take("{"):
                return self._aggregate(typ)
        s.at = start
        return self.value()

    def _aggregate(self, typ: Any) -> ir.Value:
        elems: dict[int, ir.Value] = {}
        s = self.s
        while not s.take("}"):
            if elems:
                s.expect(", ")
            s.expect("#")
            index = int(s.match(_WORD) or "0")
            s.expect(": ")
            elems[index] = self.static()
        return ir.Aggregate(typ, elems)


def _const(text: str, typ: Any) -> ir.Const:
    if text in ("nil", "zero"):
        return ir.Const(None, typ)
    if text in ("true", "false"):
        return ir.Const(text == "true", typ)
    if text.startswith('"'):
        return ir.Const(unquote(text), typ)
    if text.startswith("("):
        re_, _, im = text[1:-2].partition(" + ")
        return ir.Const(ComplexVal(Fraction(re_), Fraction(im)), typ)
    basic = typ.underlying()
    value: Any = norm(Fraction(text))
    if basic.__class__ is types.Basic and basic.info & (types.IS_COMPLEX | types.IS_FLOAT):
        value = representable(value, basic)[1]
    return ir.Const(value, typ)


class _Body:
    """One function's blocks."""

    __slots__ = ("blocks", "edges", "fn", "known", "line", "names", "registers", "targets", "typ")

    def __init__(self, fn: ir.Function, names: dict[str, Any], declared: dict[str, ir.Value]) -> None:
        self.fn = fn
        self.names = names
        self.known = dict(declared)
        self.known.update({p.name: p for p in fn.params if p.name})
        self.registers: dict[str, ir.Instruction] = {}
        self.blocks: dict[str, ir.BasicBlock] = {}
        self.targets: dict[ir.Instruction, list[str]] = {}  # terminators: labels of the successors
        self.edges: dict[ir.Instruction, list[str]] = {}  # φ: labels of the predecessors
        self.line: Any = None
        self.typ: Any = None

    def parse(self, header: list[str], lines: list[str]) -> None:
        self._free_variables(header)
        for text in lines:
            if not text[0].isspace():
                label, _, rest = text.partition(":")
                block = self.fn.new_block(rest.strip().rsplit(" P:", 1)[0].strip())
                self.blocks[label] = block
        block = self.fn.blocks[0]
        for text in lines:
            if text[0].isspace():
                instr = self._instruction(text.strip())
                instr.block = block
                block.instrs.append(instr)
            else:
                block = self.blocks[text.partition(":")[0]]
        self._connect()
        self._resolve()
        self._header(header)

    def _free_variables(self, header: list[str]) -> None:
        for line in header:
            found = re.match(r"#   (\d+): (\S*) (.*)", line)
            if found is not None:
                free = ir.FreeVar(self.fn, found[2], Scanner(found[3], self.names).type(), int(found[1]))
                self.fn.free_vars.append(free)
                self.known[free.name] = free

    def _header(self, header: list[str]) -> None:
        for line in header:
            if line.startswith("# Recover: "):
                self.fn.recover = self.blocks[line.removeprefix("# Recover: ")]
            elif line.startswith("# Results: "):
                names = line.removeprefix("# Results: ").split(", ")
                self.fn.results = [r for n in names if isinstance(r := self.registers.get(n), ir.Alloc)]

    def _connect(self) -> None:
        """Successors as the terminators name them; predecessors in the order in which a φ names them, else in block order."""
        for block in self.fn.blocks:
            block.succs = [self.blocks[label] for label in self.targets.get(block.instrs[-1], ())]
            for succ in block.succs:
                succ.preds.append(block)
        for block in self.fn.blocks:
            if isinstance(block.instrs[0], ir.Phi):
                block.preds = [self.blocks[label] for label in self.edges[block.instrs[0]]]

    def _resolve(self) -> None:
        for instr in self.fn.instructions():
            for i, op in enumerate(instr.operands):
                if isinstance(op, _Reference):
                    if op.name not in self.registers:
                        raise ParseError(f"{self.fn.symbol}: {op.name} is not defined")
                    instr.operands[i] = self.registers[op.name]
            if isinstance(instr, ir.Invoke):
                methods = instr.iface.type.underlying().all_methods()
                instr.method = next(m for m in methods if m.name == instr.method)

    # ------------------------------------------------------------ instructions

    def _instruction(self, text: str) -> ir.Instruction:
        name = ""
        self.typ = None
        found = re.match(r"(t\d+) = ", text)
        if found is not None:
            name = found[1]
            text, _, kind = text[found.end() :].rpartition("  ")
            text = text.rstrip()
            self.typ = None if kind == "iter" else Scanner(kind.strip(), self.names).type()
        self.line = _Line(Scanner(text, self.names), self.known)
        instr = self._parse(text)
        if self.line.s.rest:
            raise self.line.s.fail("the end of the line")
        if name:
            self.registers[name] = instr
            instr.name = name
        return instr

    def _parse(self, text: str) -> ir.Instruction:
        s = self.line.s
        for word, parse in _KEYWORDS.items():
            if text.startswith(word):
                s.at = len(word)
                return parse(self)
        if self.typ is not None and text[0] in "-^!" and not self._binary_follows():
            return ir.UnOp(s.text[self._skip(1)], self.line.value(), self.typ)
        x = self.line.value()
        if s.take("("):
            return ir.Call(x, self.line.values(")"), self.typ)
        if s.take("["):
            return self._indexed(x)
        if s.take("."):
            return ir.Field(x, self._field(), self.typ)
        operator = s.match(_OPERATOR)
        if operator is None:
            raise s.fail("an operator")
        return ir.BinOp(operator.strip(), x, self.line.value(), self.typ)

    def _skip(self, n: int) -> int:
        at: int = self.line.s.at
        self.line.s.at += n
        return at

    def _binary_follows(self) -> bool:
        """Whether the line starts with a negative constant that is the left operand of an operator."""
        s = self.line.s
        start = s.at
        literal = s.match(_CONST)
        if literal is not None:
            s.type()
        binary = literal is not None and s.match(_OPERATOR) is not None
        s.at = start
        return binary

    def _indexed(self, x: ir.Value) -> ir.Instruction:
        s = self.line.s
        index = self.line.value()
        s.expect("]")
        if s.take(" = "):
            return ir.MapUpdate(x, index, self.line.value())
        return ir.Index(x, index, self.typ)

    def _field(self) -> int:
        s = self.line.s
        s.match(_WORD)
        s.expect(" [#")
        index = int(s.match(_WORD) or "0")
        s.expect("]")
        return index

    def _alloc(self, heap: bool) -> ir.Instruction:
        s = self.line.s
        s.type()
        comment = s.rest[2:-1]
        s.at = len(s.text)
        return ir.Alloc(self.typ, comment, heap)

    def _star(self) -> ir.Instruction:
        addr = self.line.value()
        if self.line.s.take(" = "):
            return ir.Store(addr, self.line.value())
        return ir.Load(addr, self.typ)

    def _address(self) -> ir.Instruction:
        x = self.line.value()
        if self.line.s.take("["):
            index = self.line.value()
            self.line.s.expect("]")
            return ir.IndexAddr(x, index, self.typ)
        self.line.s.expect(".")
        return ir.FieldAddr(x, self._field(), self.typ)

    def _slice(self) -> ir.Instruction:
        s = self.line.s
        x = self.line.value()
        s.expect("[")
        bounds: list[ir.Value | None] = []
        while True:
            bounds.append(None if s.text[s.at] in ":]" else self.line.value())
            if s.take("]"):
                break
            s.expect(":")
        low, high, limit = [*bounds, None, None][:3]
        return ir.Slice(x, low, high, limit, self.typ)

    def _bounds(self) -> ir.Instruction:
        kind = self.line.s.match(_WORD)
        self.line.s.expect(" ")
        x, y = self.line.values("")
        return ir.BoundsCheck(kind, x, y)

    def _length(self) -> ir.Instruction:
        x = self.line.value()
        self.line.s.expect(", ")
        return ir.LenCheck(x, int(self.line.s.match(_WORD)))

    def _phi(self) -> ir.Instruction:
        s = self.line.s
        labels: list[str] = []
        operands: list[ir.Value] = []
        while not s.take("]"):
            if labels:
                s.expect(", ")
            labels.append(s.match(_WORD) or "")
            s.expect(": ")
            operands.append(self.line.value())
        phi = ir.Phi(self.typ, operands, s.rest[2:])
        s.at = len(s.text)
        self.edges[phi] = labels
        return phi

    def _conversion(self, cls: Any) -> ir.Instruction:
        s = self.line.s
        s.type()
        s.expect(" <- ")
        s.type()
        s.expect(" (")
        x = self.line.value()
        s.expect(")")
        instr: ir.Instruction = cls(x, self.typ)
        return instr

    def _type_assert(self, comma_ok: bool) -> ir.Instruction:
        s = self.line.s
        x = self.line.value()
        s.expect(".(")
        asserted = s.type()
        s.expect(")")
        return ir.TypeAssert(x, asserted, comma_ok, self.typ)

    def _closure(self) -> ir.Instruction:
        local = self.line.s.take("local ")
        fn = self.line.value()
        self.line.s.expect(" [")
        made = ir.MakeClosure(fn, self.line.values("]"), self.typ)
        made.heap = not local
        return made

    def _make(self, cls: Any) -> ir.Instruction:
        self.line.s.type()
        self.line.s.take(" ")
        operands = self.line.values("")
        if cls is ir.MakeMap:
            return ir.MakeMap(operands[0] if operands else None, self.typ)
        instr: ir.Instruction = cls(*operands, self.typ)
        return instr

    def _lookup(self, comma_ok: bool) -> ir.Instruction:
        x = self.line.value()
        self.line.s.expect("[")
        key = self.line.value()
        self.line.s.expect("]")
        return ir.Lookup(x, key, comma_ok, self.typ)

    def _send(self) -> ir.Instruction:
        chan = self.line.value()
        self.line.s.expect(" <- ")
        return ir.Send(chan, self.line.value())

    def _select(self) -> ir.Instruction:
        s = self.line.s
        blocking = s.take("blocking [")
        if not blocking:
            s.expect("nonblocking [")
        states: list[ir.SelectState] = []
        operands: list[ir.Value] = []
        while not s.take("]"):
            if states:
                s.expect(", ")
            receive = s.take("<-")
            operands.append(self.line.value())
            chan = len(operands) - 1
            if not receive:
                s.expect(" <- ")
                operands.append(self.line.value())
            states.append(ir.SelectState(not receive, chan, -1 if receive else chan + 1))
        return ir.Select(states, operands, blocking, self.typ)

    def _invoke(self) -> ir.Instruction:
        x = self.line.value()
        self.line.s.expect(".")
        method = self.line.s.match(_WORD)
        self.line.s.expect("(")
        return ir.Invoke(x, method, self.line.values(")"), self.typ)

    def _builtin(self) -> ir.Instruction:
        name = self.line.s.match(_WORD)
        self.line.s.expect("(")
        return ir.BuiltinCall(name, self.line.values(")"), self.typ)

    def _call(self) -> ir.Instruction:
        callee = self.line.value()
        self.line.s.expect("(")
        return ir.Call(callee, self.line.values(")"), self.typ)

    def _defer(self) -> ir.Instruction:
        fn = self.line.value()
        return ir.Defer(fn, self.line.value() if self.line.s.take(" frame ") else None)

    def _extract(self) -> ir.Instruction:
        x = self.line.value()
        self.line.s.expect(" #")
        return ir.Extract(x, int(self.line.s.match(_WORD)), self.typ)

    def _jump(self) -> ir.Instruction:
        jump = ir.Jump()
        self.targets[jump] = [self.line.s.match(_WORD)]
        return jump

    def _if(self) -> ir.Instruction:
        s = self.line.s
        cond = self.line.value()
        s.expect(" goto ")
        labels = [s.match(_WORD)]
        s.expect(" else ")
        labels.append(s.match(_WORD))
        branch = ir.If(cond)
        self.targets[branch] = labels
        return branch

    def _return(self) -> ir.Instruction:
        self.line.s.take(" ")
        return ir.Return(self.line.values(""))


_KEYWORDS: Final[dict[str, Callable[[_Body], ir.Instruction]]] = {
    "local ": lambda b: b._alloc(False),
    "new ": lambda b: b._alloc(True),
    "*": _Body._star,
    "&": _Body._address,
    "slice ": _Body._slice,
    "nilcheck ": lambda b: ir.NilCheck(b.line.value()),
    "boundscheck ": _Body._bounds,
    "divcheck ": lambda b: ir.DivCheck(b.line.value()),
    "shiftcheck ": lambda b: ir.ShiftCheck(b.line.value()),
    "lencheck ": _Body._length,
    "len ": lambda b: ir.Len(b.line.value(), b.typ),
    "cap ": lambda b: ir.Cap(b.line.value(), b.typ),
    "phi [": _Body._phi,
    "changetype ": lambda b: b._conversion(ir.ChangeType),
    "convert ": lambda b: b._conversion(ir.Convert),
    "make ": lambda b: b._conversion(ir.MakeInterface),
    "changeinterface ": lambda b: b._conversion(ir.ChangeInterface),
    "typeassert ": lambda b: b._type_assert(False),
    "typeassert,ok ": lambda b: b._type_assert(True),
    "closure ": _Body._closure,
    "makeslice ": lambda b: b._make(ir.MakeSlice),
    "makemap ": lambda b: b._make(ir.MakeMap),
    "makechan ": lambda b: b._make(ir.MakeChan),
    "lookup ": lambda b: b._lookup(False),
    "lookup,ok ": lambda b: b._lookup(True),
    "range ": lambda b: ir.Range(b.line.value(), types.Typ[types.UNSAFE_POINTER]),
    "next string ": lambda b: ir.Next(b.line.value(), True, b.typ),
    "next ": lambda b: ir.Next(b.line.value(), False, b.typ),
    "send ": _Body._send,
    "recv ": lambda b: ir.Recv(b.line.value(), False, b.typ),
    "recv,ok ": lambda b: ir.Recv(b.line.value(), True, b.typ),
    "select ": _Body._select,
    "invoke ": _Body._invoke,
    "builtin ": _Body._builtin,
    "call ": _Body._call,
    "go ": lambda b: ir.Go(b.line.value()),
    "defer ": _Body._defer,
    "rundefers": lambda b: ir.RunDefers(),
    "extract ": _Body._extract,
    "jump ": _Body._jump,
    "if ": _Body._if,
    "return": _Body._return,
    "panic ": lambda b: ir.Panic(b.line.value()),
    "unreachable": lambda b: ir.Unreachable(),
}
