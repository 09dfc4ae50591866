"""Statements (specification, "Statements"): function bodies, blocks and the simple statements.

In: syntax trees. Out: the records of what they contain, and errors. Every class of statement has a method, found by a dict. ``ctxt`` says
which jumps are allowed where a statement stands. Function literals are checked at the end of the statement that contains them, before the
scope around it changes. Other files: ``switch_stmt``, ``select_stmt``, ``range_stmt``, ``assignments``, ``labels``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import returns
from minigo.types.info import BUILTIN_MODE, INVALID_MODE, TYPE_EXPR
from minigo.types.operand import CONVERSION, STATEMENT, Operand
from minigo.types.predicates import all_boolean, all_numeric
from minigo.types.state import CheckerState, DeclInfo, Environment
from minigo.types.types import Signature

# Bits of ctxt: jumps that are allowed, and where a fallthrough stands, for the wording of errors.
BREAK_OK: Final = 1
CONTINUE_OK: Final = 2
FALLTHROUGH_OK: Final = 4
FINAL_SWITCH_CASE: Final = 8
IN_TYPE_SWITCH: Final = 16
# What does not hold in a statement's inner blocks.
_OUTER_ONLY: Final = FALLTHROUGH_OK | FINAL_SWITCH_CASE


class StmtMixin(CheckerState):
    """Statements as part of the checker."""

    def func_body(self, decl: DeclInfo | None, name: str, sig: Signature, body: ast.BlockStmt, iota: Any) -> None:
        """Check the body of the function ``name`` (for traces), whose parameters are declared in ``sig.scope``."""
        if self.trace is not None:
            self.trace(f"{self.fset.position(body.lbrace)}: -- {name}: {self.tstr(sig)}")
        outer = self.env
        env = self.env = Environment(sig.scope, outer.version)
        env.decl, env.sig, env.iota = decl, sig, iota
        self.stmt_list(0, body.list)
        if env.has_label:
            self.labels(body)
        if sig.results.vars and not returns.is_terminating_list(body.list, env.is_panic):
            self.error(body.rbrace, "missing return", "MissingReturn")
        self.usage(sig.scope)
        self.env = outer

    # ------------------------------------------------------------ lists and blocks

    def stmt_list(self, ctxt: int, stmts: list[Any]) -> None:
        """Check statements in order; only the last one (empty ones aside) may be a fallthrough."""
        inner = ctxt & ~_OUTER_ONLY
        if inner == ctxt:
            for s in stmts:
                self.stmt(ctxt, s)
            return
        last = len(stmts)
        while last and stmts[last - 1].__class__ is ast.EmptyStmt:
            last -= 1
        for i, s in enumerate(stmts, 1):
            self.stmt(ctxt if i == last else inner, s)

    def stmt(self, ctxt: int, s: Any) -> None:
        """Check one statement."""
        top = len(self.delayed)
        method = _STMTS.get(s.__class__)
        if method is not None:
            method(self, ctxt, s)
        if len(self.delayed) > top:
            self.process_delayed(top)

    def simple_stmt(self, s: Any) -> None:
        if s is not None:
            self.stmt(0, s)

    def block_stmt(self, ctxt: int, s: ast.BlockStmt) -> None:
        self.open_scope(s, "block")
        self.stmt_list(ctxt & ~_OUTER_ONLY, s.list)
        self.close_scope()

    def labeled_stmt(self, ctxt: int, s: ast.LabeledStmt) -> None:
        self.env.has_label = True
        self.stmt(ctxt, s.stmt)

    def local_decl(self, ctxt: int, s: ast.DeclStmt) -> None:
        self.decl_stmt(s.decl)

    # ------------------------------------------------------------ expressions, calls, channels

    def expr_stmt(self, ctxt: int, s: ast.ExprStmt) -> None:
        """Only calls and receive operations stand alone."""
        x = Operand()
        kind = self.raw_expr(None, x, s.x, None, False)
        mode = x.mode
        if mode == BUILTIN_MODE:
            self.error(x, f"{self.ostr(x)} must be called", "UncalledBuiltin")
        elif mode == TYPE_EXPR:
            self.error(x, f"{self.ostr(x)} is not an expression", "NotAnExpr")
        elif kind != STATEMENT and mode != INVALID_MODE:
            self.error(x, f"{self.ostr(x)} is not used", "UnusedExpr")

    def send_stmt(self, ctxt: int, s: ast.SendStmt) -> None:
        ch, val = Operand(), Operand()
        self.expr(None, ch, s.chan)
        self.generic_expr(val, s.value)
        if ch.mode == INVALID_MODE or val.mode == INVALID_MODE:
            return
        elem = self.chan_elem(s, ch, False)
        if elem is not None:
            self.assignment(val, elem, "send")

    def go_stmt(self, ctxt: int, s: ast.GoStmt) -> None:
        self.suspended_call("go", s.call)

    def defer_stmt(self, ctxt: int, s: ast.DeferStmt) -> None:
        self.suspended_call("defer", s.call)

    def suspended_call(self, keyword: str, call: ast.CallExpr) -> None:
        """The call of a go or defer statement: its result is discarded, so only calls that may be statements will do."""
        if call.lparen == call.rparen:  # the parser had an expression that is no call
            self.error(
                call,
                f"expression in {keyword} must be function call",
                "InvalidGo" if keyword == "go" else "InvalidDefer",
            )
            self.use(call.fun)
            return
        x = Operand()
        kind = self.raw_expr(None, x, call, None, False)
        if kind == STATEMENT or x.mode == INVALID_MODE:
            return
        if kind == CONVERSION:
            self.error(
                x,
                f"{keyword} requires function call, not conversion {self.ostr(x)}",
                "InvalidGo" if keyword == "go" else "InvalidDefer",
            )
        else:
            self.error(x, f"{keyword} discards result of {self.ostr(x)}", "UnusedResults")

    # ------------------------------------------------------------ assignments

    def assign_stmt(self, ctxt: int, s: ast.AssignStmt) -> None:
        tok = s.tok
        if tok == ":=":
            self.short_var_decl(s.tok_pos, s.lhs, s.rhs)
        elif tok == "=":
            self.assign_vars(s.lhs, s.rhs)
        elif len(s.lhs) != 1 or len(s.rhs) != 1:
            self.error(s, f"assignment operation {tok} requires single-valued expressions", "MultiValAssignOp")
        else:
            x = Operand()
            self.binary(x, None, s.lhs[0], s.rhs[0], tok[:-1])
            self.assign_var(s.lhs[0], None, x, "assignment")

    def inc_dec_stmt(self, ctxt: int, s: ast.IncDecStmt) -> None:
        x = Operand()
        self.expr(None, x, s.x)
        if x.mode == INVALID_MODE:
            return
        if not all_numeric(x.type):
            what = f"{expr_string(s.x)}{s.tok} (non-numeric type {self.tstr(x.type)})"
            self.error(s.x, f"invalid operation: {what}", "NonNumericIncDec")
            return
        self.assign_var(s.x, None, x, "assignment")

    # ------------------------------------------------------------ jumps

    def return_stmt(self, ctxt: int, s: ast.ReturnStmt) -> None:
        results = self.env.sig.results.vars
        if s.results or not results or results[0].name == "":
            self.init_vars(results, s.results, s)
            return
        for obj in results:  # a return without values: the results must be what their names mean here
            other = self.lookup(obj.name)
            if other is not None and other is not obj:
                inner = (
                    f"\n\t{self.fset.position(other.pos)}: inner declaration of var {obj.name} {self.tstr(obj.type)}"
                )
                what = f"result parameter {obj.name} not in scope at return{inner}"
                self.error(s, what, "OutOfScopeResult")

    def branch_stmt(self, ctxt: int, s: ast.BranchStmt) -> None:
        """Jumps with labels are checked when the body is complete (``labels``)."""
        if s.label is not None:
            self.env.has_label = True
        elif s.tok == "break":
            if not ctxt & BREAK_OK:
                self.error(s, "break is not in a loop, switch, or select", "MisplacedBreak")
        elif s.tok == "continue":
            if not ctxt & CONTINUE_OK:
                self.error(s, "continue is not in a loop", "MisplacedContinue")
        elif not ctxt & FALLTHROUGH_OK:
            if ctxt & IN_TYPE_SWITCH:
                what = "cannot fallthrough in type switch"
            elif ctxt & FINAL_SWITCH_CASE:
                what = "cannot fallthrough final case in switch"
            else:
                what = "fallthrough statement out of place"
            self.error(s, what, "MisplacedFallthrough")

    # ------------------------------------------------------------ if, for

    def condition(self, cond: ast.Expr, where: str) -> None:
        x = Operand()
        self.expr(None, x, cond)
        if x.mode != INVALID_MODE and not all_boolean(x.type):
            self.error(cond, f"non-boolean condition in {where} statement", "InvalidCond")

    def if_stmt(self, ctxt: int, s: ast.IfStmt) -> None:
        """An else-if chain is a loop: it may be longer than Python's stack is deep."""
        inner = ctxt & ~_OUTER_ONLY
        opened = 0
        step: Any = s
        while step.__class__ is ast.IfStmt:
            self.open_scope(step, "if")
            opened += 1
            self.simple_stmt(step.init)
            self.condition(step.cond, "if")
            self.block_stmt(inner, step.body)
            step = step.else_
        if step is not None:
            self.stmt(inner, step)
        for _ in range(opened):
            self.close_scope()

    def for_stmt(self, ctxt: int, s: ast.ForStmt) -> None:
        """The init statement's variables are new in each iteration; that makes no difference to their scope."""
        self.open_scope(s, "for")
        self.simple_stmt(s.init)
        if s.cond is not None:
            self.condition(s.cond, "for")
        self.simple_stmt(s.post)
        self.block_stmt((ctxt | BREAK_OK | CONTINUE_OK) & ~(_OUTER_ONLY | IN_TYPE_SWITCH), s.body)
        self.close_scope()


