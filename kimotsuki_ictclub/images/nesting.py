"""How deep blocks and brackets of a program stand inside each other."""

from __future__ import annotations

from .source_text import code_only, lines_of


def deepest(source: str) -> tuple[int, int]:
    """Return the first line (from 1) at which most blocks and brackets are open, and how many these are."""
    best, most_open, brackets = 1, 0, 0
    indents: list[int] = []
    for number, text in enumerate(lines_of(code_only(source)), 1):
        if not text.strip():
            continue
        if not brackets:
            indent = len(text) - len(text.lstrip(" \t"))
            indents = [*[one for one in indents if one < indent], indent]
        most = brackets
        for mark in text:
            brackets = max(0, brackets + (mark in "([{") - (mark in ")]}"))
            most = max(most, brackets)
        if len(indents) - 1 + most > most_open:
            best, most_open = number, len(indents) - 1 + most
    return best, most_open
