"""One program under one lesson's check."""

from __future__ import annotations

from pathlib import Path

from ..errors import ClubError, LessonError, ProgramError, VirtualBoardError
from ..images import Program, check, program_of
from ..images.breakdowns import mistake_of_fault, starts_again, too_deep
from ..images.look import look_over
from ..images.stops import find_stop, has_ended, is_of_compiling, mistake_in
from ..language import N_
from ..lessons import Lesson
from ..virtual import Air
from .check_report import Report, StepResult
from .endless import stuck_mistake
from .steps import Step, steps_of
from .trial_board import START_SECONDS, ProgramStopped, TrialBoard

FLOOD_BYTES_PER_SECOND = 5_000  # nearly half of what the line can carry, 11,520 bytes/s


def check_program(
    lesson: Lesson, path: Path | None = None, version: str = "", *, stop_at_first: bool = False
) -> Report:
    """Run the program at `path` (None: the lesson's main.py) on a virtual board and see which steps it does.

    version: "v1" or "v2"; "" takes the lesson's first. stop_at_first: don't try more steps after one that is missing.
    Raises: ProgramError where there is no program to run; LessonError where the lesson itself is at fault.
    """
    if not lesson.has_program:
        program_of(lesson)  # says so
    version = version or lesson.boards[0]
    program = program_of(path or lesson.main, [*lesson.modules], version)
    Program(program.files, lesson=lesson).must_run_on(version)
    report = Report(lesson, version, program.shown_name("main.py"))
    try:
        look_over(program, version)
        _try_steps(report, program, stop_at_first)
    except ProgramError as mistake:
        report.mistake = mistake
    except VirtualBoardError as error:
        report.mistake = _crash(program, version, error)
    return report


def _crash(program: Program, version: str, error: VirtualBoardError) -> ClubError:
    """Return what to tell of firmware that stopped: what `build` says about the program, where it says something."""
    try:
        check(program, version)
    except ProgramError as mistake:
        return mistake
    return mistake_of_fault(program, error)


def _try_steps(report: Report, program: Program, stop_at_first: bool) -> None:
    steps = steps_of(report.lesson)
    boards = _boards(report, program, friend=any(step.needs_friend for step in steps))
    board = boards[0]
    board.run(START_SECONDS[report.version])
    lit = flooded = False
    for step in steps:
        done = _does(step, boards, report.lesson)
        lit = lit or board.display.is_lit
        flooded = flooded or board.bytes_per_second > FLOOD_BYTES_PER_SECOND
        stop = find_stop(board.printed_in_all)
        if stop is not None:
            if is_of_compiling(stop):
                check(program, report.version)  # says it as `build` does
            report.mistake = mistake_in(stop, program)
            return
        report.results.append(StepResult(step, done))
        if done and board.display.is_lit:
            report.picture = str(board.display)
        board.begin_step()
        if not done and stop_at_first:
            break
    if report.missing:
        report.silent = not lit and not board.printed_in_all
        report.mistake = _reason(board, program, flooded)
        if report.mistake is None and report.silent:
            report.mistake = too_deep(program, report.version)


def _boards(report: Report, program: Program, *, friend: bool) -> list[TrialBoard]:
    if not friend:
        return [TrialBoard(report.version, program)]
    air = Air()
    return [
        TrialBoard(report.version, program, air=air),
        TrialBoard(report.version, report.lesson, air=air, seed=2),
    ]


def _does(step: Step, boards: list[TrialBoard], lesson: Lesson) -> bool:
    boards[0].in_step = True
    try:
        return bool(step(*boards) if step.needs_friend else step(boards[0]))
    except ProgramStopped:
        return False
    except (LessonError, VirtualBoardError):
        raise
    except Exception as error:
        raise LessonError(
            "check-broken",
            N_("%(file)s has a mistake: %(reason)s"),
            N_("This is a mistake in the lesson, not of the program."),
            file=lesson.folder / "check.py",
            reason=f"{step.name}: {type(error).__name__}: {error}",
        ) from error
    finally:
        boards[0].in_step = False


def _reason(board: TrialBoard, program: Program, flooded: bool) -> ProgramError | None:
    """Return why steps are missing, where it can be told."""
    if board.starts_again:
        return starts_again(program)
    if has_ended(board.printed_in_all):
        return ProgramError(
            "program-ended",
            N_("The program has ended."),
            N_("Put what should keep repeating below while True: and indent it."),
        )
    if flooded:
        return ProgramError(
            "program-flood",
            N_("The program prints without a pause; nobody can read so fast."),
            N_("Let it wait a little in the loop: sleep(200)"),
        )
    return stuck_mistake(board, program.shown_name("main.py"), program.text())
