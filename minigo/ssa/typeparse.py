"""Types from their text, for the text form: what ``types.type_string`` writes, given the named types by name.

``Scanner`` is the cursor over one line that ``parse`` uses too.
"""

from __future__ import annotations

import re
from typing import Any, Final

from minigo import types

NAME: Final = re.compile(r"[^\W\d][\w./·$~-]*(?:\.[^\W\d][\w·]*)?")
_IDENT: Final = re.compile(r"[^\W\d]\w*")
_NUMBER: Final = re.compile(r"\d+")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
BASIC: Final[dict[str, Any]] = {
    name: obj.type for name in types.UNIVERSE.names() if isinstance(obj := types.UNIVERSE.lookup(name), types.TypeName)
} | {"unsafe.Pointer": types.Typ[types.UNSAFE_POINTER]}


class ParseError(ValueError):
    """The text is not in the form; says what was expected, and in which line."""


class Scanner:
    """A cursor over one line of text. ``names`` has the named types."""

    __slots__ = ("at", "names", "text")

    def __init__(self, text: str, names: dict[str, Any]) -> None:
        self.text = text
        self.at = 0
        self.names = names

    def fail(self, expected: str) -> ParseError:
        return ParseError(f"expected {expected} at {self.text[self.at :]!r} in {self.text!r}")

    def take(self, word: str) -> bool:
        """Skip ``word`` if the text goes on with it."""
        if self.text.startswith(word, self.at):
            self.at += len(word)
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.take(word):
            raise self.fail(repr(word))

    def match(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    @property
    def rest(self) -> str:
        return self.text[self.at :]

    # ------------------------------------------------------------ types

    def type(self) -> Any:
        for word, parse in _FORMS:
            if self.take(word):
                return parse(self)
        return self.named()

    def named(self) -> Any:
        """The longest known name at the cursor, with its type arguments if it is an instance."""
        found = NAME.match(self.text, self.at)
        if found is None:
            raise self.fail("a type")
        name = found.group()
        while name:
            end = self.at + len(name)
            if self.text.startswith("[", end):
                instance = self.text[self.at : _closing(self.text, end)]
                if instance in self.names:
                    self.at += len(instance)
                    return self.names[instance]
            known = self.names.get(name) or BASIC.get(name)
            if known is not None:
                self.at = end
                return known
            name = name[: max(name.rfind(c) for c in "./·$~-")] if any(c in name for c in "./·$~-") else ""
        raise self.fail("a known type")

    def bracketed(self) -> Any:
        if self.take("]"):
            return types.Slice(self.type())
        length = self.match(_NUMBER)
        if length is None:
            raise self.fail("an array length")
        self.expect("]")
        return types.Array(self.type(), int(length))

    def map(self) -> Any:
        key = self.type()
        self.expect("]")
        return types.Map(key, self.type())

    def parenthesised(self) -> Any:
        """``(T)``, or a tuple."""
        vars_, _ = self.parameters()
        if len(vars_) == 1 and not vars_[0].name:
            return vars_[0].type
        return types.Tuple(vars_)

    def parameters(self) -> tuple[list[types.Var], bool]:
        """What stands between parentheses, the opening one taken: variables, and whether the last is variadic."""
        found: list[types.Var] = []
        variadic = False
        while not self.take(")"):
            if found:
                self.expect(", ")
            name = self._field_name()
            if self.take("..."):
                variadic = True
                typ: Any = types.Slice(self.type())
            else:
                typ = self.type()
            found.append(types.Var(0, None, name, typ))
        return found, variadic

    def _field_name(self) -> str:
        """A name that is followed by a type; "" where a type stands alone."""
        start = self.at
        name = self.match(_IDENT)
        if name is not None and name not in ("func", "chan", "map", "struct", "interface") and self.take(" "):
            return name
        self.at = start
        return ""

    def signature(self) -> types.Signature:
        self.expect("(")
        params, variadic = self.parameters()
        results: list[types.Var] = []
        if self.take(" ("):
            results, _ = self.parameters()
        elif self.text[self.at : self.at + 1] == " " and self._starts_type(self.at + 1):
            self.at += 1
            results = [types.Var(0, None, "", self.type())]
        return types.Signature(None, types.Tuple(params), types.Tuple(results), variadic)

    def _starts_type(self, at: int) -> bool:
        return (
            self.text[at : at + 1].isalpha()
            or self.text[at : at + 1] in tuple("*[_")
            or self.text.startswith("<-chan", at)
        )

    def struct(self) -> Any:
        fields: list[types.Var] = []
        tags: list[str] = []
        while not self.take("}"):
            if fields:
                self.expect("; ")
            name = self._field_name()
            typ = self.type()
            bare = typ.elem if isinstance(typ, types.Pointer) else typ
            field = types.Var(0, None, name or _simple_name(bare), typ)
            field.embedded = not name
            fields.append(field)
            tag = ""
            if self.take(" ") and (quoted := self.match(_STRING)) is not None:
                tag = unquote(quoted).decode("utf-8", "surrogateescape")
            tags.append(tag)
        return types.Struct(fields, tags if any(tags) else None)

    def interface(self) -> Any:
        methods: list[types.Func] = []
        embedded: list[Any] = []
        first = True
        while not self.take("}"):
            if not first:
                self.expect("; ")
            first = False
            start = self.at
            name = self.match(_IDENT)
            if name is not None and self.text.startswith("(", self.at):
                methods.append(types.Func(0, None, name, self.signature()))
            else:
                self.at = start
                embedded.append(self.type())
        return types.Interface(methods, embedded)


def _simple_name(t: Any) -> str:
    return str(t).rsplit(".", 1)[-1].split("[")[0]


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes the one at ``at``."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "[") - (text[i] == "]")
        if depth == 0:
            return i + 1
    return len(text)


def unquote(text: str) -> bytes:
    """The bytes of a quoted string as ``text.quote`` writes it."""
    plain = {"n": b"\n", "t": b"\t", "r": b"\r", '"': b'"', "\\": b"\\", "a": b"\a", "b": b"\b", "f": b"\f", "v": b"\v"}
    out: list[bytes] = []
    i, end = 1, len(text) - 1
    while i < end:
        if text[i] != "\\":
            out.append(text[i].encode("utf-8", "surrogateescape"))
            i += 1
        elif text[i + 1] == "x":
            out.append(bytes([int(text[i + 2 : i + 4], 16)]))
            i += 4
        else:
            out.append(plain[text[i + 1]])
            i += 2
    return b"".join(out)


_FORMS: Final = (
    ("*", lambda s: types.Pointer(s.type())),
    ("[", Scanner.bracketed),
    ("map[", Scanner.map),
    ("chan<- ", lambda s: types.Chan(types.SEND_ONLY, s.type())),
    ("<-chan ", lambda s: types.Chan(types.RECV_ONLY, s.type())),
    ("chan ", lambda s: types.Chan(types.SEND_RECV, s.type())),
    ("func", Scanner.signature),
    ("struct{", Scanner.struct),
    ("interface{", Scanner.interface),
    ("(", Scanner.parenthesised),
)
