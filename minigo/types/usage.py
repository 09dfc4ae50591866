"""Variables that are declared in a function and not used (specification, "Variable declarations": an implementation restriction)."""

from __future__ import annotations

from minigo.types.objects import Var
from minigo.types.scope import Scope
from minigo.types.state import CheckerState


class UsageMixin(CheckerState):
    """The check at the end of a function body."""

    def usage(self, scope: Scope) -> None:
        """Report the unused variables of a scope and of those in it, in source order.

        Scopes of function literals are left out: the literal's own body was looked at when it ended.
        """
        unused = [
            v for v in scope.elems.values() if v.__class__ is Var and not v.used and not v.is_param and not v.is_result
        ]
        for v in sorted(unused, key=lambda v: v.pos):
            self.error(v, f"declared and not used: {v.name}", "UnusedVar")
        for child in scope.children:
            if not child.is_func:
                self.usage(child)
