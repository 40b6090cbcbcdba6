"""The pages of one lesson, and of the whole course with an index."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from ..errors import LessonError, writing_to
from ..files import write_whole
from ..lessons import Lesson
from ..readings import as_ruby, for_year
from .blocks import BLOCK, Sheet, screens, text_of
from .board_svg import board_svg
from .pdf import print_pdf
from .sheet import SHEETS, exported, hue_of, render
from .trial import Rows, Scene, screen_after

INDEX = "index.html"
_PICTURE_AFTER = 1.0  # virtual seconds into each lesson's program


def make_handout(lesson: Lesson, folder: Path, year: int | None = None, *, pdf: bool = False) -> list[Path]:
    """Write worksheet and guide of a lesson into `folder`, as PDF too if asked; return the files.

    year: the school year (1–10) that reads the worksheet; None: the youngest of the lesson.
    Raises: LessonError "sheet-block-wrong", "handout-not-written"; SetupError as `print_pdf`.
    """
    written = []
    for sheet in SHEETS:
        page = folder / f"{lesson.name}-{sheet}.html"
        _write(page, render(lesson, sheet, year))
        written.append(page)
        if pdf:
            written.append(print_pdf(page, page.with_suffix(".pdf")))
    return written


def make_course(
    lessons: Sequence[Lesson], folder: Path, year: int | None = None, *, pdf: bool = False
) -> Iterator[tuple[str, list[Path]]]:
    """Write the pages of all lessons and an index; yield each lesson's name and files when they are there."""
    for lesson in lessons:
        yield lesson.name, make_handout(lesson, folder, year, pdf=pdf)
    _write(folder / INDEX, _index(lessons, year))
    yield INDEX, [folder / INDEX]


def _index(lessons: Sequence[Lesson], year: int | None) -> str:
    from nbformat.v4 import new_notebook

    entries = [_entry(lesson, lessons, year or lesson.grades[0]) for lesson in lessons]
    tracks = [
        (name, [entry for entry in entries if entry["track"] == track])
        for track, name in (("children", "子どものコース"), ("grown-ups", "大人のコース"))
    ]
    return exported(new_notebook(), "index", {"tracks": [track for track in tracks if track[1]], "sheet": "index"})


def _entry(lesson: Lesson, lessons: Sequence[Lesson], year: int) -> dict[str, object]:
    shown = lesson
    if lesson.uses:
        shown = next((other for other in lessons if other.number == lesson.uses[0]), lesson)
    return {
        "track": lesson.track,
        "number": lesson.number,
        "hue": hue_of(lesson),
        "title": as_ruby(for_year(escape(lesson.title.ja), year), year),
        "promise": as_ruby(for_year(escape(lesson.promise.ja), year), year),
        "minutes": lesson.minutes,
        "boards": " ".join(board.upper() for board in lesson.boards),
        "picture": board_svg(telling_moment(shown)),
        "pages": [(name, f"{lesson.name}-{name}.html") for name in SHEETS],
    }


def telling_moment(lesson: Lesson) -> Rows:
    """Return the first picture of the worksheet on which something shines; else what the program shows in the dark."""
    path = lesson.folder / "worksheet.md"
    for block in BLOCK.finditer(text_of(path)):
        if block[1] == "led":
            facts = tomllib.loads(block[2])
            facts.pop("caption", None)
            _scene, shown = screens(facts, Sheet(lesson, lesson.grades[0], path))
            for _moment, rows in shown:
                if any(map(any, rows)):
                    return rows
    if not lesson.has_program:
        return ((0,) * 5,) * 5
    return screen_after(lesson.main, tuple(lesson.module_paths), lesson.boards[0], _PICTURE_AFTER, Scene(light=10.0))


def _write(path: Path, page: str) -> None:
    with writing_to(path, LessonError, "handout-not-written"):
        write_whole(path, page)
