"""A class's programs on virtual boards, as many at once as the PC has cores.

A program that kills the process that tries it stops no other.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from ...errors import ClubError, LessonError, ProgramError
from ...files import fit_for_pc
from ...images import Program
from ...language import N_, language, set_language
from ...lessons import Lesson, load
from ..checker import check_program
from ..steps import steps_of
from .class_report import ClassReport, Outcome
from .programs import ChildProgram
from .zip_files import LARGEST_FILE

_Told = tuple[str, dict[str, bool], ClubError | None]  # verdict, steps, mistake


def check_class(
    lesson: Lesson,
    programs: Sequence[ChildProgram],
    version: str = "",
    *,
    left_out: Sequence[str] = (),
    processes: int | None = None,
    done: Callable[[], object] = lambda: None,
) -> ClassReport:
    """Try each of `programs` and report in their order.

    version: "v1" or "v2"; "" takes the lesson's first. processes: how many work side by side; None: one a core.
    done: called after each program that was tried.

    Raises: LessonError where the lesson itself is at fault, or does not run on that board.
    """
    version = version or lesson.boards[0]
    Program({}, lesson=lesson).must_run_on(version)
    steps = tuple(steps_of(lesson))
    with tempfile.TemporaryDirectory(prefix="ictclub-") as name:
        placed = {number: _placed(one, Path(name) / f"{number:04}") for number, one in enumerate(programs)}
        paths = {number: path for number, path in placed.items() if isinstance(path, Path)}
        told: dict[int, _Told] = {
            number: ("unreadable", {}, error) for number, error in placed.items() if isinstance(error, ClubError)
        }
        for number, found in _tried(lesson, paths, version, processes or os.cpu_count() or 1):
            told[number] = found
            done()
    outcomes = tuple(Outcome(one.child, one.file, *told[number]) for number, one in enumerate(programs))
    return ClassReport(lesson, version, steps, outcomes, tuple(left_out))


def _placed(program: ChildProgram, folder: Path) -> Path | ClubError:
    """Return where a program can be read, written into `folder` where it came out of a zip."""
    if isinstance(program.source, Path):
        return program.source
    if program.source is None:
        return ProgramError(
            "program-file-too-large", N_("%(file)s is larger than any program: more than %(most)s bytes."),
            N_("Choose the .py, or the hex that an editor saved."), file=program.file, most=LARGEST_FILE,
        )  # fmt: skip
    path = folder / fit_for_pc(program.file)
    folder.mkdir()
    path.write_bytes(program.source)
    return path


def _tried(
    lesson: Lesson, paths: dict[int, Path], version: str, processes: int
) -> Iterator[tuple[int, _Told]]:  # fmt: skip
    """Yield (number, what was found) as programs have been tried; after a process has died, each one by itself."""
    left, alone = list(paths), False
    while left:
        batch = left[:1] if alone else list(left)
        with ProcessPoolExecutor(min(processes, len(batch)), initializer=set_language, initargs=(language(),)) as pool:
            jobs: dict[Future[_Told], int] = {
                pool.submit(_try, lesson.folder, paths[number], version): number for number in batch
            }
            for job in as_completed(jobs):
                try:
                    told = job.result()
                except BrokenProcessPool:
                    if not alone:
                        continue  # of this program or of one beside it
                    told = ("crash", {}, _died())
                left.remove(jobs[job])
                yield jobs[job], told
        alone = True


def _try(folder: Path, path: Path, version: str) -> _Told:
    try:
        report = check_program(load(folder), path, version)
    except ProgramError as error:
        return "unreadable", {}, error
    except LessonError as error:  # this program brings out a mistake of the lesson's check
        return error.code, {}, error
    return report.verdict, {result.step.name: result.done for result in report.results}, report.mistake


def _died() -> ProgramError:
    return ProgramError(
        "program-check-died", N_("The virtual board that tried it broke down."),
        N_("Try the program by itself: ictclub check."),
    )  # fmt: skip
