"""A mistake of the language, told while somebody still writes: what the board's parser says, and where to be quiet."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...images.board_parser import complaint_of
from ...images.mistakes import MistakeError, second_opinion, syntax_mistake
from ...images.source_text import lines_of, nodes_of, tree_of, unix_lines

_NOT_ON_ALL_BOARDS = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)  # what Python learned since 3.4
_OPEN = ("was never closed", "triple-quoted")  # what CPython says of something that goes on below


class Slip(NamedTuple):
    """A mistake, and the first and last line (from 1) where it may just be mended: who writes there is left alone."""

    mistake: MistakeError
    first: int
    last: int


def may_have_slip(source: str) -> bool:
    """Whether the board's parser should be asked: Python itself stumbles, or not every board knows what it finds."""
    tree = tree_of(source)
    if tree is None or second_opinion(source).words:
        return True
    return any(isinstance(node, _NOT_ON_ALL_BOARDS) for node in nodes_of(tree))


def slip_in(source: str, version: str) -> Slip | None:
    """Return the first mistake that the parser of a `version` board finds, as a check tells it; None where it takes it.

    Raises: ImageError "files-too-large"; VirtualBoardError "parser-silent".
    """
    source = unix_lines(source)
    complaint = complaint_of(source, version)
    if complaint is None or complaint.line is None:
        return None
    mistake, opinion = syntax_mistake("main.py", source, complaint.line), second_opinion(source)
    line = int(str(mistake.values["line"]))
    if opinion.header is not None:
        return Slip(mistake, min(opinion.header, line), max(complaint.line, line))
    if any(words in opinion.words for words in _OPEN):
        return Slip(mistake, line, len(lines_of(source)) if "triple" in opinion.words else max(complaint.line, line))
    return Slip(mistake, line, line)
