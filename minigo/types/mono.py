"""Programs that would need infinitely many instances, as ``func f[T any]() { f[*T]() }`` does.

Vertices are type parameters and types declared in generic functions; an edge from a to b says that a is instantiated (or, for a local type,
parameterized) with b, with weight 1 if with a type made of b. A cycle of positive weight is an error.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.types.components import COMPONENTS
from minigo.types.objects import TypeName
from minigo.types.state import CheckerState
from minigo.types.types import (
    Interface,
    Named,
    TypeParam,
    unalias,
)


class Vertex:
    """``weight`` of the heaviest known path to the vertex, its last edge and its length."""

    __slots__ = ("length", "obj", "previous", "weight")

    def __init__(self, obj: TypeName) -> None:
        self.obj = obj
        self.weight = 0
        self.previous: Edge | None = None
        self.length = 0


class Edge:
    """``target`` is instantiated with ``type``, which mentions ``source``."""

    __slots__ = ("pos", "source", "target", "type", "weight")

    def __init__(self, target: Vertex, source: Vertex, weight: int, pos: int, type: Any) -> None:
        self.target = target
        self.source = source
        self.weight = weight
        self.pos = pos
        self.type = type


class MonoGraph:
    """The graph of one package."""

    __slots__ = ("canonical", "edges", "vertices")

    def __init__(self) -> None:
        self.edges: list[Edge] = []
        self.vertices: dict[TypeName, Vertex | None] = {}
        self.canonical: dict[TypeParam, TypeParam] = {}


class MonoMixin(CheckerState):
    """Detection of instantiation cycles as part of the checker."""

    mono: MonoGraph | None = None

    def _graph(self) -> MonoGraph:
        if self.mono is None:
            self.mono = MonoGraph()
        return self.mono

    def record_mono_canonical(self, method_param: TypeParam, type_param: TypeParam) -> None:
        """A method receiver's type parameter is one with the type's."""
        self._graph().canonical[method_param] = type_param

    def record_mono_instance(self, pos: int, tparams: list[TypeParam], targs: list[Any], exprs: list[Any]) -> None:
        """Type parameters are instantiated; ``exprs`` are the type arguments in the source, as far as there are any."""
        for i, p in enumerate(tparams):
            if p.obj.pkg is self.pkg:
                self._assign(self.position_of(exprs[i]) if i < len(exprs) else pos, p, targs[i])

    def _assign(self, pos: int, p: TypeParam, targ: Any) -> None:
        stack = [targ]
        while stack:
            t: Any = unalias(stack.pop())
            cls = t.__class__
            if cls is TypeParam:
                self._flow(p, self._param_vertex(t), t, pos, targ)
            elif cls is Named:
                source = self._local_vertex(t.origin)
                if source is not None:
                    self._flow(p, source, t, pos, targ)
                stack += reversed(t.type_args)
            else:
                components = _COMPONENTS.get(cls)
                if components is not None:
                    stack += reversed(components(t))

    def _flow(self, p: TypeParam, source: Vertex, t: Any, pos: int, targ: Any) -> None:
        weight = 0 if t is unalias(targ) else 1
        self._graph().edges.append(Edge(self._param_vertex(p), source, weight, pos, targ))

    def _param_vertex(self, p: TypeParam) -> Vertex:
        graph = self._graph()
        obj = graph.canonical.get(p, p).obj
        v = graph.vertices.get(obj)
        if v is None:
            v = graph.vertices[obj] = Vertex(obj)
        return v

    def _local_vertex(self, named: Named) -> Vertex | None:
        """The vertex of a type declared in a generic function; None of other types."""
        obj = named.obj
        root = self.pkg.scope
        if obj.pkg is not self.pkg or obj.parent is root or obj.parent is None:
            return None
        graph = self._graph()
        if obj in graph.vertices:
            return graph.vertices[obj]
        vertex: Vertex | None = None
        scope: Any = obj.parent
        while scope is not None and scope is not root:
            for elem in scope.elems.values():
                if isinstance(elem, TypeName) and isinstance(elem.type, TypeParam) and elem.pos < obj.pos:
                    if vertex is None:
                        vertex = Vertex(obj)
                    source = self._param_vertex(elem.type)
                    graph.edges.append(Edge(vertex, source, 1, obj.pos, elem.type))
            scope = scope.parent
        graph.vertices[obj] = vertex
        return vertex

    def monomorph(self) -> None:
        """Report a cycle of positive weight; found as a path that has as many edges as there are vertices."""
        graph = self.mono
        if graph is None:
            return
        limit = sum(v is not None for v in graph.vertices.values())
        again = True
        while again:
            again = False
            for edge in graph.edges:
                weight = edge.source.weight + edge.weight
                if weight <= edge.target.weight:
                    continue
                edge.target.previous = edge
                edge.target.length = edge.source.length + 1
                if edge.target.length == limit:
                    self._report_instance_loop(edge.target)
                    return
                edge.target.weight = weight
                again = True

    def _report_instance_loop(self, v: Vertex) -> None:
        stack: list[Vertex] = []
        while v not in stack:
            stack.append(v)
            assert v.previous is not None
            v = v.previous.source
        lines = ["instantiation cycle:"]
        for on_cycle in stack[stack.index(v) :]:
            edge = on_cycle.previous
            assert edge is not None
            obj = edge.target.obj
            how = "instantiated as" if isinstance(obj.type, TypeParam) else "implicitly parameterized by"
            lines.append(f"{self.fset.position(edge.pos)}: {obj.name} {how} {self.tstr(edge.type)}")
        self.error(v.obj, "\n\t".join(lines), "InvalidInstanceCycle")


def _interface(t: Interface) -> list[Any]:
    return [m.type for m in t.all_methods()]


_COMPONENTS: Final = COMPONENTS | {Interface: _interface}
