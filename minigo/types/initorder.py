"""The order in which package variables are initialised (specification, "Package initialization").

In: for each package-level object the objects that its declaration uses. Out: ``info.init_order``. Functions are taken out of the graph, what
they use becomes a dependency of their users. Then the object with the fewest dependencies left comes next, in source order among equals; if it
still has any there is a cycle.
"""

from __future__ import annotations

import heapq
from typing import Any

from minigo.types.info import Initializer
from minigo.types.objects import Const, Func, TypeName, Var
from minigo.types.state import CheckerState


class Node:
    """An object with its users and what it depends on. Dicts keep the insertion order."""

    __slots__ = ("count", "done", "obj", "predecessors", "successors")

    def __init__(self, obj: Any) -> None:
        self.obj = obj
        self.predecessors: dict[Node, None] = {}
        self.successors: dict[Node, None] = {}
        self.count = 0
        self.done = False

    def priority(self) -> tuple[bool, int, int]:
        return not isinstance(self.obj, Const), self.count, self.obj.order


class InitOrderMixin(CheckerState):
    """Initialisation order as part of the checker."""

    def init_order(self) -> None:
        queue = [(n.priority(), i, n) for i, n in enumerate(self._dependency_graph())]
        heapq.heapify(queue)
        number = len(queue)
        emitted: set[Any] = set()
        while queue:
            _, _, n = heapq.heappop(queue)
            if n.done:
                continue  # an entry with an old count
            n.done = True
            if n.count > 0:
                cycle = self._find_path(n.obj)
                if cycle:
                    self._report_init_cycle(cycle)
            for p in n.predecessors:
                p.count -= 1
                if not p.done:
                    number += 1
                    heapq.heappush(queue, (p.priority(), number, p))
            d = self.objects[n.obj]
            if isinstance(n.obj, Var) and d.init is not None and d not in emitted:
                emitted.add(d)
                self.info.init_order.append(Initializer(d.lhs or [n.obj], d.init))

    def _dependency_graph(self) -> list[Node]:
        """The nodes of constants and variables."""
        nodes = {obj: Node(obj) for obj in self.objects if not isinstance(obj, TypeName)}
        for obj, n in nodes.items():
            for dep in self.objects[obj].deps:
                d = nodes.get(dep)
                if d is not None:
                    n.successors[d] = None
                    d.predecessors[n] = None
        functions = [n for n in nodes.values() if isinstance(n.obj, Func)]
        functions.sort(key=lambda n: len(n.predecessors) * len(n.successors))
        for f in functions:
            remove_function(f)
        rest = [n for n in nodes.values() if not isinstance(n.obj, Func)]
        for n in rest:
            n.count = len(n.successors)
        return rest

    def _find_path(self, start: Any) -> list[Any]:
        """The objects on a way from ``start`` back to it, in reverse (``start`` first); empty if there is none."""
        seen = {start}
        stack = [(start, iter(self._sorted_deps(start)))]
        path = [start]
        while stack:
            following = next(stack[-1][1], None)
            if following is None:
                stack.pop()
                path.pop()
            elif following is start:
                return [start, *reversed(path[1:])]
            elif following not in seen:
                seen.add(following)
                path.append(following)
                stack.append((following, iter(self._sorted_deps(following))))
        return []

    def _sorted_deps(self, obj: Any) -> list[Any]:
        return sorted(self.objects[obj].deps, key=lambda o: o.order)

    def _report_init_cycle(self, cycle: list[Any]) -> None:
        obj = cycle[0]
        if len(cycle) == 1:
            self.error(obj, f"initialization cycle: {obj.name} refers to itself", "InvalidInitCycle")
            return
        lines = [f"initialization cycle for {obj.name}"]
        for following in reversed(cycle):
            lines.append(f"{self.object_position(obj)}: {obj.name} refers to {following.name}")
            obj = following
        self.error(cycle[0], "\n\t".join(lines), "InvalidInitCycle")


def remove_function(f: Node) -> None:
    """Connect a function's users with what it uses."""
    for p in f.predecessors:
        if p is f:
            continue
        for s in f.successors:
            if s is not f:
                p.successors[s] = None
                s.predecessors[p] = None
        p.successors.pop(f, None)
    for s in f.successors:
        if s is not f:
            s.predecessors.pop(f, None)
