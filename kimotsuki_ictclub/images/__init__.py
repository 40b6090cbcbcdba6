"""Programs become images: a lesson or any .py, with modules beside it, in a hex ready to flash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import ProgramError
from ..language import N_
from ..lessons import Lesson
from .image import VERSIONS, Image, image_of
from .parser import check_by_parser
from .program import Program, program_of
from .vocabulary import check_vocabulary

__all__ = ["VERSIONS", "Image", "Program", "build", "check", "program_of"]


def build(source: Lesson | Path | str, version: str = "universal", *, modules: Sequence[Path | str] = ()) -> Image:
    """Return the image of a lesson, or of the program at a path, for "v1", "v2" or "universal" (both).

    modules: more files for the board: names of firmware/ ("robot.py") or paths.
    Before the image is made, each program in it is compiled by the parser of each board it is for.

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
    program = program_of(source, modules)
    versions = VERSIONS if version == "universal" else (version,)
    for each in versions:
        program.must_run_on(each)
    image = image_of(program.files, version)
    for each in versions:
        check(program, each)
    return image


def check(program: Program, version: str) -> None:
    """Compile a program's own files by the parser of a board, and look for what that board doesn't have.

    Raises: ProgramError "program-syntax", "program-too-big-for-memory", "feature-missing", "module-missing" …
    """
    for name in program.own_files:
        check_vocabulary(program, name, version)
        check_by_parser(program, name, version)
