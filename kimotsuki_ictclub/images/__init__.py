"""Programs become images: a lesson or any .py, with modules beside it, in a hex ready to flash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import ProgramError
from ..language import N_
from ..lessons import Lesson
from .board_parser import check_by_parser
from .image import VERSIONS, Image, check_size, image_of
from .look import look_over
from .mistake_error import MistakeError
from .program import MAIN, Program, program_of

__all__ = ["VERSIONS", "Image", "Program", "build", "check", "program_of"]


def build(
    source: Lesson | Path | str,
    version: str = "universal",
    *,
    modules: Sequence[Path | str] = (),
    unchecked: bool = False,
) -> Image:
    """Return the image of a lesson, or of the program at a path, for "v1", "v2" or "universal" (both).

    modules: more files for the board: names of firmware/ ("robot.py") or paths.
    Before the image is made, each program in it is checked for each board it is for; unchecked: it is made anyway.

    Raises: ProgramError (`check`, "program-too-large", "program-not-utf8", "file-name-wrong" …);
        LessonError "lesson-not-on-board".
    """
    if version not in (*VERSIONS, "universal"):
        raise ProgramError(
            "no-such-version",
            N_("There is no board version %(version)s."),
            N_("Choose v1, v2 or universal."),
            version=version,
        )
    versions = VERSIONS if version == "universal" else (version,)
    program = program_of(source, modules, None if version == "universal" else version)
    for each in versions:
        program.must_run_on(each)
        check_size(program.files, each, program.shown)
    if not unchecked:
        for each in versions:
            _check_for(program, each, both=version == "universal")
    return image_of(program.files, version, program.shown)


def check(program: Program, version: str) -> None:
    """Look a program's own files over, and compile them by the parser of a board.

    Raises: ProgramError "program-syntax", "program-too-big-for-memory", "feature-missing", "module-missing" …
    """
    look_over(program, version)
    for name in sorted(program.own_files, key=lambda name: name == MAIN):  # main.py needs its modules in the memory
        check_by_parser(program, name, version)


def _check_for(program: Program, version: str, *, both: bool) -> None:
    """Check a program for one of the boards; of a hex for both, say how to have it for the other alone."""
    try:
        check(program, version)
    except MistakeError as mistake:
        if not both or mistake.code != "feature-missing":
            raise
        other = next(each for each in VERSIONS if each != version)
        raise mistake.with_hint(
            N_("Build it for %(other)s boards alone, with --board %(option)s, or leave that part out."),
            other=other.upper(),
            option=other,
        ) from mistake.__cause__
