"""The text of a cell as a program for a board; its mistakes are told with the lines of the cell."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ...errors import ClubError, ProgramError
from ...images import Program, check, program_of
from ...images.mistake_error import MistakeError
from ...language import N_
from ...lessons import Lesson
from ..cell_mistakes import CellError, Place

# What the other board may have, or have room for.
_OF_ONE_BOARD = ("feature-missing", "module-missing", "program-too-big-for-memory")


def source_of(cell: str, lines_above: int = 1) -> str:
    """Return what goes on the board: the cell, with an empty line for each that stands above the program in the cell.

    So a line has the same number for the board, for the check and for the child.
    """
    return "\n" * lines_above + cell


def program_for(source: str, lesson: Lesson | None, versions: Sequence[str]) -> tuple[str, Program]:
    """Return the first of `versions` on which the program is right, and the program with its modules.

    It is looked over, and compiled by that board's own parser; nothing of it runs.

    Raises: CellError where there is a mistake in it; ProgramError; LessonError `lesson-not-on-board`.
    """
    if not source.strip():
        raise ProgramError(
            "program-empty",
            N_("There is no program in this cell yet."),
            N_("Write it below the line that begins with %%%%microbit."),
        )
    first: ClubError | None = None
    for version in versions:
        try:
            program = _read(source, lesson, version)
            Program(program.files, lesson=lesson).must_run_on(version)
            check(program, version)
        except ProgramError as mistake:
            first = first or mistake
            if mistake.code not in _OF_ONE_BOARD:
                break
        else:
            return version, program
    assert first is not None
    raise in_cell(first) from first


def in_cell(mistake: ClubError) -> ClubError:
    """Return a mistake as a cell tells it: its line, the sentence, the cure."""
    if not isinstance(mistake, MistakeError):
        return mistake
    values = {name: value for name, value in mistake.values.items() if name not in ("line", "text")}
    place = Place(int(str(mistake.values["line"])), str(mistake.values["text"]))
    sentence, hint = mistake.untranslated
    return CellError(place, sentence, hint, **values)


def _read(source: str, lesson: Lesson | None, version: str) -> Program:
    with tempfile.TemporaryDirectory(prefix="ictclub-cell-") as folder:
        path = written(source, Path(folder))
        return program_of(path, list(lesson.modules) if lesson is not None else [], version)


def written(source: str, folder: Path) -> Path:
    """Write a program into `folder`; return its path."""
    path = folder / "main.py"
    path.write_bytes(source.encode("utf-8", "surrogatepass"))
    return path
