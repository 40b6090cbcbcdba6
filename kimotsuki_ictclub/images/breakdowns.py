"""What a program does to its board without a traceback: it starts again and again, or stops the firmware.

The Japanese sentences are in kana, like those of mistakes.py.
"""

from __future__ import annotations

import re

from ..errors import ClubError, ProgramError
from ..language import N_
from .mistake_error import MistakeError, mistake_at
from .program import MAIN, Program
from .source_text import code_only, line_of, lines_of

# The parser of a V1 has no guard for its stack: with `try` 33 blocks inside each other overrun it, with `if` 47
# (tried on the virtual board). A V2 takes as many as fit into its files.
_DEEP = 30
_RESETS = re.compile(r"\breset\s*\(")


def starts_again(program: Program) -> ProgramError:
    """Return the error for a program that resets its board again and again."""
    sentence = N_("Your program starts again and again: it resets the board by itself.")
    hint = N_("Take reset() out. To repeat something, write it below while True:")
    for name in program.own_files:
        lines = code_only(program.text(name)).splitlines()
        line = next((number for number, text in enumerate(lines, 1) if _RESETS.search(text)), 0)
        if line:
            return MistakeError("program-restarts", sentence, hint, file=program.shown_name(name), line=line,
                                text=line_of(program.text(name), line))  # fmt: skip
    return ProgramError("program-restarts", sentence, hint)


def mistake_of_fault(program: Program, error: ClubError) -> ClubError:
    """Return what to tell of `error`, which stopped a virtual board: another one where it is the program's doing."""
    if error.code != "firmware-fault":
        return error
    return too_deep(program, str(error.values["board"]).lower()) or ProgramError(
        "program-crash",
        N_("The board stopped working while the program ran: %(reason)s"),
        N_("Look for a def that calls itself, or a very long list."),
        reason=error.message,
    )


def too_deep(program: Program, version: str) -> MistakeError | None:
    """Return the error for a program with so many blocks inside each other that a V1 may fail over it."""
    if version != "v1":
        return None
    for name in dict.fromkeys((*program.own_files, MAIN)):
        line, depth = deepest(program.text(name))
        if depth > _DEEP:
            return nested_too_deeply(program.shown_name(name), program.text(name), line, version)
    return None


def nested_too_deeply(file: str, source: str, line: int, version: str) -> MistakeError:
    """Return the error for a program that a board's parser cannot take, at its deepest `line`."""
    return mistake_at(
        file, source, line,
        N_("Too many blocks or brackets stand inside each other here for a %(board)s board."),
        N_("Put some of them into a def of their own."),
        board=version.upper(),
    )  # fmt: skip


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