_STMTS: Final[dict[type[ast.Node], Callable[[Any, int, Any], None]]] = {
    ast.AssignStmt: StmtMixin.assign_stmt,
    ast.BlockStmt: StmtMixin.block_stmt,
    ast.BranchStmt: StmtMixin.branch_stmt,
    ast.DeclStmt: StmtMixin.local_decl,
    ast.DeferStmt: StmtMixin.defer_stmt,
    ast.ExprStmt: StmtMixin.expr_stmt,
    ast.ForStmt: StmtMixin.for_stmt,
    ast.GoStmt: StmtMixin.go_stmt,
    ast.IfStmt: StmtMixin.if_stmt,
    ast.IncDecStmt: StmtMixin.inc_dec_stmt,
    ast.LabeledStmt: StmtMixin.labeled_stmt,
    ast.RangeStmt: lambda self, ctxt, s: self.range_stmt(ctxt, s),
    ast.ReturnStmt: StmtMixin.return_stmt,
    ast.SelectStmt: lambda self, ctxt, s: self.select_stmt(ctxt, s),
    ast.SendStmt: StmtMixin.send_stmt,
    ast.SwitchStmt: lambda self, ctxt, s: self.switch_stmt(ctxt, s),
    ast.TypeSwitchStmt: lambda self, ctxt, s: self.type_switch_stmt(ctxt, s),
}
