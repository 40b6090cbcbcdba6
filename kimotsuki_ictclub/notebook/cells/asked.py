"""What the first line of such a cell asks for: `%%microbit [LESSON] [--on BOARD] [--check]`."""

from __future__ import annotations

import shlex
import unicodedata
from dataclasses import dataclass

from ...errors import ProgramError
from ...images import program_of
from ...language import N_
from ...lessons import Lesson, find

_FORM = N_("Write it like this: %%%%microbit 4 (the lesson), or %%%%microbit 4 --on 07 (the board).")


@dataclass(frozen=True)
class Asked:
    """`lesson`: whose check and values belong to the program; `board`: the name of a board, None for the one there is;
    `check`: whether the lesson's check begins at once."""

    lesson: Lesson | None = None
    board: str | None = None
    check: bool = False


def asked_in(line: str) -> Asked:
    """Return what stands behind `%%microbit`; letters and digits of full width are taken as the others.

    Raises: ProgramError `cell-line-wrong`; LessonError `lesson-unknown`, `lesson-has-no-program`.
    """
    try:
        words = shlex.split(unicodedata.normalize("NFKC", line))
    except ValueError:
        raise _wrong(line) from None
    lesson: Lesson | None = None
    board: str | None = None
    check = False
    while words:
        word = words.pop(0)
        name, _equals, value = word.partition("=")
        if word == "--check":
            check = True
        elif name == "--on" and board is None and (value or words):
            board = value or words.pop(0)
        elif not word.startswith("-") and lesson is None:
            lesson = find(word)
            if not lesson.has_program:
                program_of(lesson)  # says so
        else:
            raise _wrong(word)
    if check and lesson is None:
        raise ProgramError("cell-line-wrong", N_("Which lesson is to be checked?"), _FORM)
    return Asked(lesson, board, check)


def _wrong(word: str) -> ProgramError:
    return ProgramError("cell-line-wrong", N_("`%(word)s` is not known here."), _FORM, word=word.strip()[:40])
