"""Calls and instantiations of functions (specification, "Calls", "Instantiations", "Passing arguments to ... parameters").

``call_expr`` tells conversions, calls of builtins and of functions apart. A generic function is called in these steps: the arguments are checked,
missing type arguments inferred from them (arguments that are generic functions themselves take part), the signature instantiated, the arguments assigned.
"""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types.expr import NOT_A_VALUE, Target, new_target, value_operand
from minigo.types.index import index_list
from minigo.types.infer import is_parameterized, rename_type_params
from minigo.types.info import BUILTIN_MODE, CONSTANT, INVALID_MODE, NO_VALUE, TYPE_EXPR, VALUE
from minigo.types.objects import Var
from minigo.types.operand import CONVERSION, EXPRESSION, STATEMENT, Operand, gc_pos, unparen
from minigo.types.predicates import identical, is_type_param
from minigo.types.state import CheckerState
from minigo.types.subst import Substitution, instantiate
from minigo.types.summary import types_summary
from minigo.types.types import Interface, Signature, Tuple
from minigo.types.typeset import typeset
from minigo.types.universe import BUILTINS


class CallMixin(CheckerState):
    """Checks of calls."""

    # ------------------------------------------------------------ instantiation

    def func_inst(self, target: Target | None, pos: int, x: Operand, inst: Any, infer: bool) -> list[Any] | None:
        """Instantiate the generic function x with the type arguments of the index expression ``inst`` (None: there is none).

        Missing ones are inferred from the target, or, if not ``infer``, the list of those given is returned. Otherwise returns None.
        """
        at = gc_pos(inst) if inst is not None else pos
        if inst is not None:
            x.expr = inst
        version_ok = self.verify_version(at, 18, "function instantiation")
        exprs = index_list(inst) if inst is not None else []
        targs = self.type_list(exprs) if inst is not None else []
        if targs is None:
            x.mode = INVALID_MODE
            return None
        sig = x.type
        got, want = len(targs), len(sig.type_params)
        if got > want:
            self.error(exprs[-1], f"got {got} type arguments but want {want}", "WrongTypeArgCount")
            x.mode = INVALID_MODE
            return None
        if got < want:
            if not infer:
                return list(targs)
            if version_ok and target is not None and not self.allow_version(21):
                how = "partially" if inst is not None else "implicitly"
                self.verify_version(at, 21, f"{how} instantiated function in assignment")
            targs = self._infer_from_target(target, pos, x, sig, targs)
            if targs is None:
                x.mode = INVALID_MODE
                return None
        x.type = self.instantiate_signature(gc_pos(x.expr), x.expr, sig, targs, exprs)
        x.mode = VALUE
        return None

    def _infer_from_target(self, target: Target | None, pos: int, x: Operand, sig: Signature, targs: Any) -> Any:
        """The type arguments of a function that is assigned to a variable: as if the variable were passed as an argument to it."""
        params: list[Var] = []
        args: list[Operand] = []
        if target is not None:
            plain = Signature(None, sig.params, sig.results, sig.variadic)
            params = [Var(x.pos(), self.pkg, "", plain)]
            args = [value_operand(ast.Ident(gc_pos(x.expr), str(target.desc)), target.sig)]
        tparams, renamed = rename_type_params(sig.type_params, Tuple(params))
        return self.infer(pos, tparams, targs, renamed, args, bool(args))

    def instantiate_signature(self, pos: int, e: Any, sig: Signature, targs: list[Any], exprs: list[Any]) -> Signature:
        """The instance of a generic function; ``exprs`` are the type arguments as far as they are written down. Constraints are verified later."""
        inst: Signature = instantiate(sig, targs)
        if self.trace is not None:
            args = ", ".join(f"{p.obj.name} = {self.tstr(t)}" for p, t in zip(sig.type_params, targs, strict=True))
            self.tell(pos, f"instantiate {expr_string(e)} with {args}: {self.tstr(inst)}")
        self.record_instance(e, targs, inst)
        self.later(lambda: self._verify_instance(pos, sig, targs, exprs))
        return inst

    def _verify_instance(self, pos: int, sig: Signature, targs: list[Any], exprs: list[Any]) -> None:
        failure = self.verify(pos, sig.type_params, targs)
        if failure is not None:
            i, cause = failure
            self.error(exprs[i] if i < len(exprs) else pos, cause, "InvalidTypeArg")
        else:
            self.record_mono_instance(pos, sig.type_params, targs, exprs)

    # ------------------------------------------------------------ calls

    def call_expr(self, x: Operand, call: ast.CallExpr) -> int:
        """``f(…)``, ``T(…)`` or ``builtin(…)``; returns what it is (CONVERSION, EXPRESSION, STATEMENT)."""
        fun = call.fun
        inst: Any = None
        if fun.__class__ is ast.IndexExpr or fun.__class__ is ast.IndexListExpr:
            if self.index_expr(x, fun):
                inst = fun
            x.expr = fun
            self.record(x)
        else:
            self.expr_or_type(x, fun, True)
        mode = x.mode
        if mode == TYPE_EXPR:
            self._convert(x, call)
            x.expr = call
            return CONVERSION
        if mode == BUILTIN_MODE:
            return self._call_builtin(x, call)
        if mode:
            self._call_function(x, call, inst)
        else:
            self.use(*call.args)
        x.expr = call
        return STATEMENT

    def _call_builtin(self, x: Operand, call: ast.CallExpr) -> int:
        name = x.id
        if not self.builtin(x, call, name):
            x.mode = INVALID_MODE
        x.expr = call
        if x.mode and x.mode != CONSTANT:
            self.env.has_call_or_recv = True
        return STATEMENT if BUILTINS[name][2] == "statement" else EXPRESSION

    def _convert(self, x: Operand, call: ast.CallExpr) -> None:
        """``T(x)``"""
        self.non_generic(None, x)
        if not x.mode:
            return
        t = x.type
        x.mode = INVALID_MODE
        if not self.complete(t):
            return
        args = call.args
        if len(args) != 1:
            self.use(*args)
            if args:
                self.error(args[-1], f"too many arguments in conversion to {self.tstr(t)}", "WrongArgCount")
            else:
                self.error(call, f"missing argument in conversion to {self.tstr(t)}", "WrongArgCount")
            return
        self.expr(new_target(t, "conversion"), x, args[0])
        if not x.mode:
            return
        u = t.underlying()
        if isinstance(u, Interface) and not is_type_param(t) and not u.is_method_set():
            why = "(contains specific type constraints or is comparable)"
            what = f"cannot use interface {self.tstr(t)} in conversion {why}"
            self.error(call, what, "MisplacedConstraintIface")  # as in gc, x stays what it is
        elif call.ellipsis:
            what = f"invalid use of ... in conversion to {self.tstr(t)}"
            self.error(args[0], what, "BadDotDotDotSyntax")
        else:
            self.conversion(x, t)

    def _call_function(self, x: Operand, call: ast.CallExpr, inst: Any) -> None:
        """Call the function value x, whose type arguments ``inst`` gives (None: there are none)."""
        sig = x.type
        if sig.__class__ is not Signature:
            sig = self._callee_signature(x)
            if sig is None:
                x.mode = INVALID_MODE  # as in gc, the arguments are not looked at
                return
        generic = bool(sig.type_params)
        exprs: list[Any] = []
        targs: list[Any] = []
        if inst is not None:
            exprs = index_list(inst)
            given = self._given_type_args(inst, exprs, sig)
            if given is None:
                self.use(*call.args)
                x.mode = INVALID_MODE
                return
            targs = given
            if len(targs) == len(sig.type_params):
                sig = self.instantiate_signature(gc_pos(inst), inst, sig, targs, exprs)
                targs, exprs = [], []
        args, partial = self.generic_expr_list(call.args)
        sig = self.arguments(call, sig, targs, exprs, args, partial)
        if generic and not sig.type_params:
            self.record_type_and_value(call.fun, VALUE, sig, None)
        self._result(x, sig)

    def _given_type_args(self, inst: Any, exprs: list[Any], sig: Signature) -> list[Any] | None:
        targs: list[Any] | None = self.type_list(exprs)
        if targs is None:
            return None
        want = len(sig.type_params)
        if len(targs) > want:
            self.error(exprs[want], f"got {len(targs)} type arguments but want {want}", "WrongTypeArgCount")
            return None
        if len(targs) == want:
            self.verify_version(inst, 18, "function instantiation")
        return targs

    def _callee_signature(self, x: Operand) -> Any:
        """The function type that all types of x's type set share; None after an error report."""
        u = x.type.underlying()
        if u.__class__ is Signature:
            return u
        found: list[Any] = []
        cause: list[str] = []
        if typeset(x.type, lambda t, u: self._same_function(t, u, found, cause)):
            return found[1]
        self.error(x, f"invalid operation: cannot call {self.ostr(x)}: {cause[0]}", "InvalidCall")
        return None

    def _same_function(self, t: Any, u: Any, found: list[Any], cause: list[str]) -> bool:
        if u is None:
            cause.append("no specific type")
        elif not isinstance(u, Signature):
            cause.append(f"{self.tstr(t)} is not a function")
        elif not found:
            found += [t, u]
        elif not identical(found[1], u):
            cause.append(f"{self.tstr(found[0])} and {self.tstr(t)} have different underlying types")
        return not cause

    def _result(self, x: Operand, sig: Signature) -> None:
        """x becomes the call's result."""
        results = sig.results.vars
        self.env.has_call_or_recv = True
        x.mode = VALUE
        if len(results) == 1:
            x.type = results[0].type
            if self.obj_path and not self.complete(x.type):
                x.mode = INVALID_MODE
                return
        else:
            x.type = sig.results
            if not results:
                x.mode = NO_VALUE
                return
        if sig.type_params and is_parameterized(sig.type_params, x.type):
            x.mode = INVALID_MODE  # inference failed: the type would only confuse

    # ------------------------------------------------------------ arguments

    def generic_expr_list(self, exprs: list[Any]) -> tuple[list[Operand], dict[int, list[Any]]]:
        """Arguments, which may be generic functions; and the type arguments of those that are partially instantiated."""
        operands: list[Operand] = []
        partial: dict[int, list[Any]] = {}
        for i, e in enumerate(exprs):
            x = Operand()
            operands.append(x)
            cls = e.__class__
            if cls is ast.IndexExpr or cls is ast.IndexListExpr:
                targs = self._generic_index(x, e)
                if targs is not None:
                    partial[i] = targs
            elif len(exprs) > 1:
                self.generic_expr(x, e)
            else:
                self.raw_expr(None, x, e, None, True)
                if x.mode < CONSTANT:
                    self.exclude(x, NOT_A_VALUE)
                if x.mode and x.type.__class__ is Tuple:
                    operands = [value_operand(e, v.type) for v in x.type.vars]
        return operands, partial

    def _generic_index(self, x: Operand, e: Any) -> list[Any] | None:
        """An argument ``f[T]`` or ``a[i]``. Returns the type arguments if more have to be inferred."""
        if not self.index_expr(x, e):
            x.expr = e
            self.record(x)
            self.exclude(x, NOT_A_VALUE)
            return None
        targs = self.func_inst(None, gc_pos(x.expr), x, e, not self.allow_version(21))
        x.expr = e
        if targs is None:
            self.record(x)
        return targs

    def arguments(
        self,
        call: ast.CallExpr,
        sig: Signature,
        targs: list[Any],
        exprs: list[Any],
        args: list[Operand],
        partial: dict[int, list[Any]],
    ) -> Signature:
        """Check the arguments of a call; returns the signature, instantiated if it was generic (and unless there were errors)."""
        params = self._adjusted_params(call, sig, args)
        if params is None:
            return sig
        result = sig
        generic = [i for i, a in enumerate(args) if a.type.__class__ is Signature and a.type.type_params]
        if sig.type_params or generic:
            inferred = self._instantiate_call(call, sig, targs, exprs, args, partial, params, generic)
            if inferred is None:
                return sig
            result, params = inferred
        if args:
            context = Context(call.fun)
            for a, v in zip(args, params, strict=True):
                t = v.type
                if a.type is not t or a.mode <= TYPE_EXPR or t.__class__ is Signature:
                    self.assignment(a, t, context)
        return result

    def _adjusted_params(self, call: ast.CallExpr, sig: Signature, args: list[Operand]) -> list[Var] | None:
        """One parameter for each argument, or None after an error report."""
        params = sig.params.vars
        count = want = len(params)
        given = len(args)
        if sig.variadic:
            if call.ellipsis:
                if len(call.args) == 1 and given > 1:
                    what = f"cannot use ... with {given}-valued {expr_string(call.args[0])}"
                    self.error(call, what, "InvalidDotDotDot")
                    return None
            elif given >= count - 1:
                last = params[-1]
                elem = last.type.elem
                rest = [Var(last.pos, last.pkg, last.name, elem) for _ in range(given - count + 1)]
                params = params[:-1] + rest
                want = given
            else:
                want = count - 1
        elif call.ellipsis:
            what = f"cannot use ... in call to non-variadic {expr_string(call.fun)}"
            self.error(call, what, "NonVariadicDotDotDot")
            return None
        if given == want:
            return params
        self._wrong_argument_count(call, sig, args, want)
        return None

    def _wrong_argument_count(self, call: ast.CallExpr, sig: Signature, args: list[Operand], want: int) -> None:
        given = len(args)
        at: Any = call
        if given > want:
            at = args[want].expr
        elif given:
            at = args[-1].expr
        qualifier = "too many" if given > want else "not enough"
        have = types_summary([self._argument_type(a) for a in args], self.tstr, False, bool(call.ellipsis))
        wanted = types_summary([v.type for v in sig.params.vars], self.tstr, sig.variadic, False)
        msg = f"{qualifier} arguments in call to {expr_string(call.fun)}\n\thave {have}\n\twant {wanted}"
        self.error(at, msg, "WrongArgCount")

    def _argument_type(self, a: Operand) -> Any:
        """An argument's type for the message about a wrong number of them; gc shows the function where a call has no value."""
        if a.type.__class__ is Tuple and a.expr.__class__ is ast.CallExpr:
            return self.info.type_of(a.expr.fun)
        return a.type

    def _instantiate_call(
        self,
        call: ast.CallExpr,
        sig: Signature,
        targs: list[Any],
        exprs: list[Any],
        args: list[Operand],
        partial: dict[int, list[Any]],
        params: list[Var],
        generic: list[int],
    ) -> tuple[Signature, list[Var]] | None:
        """Infer the missing type arguments of the called function and of arguments that are generic functions (their indices: ``generic``).

        Returns the instantiated signature and its parameters, one for each argument; None after an error report.
        """
        n = len(sig.type_params)
        if n:
            at = call.fun if isinstance(call.fun, (ast.IndexExpr, ast.IndexListExpr)) else call
            what = "function instantiation" if at is call.fun else "implicit function instantiation"
            self.verify_version(at, 18, what)
        tparams, renamed = rename_type_params(sig.type_params, Tuple(params))
        targs = [*targs, *[None] * (n - len(targs))]
        tparams = list(tparams)
        if generic:
            self.verify_version(args[generic[0]], 21, "implicitly instantiated function as argument")
        counts = []
        for i in generic:
            a = args[i]
            fresh, t = rename_type_params(a.type.type_params, plain_signature(a.type))
            a.type = Signature(t.recv, t.params, t.results, t.variadic, fresh)
            counts.append(len(fresh))
            tparams += fresh
            targs += partial.get(i, [])
            targs += [None] * (len(tparams) - len(targs))
        inferred: list[Any] | None = self.infer(call.lparen, tparams, targs, renamed, args, False, call)
        if inferred is None:
            return None
        result = sig
        if n:
            result = self.instantiate_signature(call.lparen, call.fun, sig, inferred[:n], exprs)
            params = Substitution(tparams[:n], inferred[:n]).type(renamed).vars
        at_param = n
        for i, count in zip(generic, counts, strict=True):
            a = args[i]
            own = inferred[at_param : at_param + count]
            a.type = self.instantiate_signature(call.lparen, a.expr, a.type, own, [])
            self.record(a)
            at_param += count
        return result, params

    # ------------------------------------------------------------ expressions in code with errors

    def use(self, *exprs: Any) -> bool:
        """Check expressions whose values do not matter because of another error: their names count as used. False if one is wrong."""
        return self._use_all(exprs, False)

    def use_lhs(self, *exprs: Any) -> bool:
        """``use`` for the left side of an assignment, where variables do not count as used."""
        return self._use_all(exprs, True)

    def _use_all(self, exprs: Any, lhs: bool) -> bool:
        ok = True
        for e in exprs:
            ok = self._use(e, lhs) and ok
        return ok

    def _use(self, e: Any, lhs: bool) -> bool:
        if e is None:
            return True
        x = Operand()
        name = unparen(e)
        if name.__class__ is ast.KeyValueExpr:
            return self._use(name.value, lhs)
        if name.__class__ is not ast.Ident:
            self.raw_expr(None, x, e, None, True)
            return x.mode != INVALID_MODE
        if name.name == "_":
            return True
        v = self.lookup(name.name) if lhs else None
        used = isinstance(v, Var) and v.pkg is self.pkg and v.used
        self.expr_or_type(x, name, True)
        if isinstance(v, Var) and v.pkg is self.pkg:
            v.used = used
        return x.mode != INVALID_MODE


class Context:
    """What an argument is passed to, for messages: text only when one is needed."""

    __slots__ = ("fun",)

    def __init__(self, fun: Any) -> None:
        self.fun = fun

    def __str__(self) -> str:
        return f"argument to {expr_string(self.fun)}"


def plain_signature(sig: Signature) -> Signature:
    """The signature without its type parameters, so that substitution reaches their uses."""
    return Signature(sig.recv, sig.params, sig.results, sig.variadic)
