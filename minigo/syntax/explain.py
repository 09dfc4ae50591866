"""What to say about a syntax error: from the parser's stack and the offending token to cmd/compile's message.

An LALR parser that stops knows two things: the symbols on its stack, which are everything before the error in the
grammar's own terms, and which tokens could have come. cmd/compile's parser, being recursive, knows what it was in the
middle of ("in argument list") and what it wanted ("expected name"). `Situation` finds the same out from the stack:
the innermost open bracket and what opened it, and the symbols since.

The rules are tried in the order of `Situation.message`: first what depends on the place alone (start of file, top
level), then whether something had to begin here ("expected expression"), then what could have followed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from minigo.syntax.lexer import END
from minigo.syntax.tables import BODY_BRACE, BRACE, BRACKET, NAME_BRACE, TYPE_BRACKET
from minigo.syntax.token import IDENT, KEYWORDS, LITERAL_KINDS

_OPENING: Final = frozenset(("(", BRACKET, TYPE_BRACKET, BRACE, NAME_BRACE, BODY_BRACE))
_CLOSING: Final = frozenset((")", "]", "}"))
_CONTROL: Final = frozenset(("if", "for", "switch", "select"))
_LISTS_OF_DECLS: Final = frozenset(("const_specs", "var_specs", "type_specs", "import_specs"))
_GROUP_KEYWORDS: Final = frozenset(("const", "var", "type", "import"))
# After these symbols, something has been said to which more could be added: an operand, a type, a list.
_COMPLETE: Final = LITERAL_KINDS | {IDENT, ")", "]", "}"}


class Situation:
    """Where the parser stopped.

    `symbols` are the grammar symbols on its stack, `can_shift(token)` tells whether a token could come next, and
    `kind` is the token that came. `message()` is "in …", "at …", "after …" or "expected …", to which "unexpected X" is put
    in front, or a complete message. `several` says that the last symbol is a list of several expressions.
    """

    __slots__ = ("_after", "_before", "_can", "_kind", "_opener", "_several", "_symbols")

    def __init__(
        self, symbols: Sequence[str], can_shift: Callable[[str], bool], kind: str, several: bool = False
    ) -> None:
        self._several = several
        self._symbols = symbols
        self._can = can_shift
        self._kind = kind
        at = innermost_opener(symbols)
        self._opener = symbols[at] if at >= 0 else ""
        self._before = list(symbols[:at]) if at >= 0 else []
        self._after = list(symbols[at + 1 :])

    def message(self) -> str:
        last = self._symbols[-1] if self._symbols else ""
        if not self._opener and (found := self._at_top_level(last)):
            return found
        if self._kind == END and (closing := self._unfinished_list(last)):
            return "expected " + closing
        if self._kind == "{" and self._before_for_condition():
            return "expected for loop condition"
        if self._kind == ":=" and self._can("=") and not self._can(":="):
            return "expected ="
        if found := self._after_keyword(last):
            return found
        if found := self._something_missing(last):
            return found
        return self._in_context(last)

    # ---- Top level

    def _at_top_level(self, last: str) -> str:
        after = self._after
        if not after:
            return "package statement must be first"
        if after == ["package"]:
            return "expected name"
        if len(after) == 2:
            return "expected semicolon or newline"
        if last in ("top_decls", ";"):
            return "non-declaration statement outside function body"
        return ""

    def _before_for_condition(self) -> bool:
        """Whether the first semicolon of a for statement's header was the last token."""
        after = self._after
        return after[-1:] == [";"] and ("for" in (after[-2:-1] + after[-3:-2]))

    def _unfinished_list(self, last: str) -> str:
        """The bracket that would end the list here, if another element could follow."""
        if last not in (self._opener, ",", ";", "fields", "methods") and last not in _LISTS_OF_DECLS:
            return ""
        if self._opener == "(":
            return "" if self._in_parentheses() == "expected )" else ")"
        if self._opener == TYPE_BRACKET:
            return "]"
        return "}" if self._opener == NAME_BRACE or (self._opener == BRACE and not self._is_block()) else ""

    # ---- Words that want something particular behind them

    def _after_keyword(self, last: str) -> str:
        previous = self._symbols[-2] if len(self._symbols) > 1 else ""
        if last == "else":
            return "else must be followed by if or statement block"
        if last == "select":
            return "missing { after select clause"
        if last in ("struct", "interface"):
            return "expected {"
        if last == "map":
            return "expected ["
        if last == "func":
            # A declaration's name or receiver; a literal's parameters.
            return "expected (" if self._in_function() else "expected name or ("
        if last == "params" and previous == "func" and not self._in_function() and self._can(IDENT):
            return "expected name"
        if last == "<-" and self._can("chan") and not self._can(IDENT):
            return "expected keyword chan"
        if last == "chan" or (last == "<-" and previous == "chan"):
            return "missing channel element type"
        if self._wants_import_path(last, previous):
            return "import path must be a string" if self._kind in LITERAL_KINDS else "missing import path"
        if last == ".":
            return "expected name or (" if self._can("(") else "expected name"
        if last == "..." and self._can("map"):
            return "... is missing type"
        if last == "goto":
            return "expected name"
        if last == "type" and self._symbols[-3:-1] == [".", "("]:
            return "expected )"
        return ""

    def _wants_import_path(self, last: str, previous: str) -> bool:
        if not self._can("STRING") or self._can("INT"):
            return False
        if last in (IDENT, "."):
            return previous in ("import", "import_specs", "(", ";")
        return last == "import" or (self._opener == "(" and self._before[-1:] == ["import"])

    def _in_function(self) -> bool:
        """Whether a `func` here is a literal or a type, and not a declaration."""
        return bool(self._opener) or (self._after[-2:-1] != ["top_decls"] and self._after[-1:] == ["func"])

    # ---- Something had to begin here

    def _something_missing(self, last: str) -> str:
        can = self._can
        if last == "]" and can("map") and not any(map(can, (",", ")", "]", ";", ":", "=", BRACE, NAME_BRACE))):
            return "expected type"
        if self._is_complete(last):
            return ""
        if can("return"):  # no statement begins like this
            return "expected case or default or }" if self._in_clause() else "expected }"
        if can("INT"):
            if last == BRACKET and self._kind == "]" and not can("..."):
                return "expected operand" if can(":") else "expected type argument list"
            return "expected expression"
        if last in ("var", "const", "type"):
            return "expected name"
        if self._opener in ("(", TYPE_BRACKET) and self._is_params() and (last in (self._opener, ",")):
            return "expected ]" if self._opener == TYPE_BRACKET else "expected )"
        if can("map"):
            if self._type_decl_name():
                return "in type declaration"
            if self._opener == BRACE and can("~"):
                return "expected ~ term or type"
            if last == "|" or last == "~":
                return "expected ~ term or type" if last == "|" else "expected type"
            return "expected type"
        if self._opener == BRACE and self._before[-1:] == ["struct"] and last in (BRACE, "fields", ";"):
            return "expected field name or embedded type"
        if can(IDENT) and not can("("):
            return "expected name"
        return ""

    def _is_complete(self, last: str) -> bool:
        if last in _COMPLETE:
            return not (last == IDENT and (self._type_decl_name() or self._names_need_type()))
        if last in ("type_params", "names"):
            return False
        return last[:1].islower() and last not in KEYWORDS and last not in _LISTS_OF_DECLS and last not in _EMPTYABLE

    def _type_decl_name(self) -> bool:
        """Whether a type declaration's name, and perhaps type parameters and `=`, stand here without a type."""
        symbols = list(self._symbols)
        if symbols and symbols[-1] == "=":
            symbols.pop()
        if symbols and symbols[-1] == "type_params":
            symbols.pop()
        if len(symbols) < 2 or symbols[-1] != IDENT:
            return False
        return symbols[-2] in ("type", "type_specs") or (symbols[-2] == "(" and symbols[-3:-2] == ["type"])

    def _names_need_type(self) -> bool:
        """Whether a variable declaration's or a field's names stand here without a type."""
        symbols = self._symbols
        return len(symbols) >= 2 and symbols[-2] in ("var", "var_specs", "fields") and not self._can(";")

    # ---- What could have followed

    def _in_context(self, last: str) -> str:
        opener, before, after = self._opener, self._before, self._after
        if opener == "(":
            return self._in_parentheses()
        if opener == TYPE_BRACKET:
            return "in parameter list; possibly missing comma or ]"
        if opener == BRACKET:
            if before[-1:] == ["map"]:
                return "expected ]"
            if not self._can(":"):
                return "unexpected comma; expected ]" if self._kind == "," else "expected ]"
            return "expected comma, : or ]" if ":" not in after else "expected ]"
        if opener == NAME_BRACE or (opener == BRACE and not self._is_block()):
            if before[-1:] in (["struct"], ["interface"]):
                return f"in {before[-1]} type; possibly missing semicolon or newline or }}"
            return "in composite literal; possibly missing comma or }"
        if opener:
            return self._in_block(after, last)
        return self._in_declaration(after)

    def _is_block(self) -> bool:
        return self._after[:1] in (["stmts"], ["clauses"]) or self._can("return") or self._before[-1:] == ["stmts"]

    def _is_params(self) -> bool:
        """Whether the innermost parenthesis opens parameters, results or a receiver."""
        before = self._before
        if self._opener == TYPE_BRACKET or before[-1:] in (["func"], ["params"], ["type_params"]):
            return True
        return before[-1:] == [IDENT] and before[-2:-1] in (["func"], ["params"], ["methods"])

    def _in_parentheses(self) -> str:
        before = self._before
        if before[-1:] and before[-1] in _GROUP_KEYWORDS:
            return "in grouped declaration; possibly missing semicolon or newline or )"
        if self._is_params():
            return "in parameter list; possibly missing comma or )"
        if before and (before[-1] in _COMPLETE or before[-1] in _OPERANDS):
            return "in argument list; possibly missing comma or )"
        return "expected )"

    def _in_block(self, after: list[str], last: str) -> str:
        if self._is_list_alone(after):
            return "expected := or = or comma"
        if "clauses" in after or (self._opener == BODY_BRACE and not after and self._can("case")):
            return self._in_clauses(after)
        keyword = next((i for i in range(len(after) - 1, -1, -1) if after[i] in _CONTROL), -1)
        if keyword >= 0 and BODY_BRACE not in after[keyword:] and "body" not in after[keyword:]:
            return self._in_header(after[keyword], after[keyword + 1 :])
        return "at end of statement"

    def _is_list_alone(self, after: list[str]) -> bool:
        """Whether the statement begins with a list of several expressions, and nothing was assigned to them."""
        start = next((i for i in range(len(after) - 1, -1, -1) if after[i] in _BEFORE_STATEMENT), -1)
        statement = after[start + 1 :]
        return statement[:2] == ["exprs", ","] or (statement == ["exprs"] and self._several)

    def _in_clause(self) -> bool:
        return self._opener == BODY_BRACE and any(s in _CLAUSES for s in self._after)

    def _in_clauses(self, after: list[str]) -> str:
        rest = after[after.index("clauses") + 1 :] if "clauses" in after else []
        if not rest or (rest[0] == "clause_head" and rest[-1] in ("stmts", "clause_head", ";")):
            return "expected case or default or }"
        if rest[0] in ("case", "default") and ":" not in rest:
            return "expected :"
        keyword = next((i for i in range(len(rest) - 1, -1, -1) if rest[i] in _CONTROL), -1)
        if keyword >= 0 and "body" not in rest[keyword:]:
            return self._in_header(rest[keyword], rest[keyword + 1 :])
        return "at end of statement"

    def _in_header(self, keyword: str, parts: list[str]) -> str:
        if keyword == "switch":
            return "missing { after switch clause" if ";" in parts else "expected {"
        if "range_clause" in parts or "range" in parts or parts.count(";") == 2 or (keyword == "if" and ";" in parts):
            return f"expected {{ after {keyword} clause"
        if keyword == "for" and ";" in parts:
            return "expected semicolon or newline"
        return "expected {"

    def _in_declaration(self, after: list[str]) -> str:
        if not self._can(";") and not self._can(BRACE):
            if self._can(IDENT):
                return "expected name"
            if "func" in after and self._can("("):
                return "expected ("
        return "after top level declaration"


