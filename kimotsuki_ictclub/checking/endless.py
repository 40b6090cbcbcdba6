"""Loops that never come to an end."""

from __future__ import annotations

import ast

from ..images.mistake_error import MistakeError
from ..images.source_text import line_of, parsed
from ..images.stops import find_stop
from ..language import N_
from .trial_board import TrialBoard

_ANSWER_SECONDS = 1.0  # virtual; a board answers Ctrl-C in milliseconds
_CTRL_C = b"\x03"


def stuck_mistake(board: TrialBoard, file: str, source: str) -> MistakeError | None:
    """Stop the program, see where it was, and return the error if that is a loop which nothing can end."""
    board.begin_step()
    board.serial.write(_CTRL_C)
    board.run_until(lambda: find_stop(board.printed), timeout=_ANSWER_SECONDS)
    stop = find_stop(board.printed)
    tree = parsed(source)
    if stop is None or stop.line is None or tree is None:
        return None
    loop = _innermost_loop(tree, stop.line)
    if loop is None or not _never_ends(loop):
        return None
    return MistakeError(
        "program-stuck",
        N_("The program stays in this loop and never gets out."),
        N_("Measure or wait inside the loop, so that something can change."),
        file=file,
        line=loop.lineno,
        text=line_of(source, loop.lineno),
    )


def _innermost_loop(tree: ast.AST, line: int) -> ast.While | None:
    loops = [
        node for node in ast.walk(tree) if isinstance(node, ast.While) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(loops, key=lambda loop: loop.lineno, default=None)


def _never_ends(loop: ast.While) -> bool:
    """Whether a loop does nothing at all, or asks about names that nothing in it changes."""
    nodes = [node for part in [loop.test, *loop.body] for node in ast.walk(part)]
    if any(isinstance(node, ast.Break | ast.Return | ast.Raise) for node in nodes):
        return False
    if not any(isinstance(node, ast.Call) for node in nodes):
        return True
    asked = {node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
    changed = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    simple = all(
        isinstance(node, ast.Name | ast.Constant | ast.Compare | ast.BoolOp | ast.UnaryOp | ast.expr_context | ast.cmpop
                   | ast.boolop | ast.unaryop)
        for node in ast.walk(loop.test)
    )  # fmt: skip
    return bool(asked) and simple and not asked & changed
