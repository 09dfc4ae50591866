"""Labels and the jumps to them (specification, "Labeled statements", "Goto statements", "Break statements", "Continue statements").

In: the body of a function. Out: errors in gc's words about labels that are undefined, unused or defined twice, about goto statements that
jump over variable declarations or into blocks, and about break and continue statements whose label is not that of a statement around them.
Jumps without labels are checked with the statements (``stmt``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo import source
from minigo.syntax import ast
from minigo.syntax.printing import expr_list_string
from minigo.types.objects import Label
from minigo.types.state import CheckerState


class LabelsMixin(CheckerState):
    """Labels as part of the checker."""

    def labels(self, body: ast.BlockStmt) -> None:
        """Check all labels of a function body (those in function literals aside) and record what they define and use."""
        LabelScope(self).check(body)


class Block:
    """A block with the statement label that belongs to it, if any."""

    __slots__ = ("lstmt", "parent", "start")

    def __init__(self, parent: Block | None, start: int, lstmt: ast.LabeledStmt | None) -> None:
        self.parent = parent
        self.start = start
        self.lstmt = lstmt


class Declared:
    """A label: its statement, the block that holds it."""

    __slots__ = ("block", "lstmt", "obj")

    def __init__(self, block: Block, lstmt: ast.LabeledStmt, obj: Label) -> None:
        self.block = block
        self.lstmt = lstmt
        self.obj = obj


class LabelScope:
    """All labels of one function body."""

    __slots__ = ("checker", "labels")

    def __init__(self, checker: CheckerState) -> None:
        self.checker = checker
        self.labels: dict[str, Declared] = {}

    def error(self, at: int, msg: str) -> None:
        self.checker.error(at, msg, "MisplacedLabel")

    def position(self, pos: int) -> source.Position:
        return self.checker.fset.position(pos)

    def check(self, body: ast.BlockStmt) -> None:
        for jump in BlockWalk(self, Block(None, body.lbrace, None)).walk(body.list):
            assert jump.label is not None
            name = jump.label.name
            target = self.labels.get(name)
            if target is None:
                self.error(jump.label.name_pos, f"label {name} not defined")
            else:
                start = self.position(target.block.start)
                self.error(jump.label.name_pos, f"goto {name} jumps into block starting at {start}")
                self.use(jump.label, target)
        for target in self.labels.values():
            if not target.obj.used:
                self.error(target.obj.pos, f"label {target.obj.name} defined and not used")

    def declare(self, block: Block, s: ast.LabeledStmt) -> Declared:
        """The label that a statement defines; reports an error if there is one of that name."""
        name = s.label.name
        other = self.labels.get(name)
        if other is not None:
            self.error(s.label.name_pos, f"label {name} already defined at {self.position(other.obj.pos)}")
            return other
        obj = Label(s.label.name_pos, self.checker.pkg, name)
        declared = self.labels[name] = Declared(block, s, obj)
        self.checker.record_def(s.label, obj)
        return declared

    def use(self, label: ast.Ident, target: Declared) -> None:
        target.obj.used = True
        self.checker.record_use(label, target.obj)

    def enclosing(self, block: Block | None, target: Declared) -> bool:
        """Whether a label is that of a statement around the block."""
        while block is not None:
            if block.lstmt is target.lstmt:
                return True
            block = block.parent
        return False

    def visible(self, block: Block | None, target: Declared) -> bool:
        """Whether a goto in the block may go to the label: it is in the block or one around it."""
        while block is not None:
            if block is target.block:
                return True
            block = block.parent
        return False


class BlockWalk:
    """Goes through one block's statements; jumps whose label has not come yet go out to the block around it."""

    __slots__ = ("bad", "block", "forward", "lstmt", "scope", "var_name", "var_pos")

    def __init__(self, scope: LabelScope, block: Block) -> None:
        self.scope = scope
        self.block = block
        self.lstmt: ast.LabeledStmt | None = None  # the label of the statement at hand
        self.forward: list[ast.BranchStmt] = []
        self.bad: list[ast.BranchStmt] = []  # those that jump over the last variable declaration
        self.var_pos = 0
        self.var_name = ""

    def walk(self, stmts: list[Any]) -> list[ast.BranchStmt]:
        """Check the statements; returns the goto statements that are not resolved."""
        for s in stmts:
            self.lstmt = None
            step = _STEPS.get(s.__class__)
            if step is not None:
                step(self, s)
        return self.forward

    def inner(self, start: int, stmts: list[Any]) -> None:
        if stmts:
            self.forward += BlockWalk(self.scope, Block(self.block, start, self.lstmt)).walk(stmts)

    def variable(self, pos: int, name: str) -> None:
        """A variable is declared here: forward jumps must not end behind it in this block."""
        self.var_pos = pos
        self.var_name = name
        self.bad = list(self.forward)

    # ------------------------------------------------------------ statements

    def decl(self, s: ast.DeclStmt) -> None:
        specs: list[Any] = s.decl.specs
        if s.decl.tok == "var" and specs:
            self.variable(specs[0].pos(), specs[0].names[0].name)

    def assign(self, s: ast.AssignStmt) -> None:
        if s.tok == ":=":
            self.variable(s.tok_pos, expr_list_string(s.lhs))

    def labeled(self, s: ast.LabeledStmt) -> None:
        if s.label.name != "_":
            self.resolve(s, self.scope.declare(self.block, s))
            self.lstmt = s
        step = _STEPS.get(s.stmt.__class__)
        if step is not None:
            step(self, s.stmt)

    def resolve(self, s: ast.LabeledStmt, target: Declared) -> None:
        """The forward jumps to a label that has come."""
        waiting = self.forward
        self.forward = []
        for jump in waiting:
            label: Any = jump.label
            if label.name != s.label.name:
                self.forward.append(jump)
                continue
            self.scope.use(label, target)
            if jump in self.bad:
                where = self.scope.position(self.var_pos)
                what = f"goto {label.name} jumps over declaration of {self.var_name} at {where}"
                self.scope.error(label.name_pos, what)

    def branch(self, s: ast.BranchStmt) -> None:
        label = s.label
        if label is None:
            return
        target = self.scope.labels.get(label.name)
        if target is not None:
            self.scope.use(label, target)  # even if it cannot go there: one error is enough
        if s.tok == "goto":
            if target is None or not self.scope.visible(self.block, target):
                self.forward.append(s)
        elif target is None:
            self.scope.error(label.name_pos, f"{s.tok} label not defined: {label.name}")
        elif not self.scope.enclosing(self.block, target) or target.lstmt.stmt.__class__ not in _TARGETS[s.tok]:
            self.scope.error(label.name_pos, f"invalid {s.tok} label {label.name}")

    def if_(self, s: ast.IfStmt) -> None:
        self.inner(s.body.lbrace, s.body.list)
        if s.else_ is not None:
            self.inner(s.else_.pos(), [s.else_])

    def body(self, s: Any) -> None:
        self.inner(s.body.lbrace, s.body.list)

    def clauses(self, s: Any) -> None:
        for clause in s.body.list:
            self.inner(clause.case, clause.body)

    def nested(self, s: ast.BlockStmt) -> None:
        self.inner(s.lbrace, s.list)


_LOOPS: Final = frozenset({ast.ForStmt, ast.RangeStmt})
_TARGETS: Final[dict[str, frozenset[Any]]] = {
    "continue": _LOOPS,
    "break": _LOOPS | {ast.SwitchStmt, ast.TypeSwitchStmt, ast.SelectStmt},
}
_STEPS: Final[dict[type[ast.Node], Callable[[BlockWalk, Any], None]]] = {
    ast.DeclStmt: BlockWalk.decl,
    ast.AssignStmt: BlockWalk.assign,
    ast.LabeledStmt: BlockWalk.labeled,
    ast.BranchStmt: BlockWalk.branch,
    ast.BlockStmt: BlockWalk.nested,
    ast.IfStmt: BlockWalk.if_,
    ast.ForStmt: BlockWalk.body,
    ast.RangeStmt: BlockWalk.body,
    ast.SwitchStmt: BlockWalk.clauses,
    ast.TypeSwitchStmt: BlockWalk.clauses,
    ast.SelectStmt: BlockWalk.clauses,
}