_BEFORE_STATEMENT: Final = _CONTROL | {"stmts", "clause_head", ";"}
_CLAUSES: Final = frozenset(("clauses", "clause_head", "case", "default"))
# Lists that may be empty: after them something can begin.
_EMPTYABLE: Final = frozenset(("stmts", "fields", "methods", "top_decls", "clauses", "clause_head"))
_OPERANDS: Final = frozenset(
    (
        "primary",
        "paren",
        "name",
        "func_type",
        "literal_type",
        "chan_type",
        "interface_type",
        "array_type",
        "map_type",
        "struct_type",
    )
)


def innermost_opener(symbols: Sequence[str]) -> int:
    """The index of the innermost bracket that is still open, or -1."""
    depth = 0
    for index in range(len(symbols) - 1, -1, -1):
        symbol = symbols[index]
        if symbol in _CLOSING:
            depth += 1
        elif symbol in _OPENING:
            if depth == 0:
                return index
            depth -= 1
    return -1


def complete_message(msg: str, found: str) -> str:
    """The message as it is printed: "unexpected X" goes in front of those that only say what was expected or where."""
    if msg.startswith(("in ", "at ", "after ")):
        return f"syntax error: unexpected {found} {msg}"
    if msg.startswith("expected "):
        return f"syntax error: unexpected {found}, {msg}"
    return "syntax error: " + msg
