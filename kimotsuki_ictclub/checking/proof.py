"""The whole course proven: finished programs pass, starters don't yet, stretch programs run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from ..errors import ClubError
from ..images import program_of
from ..images.stops import find_stop, mistake_in
from ..language import language, set_language
from ..lessons import Lesson, load
from .checker import check_program
from .trial_board import START_SECONDS, TrialBoard

_STRETCH_SECONDS = 3.0  # virtual: long enough to come by every line that runs without being asked


@dataclass(frozen=True)
class Proof:
    """What was shown about one program of a lesson on one board: `good` is whether it is as it must be."""

    lesson: str
    program: str
    version: str
    good: bool
    reason: str = ""


def prove_course(lessons: Sequence[Lesson], processes: int | None = None) -> Iterator[Proof]:
    """Yield a proof for each program of each lesson on each board that it claims, as they are found.

    processes: how many work side by side; None: one for each CPU core.
    """
    with ProcessPoolExecutor(processes or os.cpu_count(), initializer=set_language, initargs=(language(),)) as pool:
        for future in as_completed([pool.submit(prove, *one) for one in programs_to_prove(lessons)]):
            yield future.result()


def programs_to_prove(lessons: Sequence[Lesson]) -> list[tuple[Path, str, str]]:
    """Return (lesson's folder, name of the program, board) of all that `prove_course` tries."""
    return [
        (lesson.folder, path.name, version)
        for version in ("v2", "v1")  # the slower first: the last ones to finish are then short
        for lesson in lessons
        if version in lesson.boards
        for path in [lesson.main, lesson.folder / "starter.py", *lesson.stretches]
    ]


def prove(folder: Path, name: str, version: str) -> Proof:
    """Try one program of the lesson in `folder` on one board."""
    lesson = load(folder)
    look: Callable[[Lesson, Path, str], str]
    if name == "main.py":
        look = _must_pass
    elif name == "starter.py":
        look = _must_not_pass
    else:
        look = _must_run
    try:
        reason = look(lesson, folder / name, version)
    except ClubError as error:
        reason = str(error)
    return Proof(lesson.name, name, version, not reason, reason)


def _must_pass(lesson: Lesson, path: Path, version: str) -> str:
    report = check_program(lesson, path, version, stop_at_first=True)
    return "" if report.passed else _told(report.mistake) or report.missing[0].text.shown()


def _must_not_pass(lesson: Lesson, path: Path, version: str) -> str:
    report = check_program(lesson, path, version, stop_at_first=True)
    if report.passed:
        return "passed"
    broken = report.mistake is not None and report.verdict in ("syntax", "other-board")
    return _told(report.mistake) if broken else ""


def _must_run(lesson: Lesson, path: Path, version: str) -> str:
    program = program_of(path, lesson.modules, version)
    board = TrialBoard(version, program)
    board.run(START_SECONDS[version] + _STRETCH_SECONDS)
    stop = find_stop(board.printed_in_all)
    return "" if stop is None else _told(mistake_in(stop, program))


def _told(mistake: ClubError | None) -> str:
    return "" if mistake is None else mistake.message
