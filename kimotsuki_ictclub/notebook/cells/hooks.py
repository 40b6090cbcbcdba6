"""What makes a kernel know `%%microbit`: the magic, and the help while a child types."""

from __future__ import annotations

from typing import Any

_KNOWN = "_ictclub_cells"  # a kernel gets it once


def register(shell: Any) -> None:
    """Give `%%microbit` to the notebook's kernel `shell` (IPython's); further calls do nothing."""
    if getattr(shell, _KNOWN, False):
        return
    setattr(shell, _KNOWN, True)
    from IPython.core.magic import no_var_expand

    @no_var_expand
    def microbit(line: str, cell: str) -> None:
        """Run this cell's program on a micro:bit: %%microbit [LESSON] [--on BOARD] [--check]."""
        from .magic import microbit as run

        run(line, cell, shell)

    shell.register_magic_function(microbit, "cell", "microbit")
    _complete(shell)
    if hasattr(shell, "kernel"):
        _explain(shell.kernel)


def _complete(shell: Any) -> None:
    """Let the board's words alone be offered in such cells."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    def board_words(context: Any) -> dict[str, Any]:
        from .words_of_board import completions, is_program

        line, column = context.cursor_line, context.cursor_position
        if line < 1 or not is_program(context.full_text):
            return {"completions": [], "suppress": False}
        column = len(context.line_with_cursor) if column is None else column
        found = completions(context.full_text, line + 1, column)
        begun = context.line_with_cursor[:column]
        fragment = begun[len(begun.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")) :]
        return {
            "completions": [SimpleCompletion(text=word, type=kind) for word, kind in found],
            "suppress": True,
            "matched_fragment": fragment,
        }

    shell.Completer.custom_matchers.append(
        context_matcher(identifier="ictclub_board_words", priority=1000)(board_words)
    )


def _explain(kernel: Any) -> None:
    """Let Shift+Tab in such cells tell what a word of the board means."""
    own = kernel.do_inspect

    def do_inspect(code: str, cursor_pos: int, *others: Any, **named: Any) -> Any:
        from .words_of_board import help_at, is_program

        if not is_program(code):
            return own(code, cursor_pos, *others, **named)
        before = code[:cursor_pos]
        found = help_at(code, before.count("\n") + 1, len(before) - before.rfind("\n") - 1)
        data = {"text/plain": found[0], "text/html": found[1]} if found else {}
        return {"status": "ok", "found": bool(found), "data": data, "metadata": {}}

    kernel.do_inspect = do_inspect
