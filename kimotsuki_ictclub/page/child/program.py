"""A child's text as a program for a board."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ...errors import ClubError
from ...images import Image, Program, build, program_of
from ...images.look import look_over
from ...lessons import Lesson
from ..live.slip import may_have_slip

LONGEST_TEXT = 60_000  # characters; a board holds half of that


def program_from(text: str, lesson: Lesson | None, version: str) -> Program:
    """Return the program, with the lesson's modules beside it. Raises: ProgramError."""
    return program_of("main.py", list(lesson.modules) if lesson else [], version, text=text)


def first_mistake(text: str, lesson: Lesson | None, version: str) -> ClubError | None:
    """Return what can be seen in the text without a board, None where nothing is wrong or nothing is written yet."""
    if not text.strip():
        return None
    try:
        look_over(program_from(text, lesson, version), version)
    except ClubError as error:
        return error
    return None


def may_slip(text: str, lesson: Lesson | None, version: str) -> bool:
    """Whether the board's parser should be asked about the text: nothing is wrong that `first_mistake` names."""
    return (
        len(text) <= LONGEST_TEXT
        and bool(text.strip())
        and may_have_slip(text)
        and first_mistake(text, lesson, version) is None
    )


def hex_of(text: str, lesson: Lesson | None) -> Image:
    """Return the image for both boards, or for those on which the lesson runs. Raises: ClubError."""
    only = lesson.boards[0] if lesson and len(lesson.boards) == 1 else "universal"
    with tempfile.TemporaryDirectory(prefix="ictclub-page-") as folder:
        path = Path(folder) / "main.py"
        path.write_text(text, encoding="utf-8", newline="\n")
        return build(path, only, modules=list(lesson.modules) if lesson else [])
