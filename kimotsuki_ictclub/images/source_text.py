"""The text of a program as the board takes it: where its lines end, what is code, how a line is shown, and its tree."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache

from ..visible import code_point, moves

# MicroPython ends a line at LF, CR LF and a lone CR (py/lexer.c, next_char), and at nothing else.
_LINE_END = re.compile(r"\r\n?")
# A text without an end is a text up to the end of its line (with three marks: of the program).
_TEXT_OR_COMMENT = re.compile(
    r"""(?P<three>\"{3}|'{3})(?:\\[\s\S]|[^\\])*?(?:(?P=three)|\Z)"""
    r"""|"(?:\\[\s\S]|[^"\\\n])*(?P<double>"?)|'(?:\\[\s\S]|[^'\\\n])*(?P<single>'?)|\#[^\n]*""",
)
# Letters of which nothing is seen: Unicode's Default_Ignorable_Code_Point without the format characters (Cf).
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_KEPT_TREES = 16  # of programs that are being looked at


def unix_lines(source: str) -> str:
    """Return `source` with every line ended by LF alone."""
    return _LINE_END.sub("\n", source)


def lines_of(source: str) -> list[str]:
    """Return the lines of a program as the board counts them, without their ends."""
    return unix_lines(source).split("\n")


def line_of(source: str, line: int) -> str:
    """Return one line (from 1) as it can be shown, without its indentation; "" where there is none."""
    lines = lines_of(source)
    if not 0 < line <= len(lines):
        return ""
    return _shown(lines[line - 1], code_only(source).split("\n")[line - 1]).strip(" \t")


def is_unseen(mark: str) -> bool:
    """Whether nothing is seen of a character, or nothing but a gap; the blank and the full-width blank are none."""
    if mark in " \t\n\u3000":
        return False
    return unicodedata.category(mark) in ("Cc", "Cf", "Zs", "Zl", "Zp") or bool(_FILLERS.match(mark))


def code_only(source: str) -> str:
    """Return `source` (its lines ended by LF) with texts and comments blanked out, every character at its place."""
    return _TEXT_OR_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), unix_lines(source))


def texts_without_end(source: str) -> Iterator[tuple[int, str]]:
    """Yield (place, text) of each text in quotation marks that its line does not end."""
    for found in _TEXT_OR_COMMENT.finditer(unix_lines(source)):
        if found["double"] == "" or found["single"] == "":
            yield found.start(), found.group()


def texts_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line from 1, letters before it such as "f") of each text of a program."""
    source = unix_lines(source)
    for found in _TEXT_OR_COMMENT.finditer(source):
        if found.group()[0] != "#":
            before = re.search(r"\w*\Z", source[max(0, found.start() - 60) : found.start()])
            yield source.count("\n", 0, found.start()) + 1, before.group() if before else ""


def _shown(line: str, code: str) -> str:
    """Return a line with marks for what cannot be seen in its code, and for what no terminal shall get."""
    return "".join(
        f"<{code_point(mark)}>" if moves(mark) or (is_unseen(mark) and code[place] == mark) else mark
        for place, mark in enumerate(line)
    )


def parsed(text: str) -> ast.Module | None:
    """Return the syntax tree of a program, None where it has mistakes; nothing of it is run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(_KEPT_TREES)
def tree_of(text: str) -> ast.Module | None:
    """Return the same as `parsed`, one and the same tree for one text: it is only looked at."""
    return parsed(text)


@lru_cache(_KEPT_TREES)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return all nodes of a tree, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
