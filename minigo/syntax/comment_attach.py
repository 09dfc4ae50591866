"""Comments: grouping them, and attaching groups to the declarations, specs and fields they document.

In: the comments the scanner kept and the nodes that can have comments. As in go/parser, what counts is the *gap* that comments stand in, between
two tokens, an automatic semicolon being one of them (it comes behind the comments that end its line):

* The first group of a gap, if it begins on the line on which the token before begins, is a *line comment* if the token after the gap is on another
  line or a semicolon. It goes to the node whose automatic semicolon follows, or whose written semicolon comes before.
* The last group of a gap, if it ends on the line before the token after, is the *doc* of a node that begins with that token.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import Any, Final

from minigo.source.fileset import File as SourceFile
from minigo.syntax.ast import Comment, CommentGroup, File, FuncDecl, GenDecl, Node
from minigo.syntax.lexer import END, NEWLINE, Tokens
from minigo.syntax.token import ENDS_STATEMENT

_SPEC_KEYWORDS: Final = frozenset(("const", "import", "type", "var"))


class _Groups:
    """Comment groups; those that can be attached by the number of the token that follows them."""

    __slots__ = ("all", "lead", "line")

    def __init__(self) -> None:
        self.all: list[CommentGroup] = []
        self.lead: dict[int, CommentGroup] = {}
        self.line: dict[int, CommentGroup] = {}


def _significant(kinds: list[str], index: int) -> bool:
    """Whether a token is one for go/parser: a newline only where it means a semicolon."""
    return kinds[index] != NEWLINE or kinds[index - 1] in ENDS_STATEMENT


def _following(tokens: Tokens, pos: int) -> int:
    """The number of the first token at or after pos."""
    index = bisect_left(tokens.positions, pos)
    while not _significant(tokens.kinds, index):
        index += 1
    return index


def _group_comments(source: SourceFile, tokens: Tokens) -> _Groups:
    groups = _Groups()
    for after, comments in groupby(tokens.comments, lambda comment: _following(tokens, comment[0])):
        _gap(source, tokens, groups, after, list(comments))
    return groups


def _gap(source: SourceFile, tokens: Tokens, groups: _Groups, after: int, comments: list[tuple[int, str]]) -> None:
    """Group the comments before token number ``after``."""
    kinds, positions = tokens.kinds, tokens.positions
    before = after - 1
    while before >= 0 and not _significant(kinds, before):
        before -= 1
    line = source.physical_line(comments[0][0])
    behind_code = before >= 0 and source.physical_line(positions[before]) == line
    first = last = None
    end_line = -1
    for pos, text in comments:
        line = source.physical_line(pos)
        # A group ends at an empty line and, behind code, at the end of its line.
        if last is None or line > end_line + (not (behind_code and last is first)):
            last = CommentGroup([])
            groups.all.append(last)
            first = first or last
        last.list.append(Comment(pos, text))
        end_line = line + text.count("\n")
        if last is first:
            first_end_line = end_line
    assert first is not None and last is not None
    next_line = source.physical_line(positions[after])
    if behind_code and (next_line != first_end_line or kinds[after] in (";", NEWLINE, END)):
        groups.line[after] = first
    if end_line + 1 == next_line and not (behind_code and last is first):
        groups.lead[after] = last


def attach_comments(
    source: SourceFile, file: File, tokens: Tokens, documented: list[Node], commented: list[Node]
) -> None:
    """Fills in `file.comments` and the doc and comment fields of the file and of the given nodes.

    `commented` are nodes that can have a line comment, but no doc.
    """
    groups = _group_comments(source, tokens)
    file.comments = groups.all
    file.doc = _lead(groups, tokens, file.package)
    node: Any
    for node in documented:
        if isinstance(node, GenDecl):
            node.doc = _lead(groups, tokens, node.tok_pos)
        elif isinstance(node, FuncDecl):
            node.doc = _lead(groups, tokens, node.type.func)
        else:
            node.doc = _lead(groups, tokens, node.pos())
            node.comment = _line_comment(groups, tokens, node)
    for node in commented:
        node.comment = _line_comment(groups, tokens, node)


def _lead(groups: _Groups, tokens: Tokens, pos: int) -> CommentGroup | None:
    index = bisect_left(tokens.positions, pos)
    group = groups.lead.get(index)
    # In `type T int` the doc is the declaration's, not the spec's.
    return None if group is None or tokens.kinds[index - 1] in _SPEC_KEYWORDS else group


def _line_comment(groups: _Groups, tokens: Tokens, node: Node) -> CommentGroup | None:
    index = _following(tokens, node.end())
    kind = tokens.kinds[index]
    if kind == ";":
        index += 1
        while not _significant(tokens.kinds, index):
            index += 1
    elif kind not in (NEWLINE, END):
        return None
    return groups.line.get(index)
