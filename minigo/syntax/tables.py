"""The parse table: made from `go.lark` by Lark, compacted, and kept on disk.

In: the grammar. Out: a `Table` that `parser` runs. Lark is imported only when no table for this grammar is in the
cache; a table loads in a few milliseconds.

What is done to Lark's LALR(1) table:

* Terminals are called by their spelling, as the scanner calls them. The three readings of `{` and the two of `[`
  keep names of their own; the entry for `{` itself holds the only possible reading, or `ASK`.
* Newlines. A newline means ";" or nothing, depending on the token before it. The state reached by shifting a token
  knows that token, so its entry for a newline is either its entry for ";" or `SKIP`: semicolons cost nothing.
* Unit rules that only hand a value on (`expr: unary`, `unary: primary`, …) disappear. Where state p goes to state q
  on X, and q would reduce by `A: X` for some lookahead, the table has a merged state instead, whose entry for that
  lookahead is what would happen in the end. A name that is an argument is shifted and next reduced to a list, with
  nothing in between. (Pager's and others' "unit production elimination".)

What must hold: row[token] is a state to shift to if >= 0 and < SPECIAL; a rule to reduce by (its index from the end
of `rules`) if negative; or one of the special codes.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from functools import lru_cache
from typing import Any, Final

from minigo.syntax.lexer import END, NEWLINE
from minigo.syntax.token import ENDS_STATEMENT

SPECIAL: Final = 1 << 20
SKIP: Final = SPECIAL  # a newline that means nothing here
ASK: Final = SPECIAL + 1  # a `{` or `[` with several readings: the parser has to look
ACCEPT: Final = SPECIAL + 2

FORMAT: Final = b"minigo LALR table 3\n"  # change it whenever this module changes what it writes

# The readings of a bracket, in the grammar's terms and as keys of a row.
BRACE: Final = "{ "  # any `{` but those below
NAME_BRACE: Final = "NLBRACE"
BODY_BRACE: Final = "LBODY"
BRACKET: Final = "[ "
TYPE_BRACKET: Final = "TLBRACK"
READINGS: Final = {"{": (BRACE, NAME_BRACE, BODY_BRACE), "[": (BRACKET, TYPE_BRACKET)}

Row = dict[str, int]


class Table:
    """The finished table.

    rows[state][token] says what to do; gotos[state][nonterminal] is the state after a reduction; rules holds (left-hand
    side, number of symbols, name of the builder's method or None); access[state] is the symbol that leads into a state.
    """

    __slots__ = ("access", "gotos", "rows", "rules")

    def __init__(
        self,
        rows: list[Row],
        gotos: list[dict[str, int]],
        rules: list[tuple[str, int, str | None]],
        access: list[str],
    ) -> None:
        self.rows = rows
        self.gotos = gotos
        self.rules = rules
        self.access = access


def can_shift(table: Table, stack: list[int], kind: str) -> bool:
    """Whether kind would be shifted with these states on the stack, after whatever reductions."""
    states = stack[-16:]
    below = len(stack) - len(states)
    while True:
        action = table.rows[states[-1]].get(kind)
        if action is None or action >= 0:
            return action is not None
        name, size, _ = table.rules[action]
        while size >= len(states):
            below -= 1
            states.insert(0, stack[below])
        if size:
            del states[-size:]
        states.append(table.gotos[states[-1]][name])


def default_cache_directory() -> str:
    """`$MINIGO_CACHE`, else `minigo` in the user's cache directory."""
    chosen = os.environ.get("MINIGO_CACHE")
    if chosen:
        return chosen
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(caches, "minigo")


@lru_cache(maxsize=4)
def load_table(cache_directory: str | None = None) -> Table:
    """The table for the grammar, from the cache if it is there; otherwise made (half a second) and put there.

    A process loads it once; nobody changes it.
    """
    with open(os.path.join(os.path.dirname(__file__), "go.lark"), "rb") as f:
        grammar = f.read()
    key = hashlib.blake2b(FORMAT + grammar, digest_size=8).hexdigest()
    directory = default_cache_directory() if cache_directory is None else cache_directory
    path = os.path.join(directory, f"grammar-{key}-{marshal.version}.table")
    try:
        with open(path, "rb") as f:
            data = f.read()
        if data.startswith(FORMAT):
            return Table(*marshal.loads(memoryview(data)[len(FORMAT) :]))
    except (OSError, ValueError, EOFError, TypeError):
        pass  # not there, or damaged: make it anew
    table = make_table(grammar.decode())
    _store(path, FORMAT + marshal.dumps((table.rows, table.gotos, table.rules, table.access)))
    return table


def _store(path: str, data: bytes) -> None:
    """Writes atomically. A cache that cannot be written only costs time."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as f:
            f.write(data)
        os.replace(temporary, path)
    except OSError:
        return


def make_table(grammar: str) -> Table:
    """Runs Lark on the grammar and compacts what comes out."""
    rows, gotos, rules, access = _lark_table(grammar)
    rows, gotos, access = _UnitElimination(rows, gotos, rules, access).run()
    for row, symbol in zip(rows, access, strict=True):
        _resolve_newline(row, symbol)
        for bracket, readings in READINGS.items():
            present = [row[reading] for reading in readings if reading in row]
            if present:
                row[bracket] = present[0] if len(present) == 1 else ASK
    return Table(rows, gotos, rules, access)


def _resolve_newline(row: Row, symbol: str) -> None:
    is_terminal = symbol == "" or not symbol[0].islower() or symbol in _WORDS
    if is_terminal and symbol not in ENDS_STATEMENT:
        row[NEWLINE] = SKIP
    elif ";" in row:
        row[NEWLINE] = row[";"]


_WORDS: Final = frozenset(
    [
        "case", "chan", "const", "default", "defer", "else", "for", "func", "go", "goto", "if", "import", "interface",
        "map", "package", "range", "select", "struct", "switch", "type", "var",
    ]
)  # fmt: skip


def _lark_table(
    grammar: str,
) -> tuple[list[Row], list[dict[str, int]], list[tuple[str, int, str | None]], list[str]]:
    import lark  # 0.1 s to import: only when there is no table
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Lark wants a lexer; its parser is never run."""

        def __init__(self, conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            raise NotImplementedError

    parser: Any = lark.Lark(grammar, parser="lalr", lexer=NoLexer, start="file").parser
    names = {t.name: _terminal(t.pattern.value) for t in parser.lexer_conf.terminals if t.pattern is not None}
    lark_table = parser.parser._parse_table
    count = len(lark_table.states)
    rules: list[tuple[str, int, str | None]] = []
    numbers: dict[Any, int] = {}
    rows: list[Row] = [{} for _ in range(count)]
    gotos: list[dict[str, int]] = [{} for _ in range(count)]
    access = [""] * count
    # Lark numbers states in an order that depends on set iteration; number them from the start state instead.
    order = _renumber(lark_table)
    for old, new in order.items():
        for name, (action, target) in sorted(lark_table.states[old].items()):
            symbol = names.get(name, name)
            if action.name == "Reduce":
                if target not in numbers:
                    numbers[target] = len(rules)
                    rules.append((str(target.origin.name), len(target.expansion), target.alias))
                rows[new][symbol] = -1 - numbers[target]
                continue
            is_terminal = name in names or name.isupper() or name == END
            (rows if is_terminal else gotos)[new][symbol] = order[target]
            access[order[target]] = symbol
    rows[order[lark_table.end_states["file"]]][END] = ACCEPT
    rules.reverse()  # rules[-1 - n] is rule n
    return rows, gotos, rules, access


def _terminal(spelling: str) -> str:
    return {"{": BRACE, "[": BRACKET}.get(spelling, spelling)


def _renumber(lark_table: Any) -> dict[int, int]:
    start = lark_table.start_states["file"]
    order = {start: 0}
    queue = [start]
    for state in queue:
        for _, (action, target) in sorted(lark_table.states[state].items(), key=lambda item: str(item[0])):
            if action.name != "Reduce" and target not in order:
                order[target] = len(order)
                queue.append(target)
    return order


class _UnitElimination:
    """Replaces states that only pass a value up a chain of unit rules by states that are at the chain's end already."""

    def __init__(
        self,
        rows: list[Row],
        gotos: list[dict[str, int]],
        rules: list[tuple[str, int, str | None]],
        access: list[str],
    ) -> None:
        self._rows = rows
        self._gotos = gotos
        self._access = access
        self._units = {-1 - n: r[0] for n, r in enumerate(reversed(rules)) if r[1] == 1 and r[2] is None}
        self._new_rows: list[Row] = []
        self._new_gotos: list[dict[str, int]] = []
        self._new_access: list[str] = []
        self._known: dict[tuple[int, ...], int] = {}

    def run(self) -> tuple[list[Row], list[dict[str, int]], list[str]]:
        self._add((0,), self._rows[0], self._gotos[0])
        state = 0
        while state < len(self._new_rows):
            # Until here rows and gotos of this state point to states of the old table.
            row, gotos = self._new_rows[state], self._new_gotos[state]
            new_row = {t: a if a < 0 or a >= SPECIAL else self._merged(gotos, a) for t, a in row.items()}
            self._new_gotos[state] = {name: self._merged(gotos, target) for name, target in gotos.items()}
            self._new_rows[state] = new_row
            state += 1
        return self._new_rows, self._new_gotos, self._new_access

    def _add(self, key: tuple[int, ...], row: Row, gotos: dict[str, int]) -> int:
        self._known[key] = len(self._new_rows)
        self._new_rows.append(row)
        self._new_gotos.append(gotos)
        self._new_access.append(self._access[key[0]])
        return self._known[key]

    def _merged(self, below: dict[str, int], target: int) -> int:
        """The new state for the old state `target`, entered from a state whose gotos are `below`."""
        visited = {target: None}
        row: Row = {}
        for token, first in self._rows[target].items():
            action: int | None = first
            while action is not None and (name := self._units.get(action)) is not None:
                following = below[name]
                visited.setdefault(following)
                action = self._rows[following].get(token)
            if action is not None:  # else LALR's lookahead was too wide: an error, found a little earlier
                row[token] = action
        gotos: dict[str, int] = {}
        for state in visited:
            for name, goto in self._gotos[state].items():
                if gotos.setdefault(name, goto) != goto:
                    return self._plain(target)  # two states of the chain disagree: leave it as it is
        key = tuple(visited)
        return self._known[key] if key in self._known else self._add(key, row, gotos)

    def _plain(self, target: int) -> int:
        key = (target, -1)
        return self._known[key] if key in self._known else self._add(key, self._rows[target], self._gotos[target])
