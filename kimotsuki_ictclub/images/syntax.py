"""The syntax tree of a program and all its parts, for those who look at it one after the other; nothing of it is run."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

_KEPT = 16  # programs that are being looked at


def parsed(text: str) -> ast.Module | None:
    """Return the syntax tree of a program, or None where it has mistakes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(_KEPT)
def tree_of(text: str) -> ast.Module | None:
    """Return the same as `parsed`, one and the same tree for one text: it is only looked at."""
    return parsed(text)


@lru_cache(_KEPT)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return all nodes of a tree, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
