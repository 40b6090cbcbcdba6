"""The catalogue: what lessons there are. One folder a lesson; docs/lessons.md says how to write one."""

from __future__ import annotations

from pathlib import Path

from ..errors import LessonError
from ..folders import course_folder
from ..language import N_
from .form import load, wrong_value
from .lesson import Channel, Lesson, Objectives, Part, Text, Word
from .program_folder import make_work_folder

__all__ = ["Channel", "Lesson", "Objectives", "Part", "Text", "Word", "find", "load", "load_all", "make_work_folder"]

_LONGEST_NUMBER = 9  # digits of a lesson's number that are read


def find(which: int | str | Path, folder: Path | None = None) -> Lesson:
    """Return one lesson, asked for by number (4, "4"), slug ("night-light"), folder name or path.

    `folder` holds the lesson folders; None: the course that came with the package.
    Raises: LessonError "lesson-unknown", "lesson-duplicate", and those of `load`.
    """
    own = Path(which) if isinstance(which, (str, Path)) else None
    if own is not None and _is_lesson(own):
        return load(own.resolve())
    found = [path for path in _folders(folder) if _is_called(path.name, str(which).strip())]
    if not found:
        raise LessonError(
            "lesson-unknown",
            N_("There is no lesson %(which)s."),
            N_("Lessons that exist: %(known)s."),
            which=which,
            known=", ".join(path.name for path in _folders(folder)),
        )
    if len(found) > 1:
        raise _duplicate(found[0], found[1])
    return load(found[0])


def load_all(folder: Path | None = None) -> list[Lesson]:
    """Return all lessons in the order of their numbers.

    Raises: LessonError "lesson-duplicate", "lesson-value-wrong" (needs or uses names no other lesson), and
        those of `load`.
    """
    lessons = [load(path) for path in _folders(folder)]
    by_number: dict[int, Lesson] = {}
    for lesson in lessons:
        if lesson.number in by_number:
            raise _duplicate(by_number[lesson.number].folder, lesson.folder)
        by_number[lesson.number] = lesson
    for lesson in lessons:
        for key, numbers in (("needs", lesson.needs), ("uses", lesson.uses)):
            for number in numbers:
                if number not in by_number or number == lesson.number:
                    others = ", ".join(str(other) for other in by_number if other != lesson.number)
                    raise wrong_value(lesson.folder / "lesson.toml", key, number, others)
    return sorted(lessons, key=lambda lesson: lesson.number)


def _is_lesson(folder: Path) -> bool:
    try:
        return (folder / "lesson.toml").is_file()
    except OSError:  # a name that is too long for any folder
        return False


def _folders(folder: Path | None) -> list[Path]:
    folder = folder or course_folder("lessons")
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[:1].isdigit())


def _is_called(name: str, which: str) -> bool:
    number, _, slug = name.partition("-")
    if which.isdecimal():
        return number.isdecimal() and len(which) <= _LONGEST_NUMBER and int(number) == int(which)
    return which in (slug, name)


def _duplicate(first: Path, second: Path) -> LessonError:
    return LessonError(
        "lesson-duplicate",
        N_("Two lesson folders have the same number: %(first)s and %(second)s."),
        N_("Give one of them another number, in its folder's name and in its lesson.toml."),
        first=first,
        second=second,
    )
