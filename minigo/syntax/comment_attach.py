"""Comments: grouping them, and attaching groups to the declarations, specs and fields they document.

In: the comments the scanner kept and the nodes that can have comments. As in go/parser, a group is *doc* if it ends
on the line before its node begins, with nothing between, and *comment* if it begins on the line where its node
ends, with nothing but a comma or semicolon between.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from minigo.source.fileset import File as SourceFile
from minigo.syntax.ast import Comment, CommentGroup, File, FuncDecl, GenDecl, Node
from minigo.syntax.lexer import NEWLINE, Tokens


class _Groups:
    """Comment groups by the line after which something could follow, and by the line on which they begin."""

    __slots__ = ("all", "by_end_line", "by_start_line")

    def __init__(self) -> None:
        self.all: list[CommentGroup] = []
        self.by_end_line: dict[int, CommentGroup] = {}
        self.by_start_line: dict[int, CommentGroup] = {}


def _group_comments(source: SourceFile, tokens: Tokens) -> _Groups:
    groups = _Groups()
    positions, kinds = tokens.positions, tokens.kinds
    current: list[Comment] = []
    last_line = last_token = -1
    first_on_line = False

    def finish() -> None:
        if not current:
            return
        group = CommentGroup(list(current))
        groups.all.append(group)
        start = source.physical_line(current[0].slash)
        if first_on_line:
            groups.by_end_line[last_line] = group
        else:
            groups.by_start_line.setdefault(start, group)
        current.clear()

    for pos, text in tokens.comments:
        line = source.physical_line(pos)
        token = bisect_left(positions, pos)
        while token > 0 and kinds[token - 1] == NEWLINE:
            token -= 1
        alone = token == 0 or source.physical_line(positions[token - 1]) < line
        # A group ends at a token, at an empty line, and (behind code) at the end of its line.
        if current and (token != last_token or line > last_line + 1 or (not first_on_line and line > last_line)):
            finish()
        if not current:
            first_on_line = alone
        current.append(Comment(pos, text))
        last_line = line + text.count("\n")
        last_token = token
    finish()
    return groups


def attach_comments(source: SourceFile, file: File, tokens: Tokens, documented: list[Node]) -> None:
    """Fills in `file.comments` and the doc and comment fields of the file and of the given nodes."""
    groups = _group_comments(source, tokens)
    file.comments = groups.all
    _attach_doc(source, groups, tokens, file, file.package)
    for node in documented:
        if isinstance(node, GenDecl):
            _attach_doc(source, groups, tokens, node, node.tok_pos)
        elif isinstance(node, FuncDecl):
            _attach_doc(source, groups, tokens, node, node.type.func)
        else:
            _attach_doc(source, groups, tokens, node, node.pos())
            _attach_line_comment(source, groups, tokens, node)


def _attach_doc(source: SourceFile, groups: _Groups, tokens: Tokens, node: Any, pos: int) -> None:
    line = source.physical_line(pos)
    group = groups.by_end_line.get(line - 1)
    if group is None:
        return
    # Only the first token after the comment counts: in `type T int` that is the declaration's, not the spec's.
    index = bisect_left(tokens.positions, pos) - 1
    while index >= 0 and tokens.kinds[index] == NEWLINE:
        index -= 1
    if index < 0 or tokens.positions[index] < group.pos():
        node.doc = group


def _attach_line_comment(source: SourceFile, groups: _Groups, tokens: Tokens, node: Any) -> None:
    end = node.end()
    group = groups.by_start_line.get(source.physical_line(end - 1))
    if group is None or group.pos() < end:
        return
    index = bisect_left(tokens.positions, end)
    while tokens.kinds[index] in (",", ";"):
        index += 1
    if tokens.positions[index] > group.pos():
        node.comment = group
