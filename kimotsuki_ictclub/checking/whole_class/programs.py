"""Whose program is which, in a folder or zip as teachers have it.

A file directly in it is a child's program, named by the child. A folder in it is a child's: its program is the one of
the lesson (04-night-light.py, as `ictclub work export` writes it), or its main.py or main.hex (as `ictclub collect`
does), or else each program in it. Folders around all of it don't matter. What lies deeper, or is a module of the
lesson, is left out and named.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...errors import ProgramError, system_words
from ...folders import course_folder
from ...language import N_
from ...lessons import Lesson
from .zip_files import LARGEST_FILE, MOST_ENTRIES, files_in_zip

_WANTED = (".py", ".hex")
_DEEPEST = 8  # folders below the given one that are looked into
_Found = dict[PurePosixPath, "bytes | Path | None"]


@dataclass(frozen=True)
class ChildProgram:
    """A program of a class: whose, what it is called, and where it is, or its content; None: it is too large."""

    child: str
    file: str
    source: bytes | Path | None


def found_programs(place: Path, lesson: Lesson) -> tuple[list[ChildProgram], list[str]]:
    """Return the programs of a class in the folder or zip `place`, by child, and what was left out.

    Raises: ProgramError `class-empty`, `class-unreadable`, `class-too-large`, and as `files_in_zip`.
    """
    found: _Found = dict(_files_below(place)) if place.is_dir() else dict(files_in_zip(place))
    found = _without_folders_around({path: source for path, source in found.items() if not _is_aside(path)})
    modules = {"robot.py", *(Path(str(module)).name for module in lesson.modules)}
    modules |= {path.name for path in course_folder("firmware").glob("*.py")}
    programs: list[ChildProgram] = []
    left_out: list[str] = []
    by_child: dict[str, list[PurePosixPath]] = {}
    for path in found:
        by_child.setdefault(path.parts[0] if len(path.parts) > 1 else "", []).append(path)
    for folder, paths in by_child.items():
        taken = _taken([path for path in paths if len(path.parts) == (2 if folder else 1)], folder, lesson, modules)
        left_out += [str(path) for path in paths if path not in taken]
        for path in taken:
            child = folder if folder and len(taken) == 1 else str(path.with_suffix(""))
            programs.append(ChildProgram(child, path.name, found[path]))
    if not programs:
        raise ProgramError(
            "class-empty", N_("There are no programs in %(place)s."),
            N_("Put each child's .py or .hex into it, named by the child, or a folder for each child."), place=place,
        )  # fmt: skip
    return sorted(programs, key=lambda one: _as_numbers_go(one.child)), sorted(left_out)


def _taken(paths: Sequence[PurePosixPath], folder: str, lesson: Lesson, modules: set[str]) -> list[PurePosixPath]:
    if not folder:
        return [path for path in paths if path.name not in modules]
    of_lesson = re.compile(rf"0*{lesson.number}(?![0-9]).*", re.DOTALL)
    for wanted in (
        [path for path in paths if of_lesson.fullmatch(path.stem) or path.stem == lesson.slug],
        [path for path in paths if path.stem.lower() == "main"],
    ):
        if wanted:
            return wanted
    own = [path for path in paths if path.name not in modules]
    # In a folder of `work export` that has other lessons' programs only, there is none of this lesson.
    return [path for path in own if not re.match(r"[0-9]+-", path.name)] or own


def _files_below(folder: Path) -> Iterator[tuple[PurePosixPath, bytes | Path | None]]:
    """Yield the programs below a folder; links to folders are not followed."""

    def refused(error: OSError) -> None:
        raise ProgramError(
            "class-unreadable", N_("%(place)s cannot be read: %(reason)s."), place=error.filename or folder,
            reason=system_words(error),
        ) from error  # fmt: skip

    count = 0
    for name, folders, files in os.walk(folder, onerror=refused):
        here = Path(name)
        if len(here.relative_to(folder).parts) >= _DEEPEST:
            folders.clear()
        folders.sort()
        for file in sorted(files):
            path = here / file
            if path.suffix.lower() not in _WANTED or not path.is_file():
                continue
            count += 1
            if count > MOST_ENTRIES:
                raise ProgramError(
                    "class-too-large", N_("There are too many files in %(place)s."),
                    N_("Give the programs of one class: at most %(most)s files."), place=folder, most=MOST_ENTRIES,
                )  # fmt: skip
            yield PurePosixPath(path.relative_to(folder).as_posix()), path if _is_bounded(path) else None


def _is_bounded(path: Path) -> bool:
    try:
        return path.stat().st_size <= LARGEST_FILE
    except OSError:
        return True  # said by whoever reads it


def _is_aside(path: PurePosixPath) -> bool:
    """Whether a file is one that a PC puts beside others: .DS_Store, __MACOSX, .vscode, or none that a person made."""
    return any(part.startswith((".", "__")) for part in path.parts if part not in ("..", "."))


def _without_folders_around(found: _Found) -> _Found:
    """Return the files without a folder that holds all of them, such as the one a zip was made of."""
    plain: _Found = {}
    for path, source in found.items():
        parts = [part for part in path.parts if part not in ("/", ".", "..") and not part.endswith(":")]
        if parts:
            plain[PurePosixPath(*parts)] = source
    while plain and len({path.parts[0] for path in plain}) == 1 and min(len(path.parts) for path in plain) > 2:
        plain = {PurePosixPath(*path.parts[1:]): source for path, source in plain.items()}
    of_one_child = any(path.stem.lower() == "main" or re.match(r"[0-9]+-", path.stem) for path in plain)
    if len({path.parts[0] for path in plain}) == 1 and all(len(path.parts) == 2 for path in plain) and not of_one_child:
        plain = {PurePosixPath(path.parts[1]): source for path, source in plain.items()}
    return plain


def _as_numbers_go(name: str) -> list[tuple[int, str]]:
    """Return by what names are sorted: 2 before 10."""
    return [(int(part) if part.isdecimal() and part.isascii() else 0, part) for part in re.split(r"(\d{1,9})", name)]
