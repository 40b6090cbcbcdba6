"""The board's own parser: it compiles a program on a virtual board, and nothing of the program is run."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..errors import ImageError, ProgramError, VirtualBoardError
from ..language import N_
from ..virtual import VirtualBoard
from .mistakes import find_full_width, full_width_mistake, syntax_mistake
from .program import Program

# MicroPython compiles a whole file before it runs the first line. With this line put before it, a program that
# compiles stops at once, and uses no more of the board's memory than it will when it runs.
_STOP, _STOPPED = "1/0\n", "ZeroDivisionError"
_ANSWER = re.compile(r"(?:line (\d+)[^\n]*\r?\n)?(\w+(?:Error|Exception))\b[^\r\n]*\r?\n")
_TIMEOUT = 20.0  # virtual seconds; 28 KB take under 3
HEAP_BYTES = {"v1": 10_240, "v2": 65_536}  # MICROPY_HEAP of the two runtimes


class Complaint(NamedTuple):
    """What a board's parser says: the kind of error, and the line (from 1; None for memory)."""

    kind: str
    line: int | None


def check_by_parser(program: Program, name: str, version: str) -> None:
    """Compile one file of a program on a virtual board.

    Raises: MistakeError "program-syntax"; ProgramError "program-too-big-for-memory", "program-too-large".
    """
    source, file = program.text(name), program.shown_name(name)
    try:
        complaint = complaint_of(source, version)
    except ImageError as error:
        raise ProgramError(
            "program-too-large",
            N_("%(file)s has %(size)s bytes; a board needs %(room)s more to check it."),
            N_("Make it shorter: long comments and texts take room too."),
            file=file,
            size=len(source.encode()),
            room=len(_STOP),
        ) from error
    if complaint is None:
        line = find_full_width(source)  # the boards take most of them for a letter of a name
        if line is not None:
            raise full_width_mistake(file, source, line)
    elif complaint.kind == "MemoryError":
        raise ProgramError(
            "program-too-big-for-memory",
            N_("%(file)s (%(size)s bytes) needs more working memory than a %(board)s board has (%(limit)s bytes)."),
            N_("Make the program shorter, or use fewer modules; a V2 board has more memory."),
            file=file,
            size=len(source.encode()),
            limit=HEAP_BYTES[version],
            board=version.upper(),
        )
    else:
        raise syntax_mistake(file, source, complaint.line or 1)


@lru_cache(maxsize=64)
def complaint_of(source: str, version: str) -> Complaint | None:
    """Return what a board's parser finds wrong in `source`; None where it compiles.

    Raises: ImageError "files-too-large"; VirtualBoardError "parser-silent".
    """
    board = VirtualBoard(version, _Files({"main.py": (_STOP + source).encode()}))
    board.run_until(lambda: _ANSWER.search(board.serial.text), timeout=_TIMEOUT)
    answer = _ANSWER.search(board.serial.text)
    if answer is None:
        raise VirtualBoardError(
            "parser-silent",
            N_("The virtual board gave no answer about the program."),
            N_("Please report this program to the makers of the toolkit."),
        )
    if answer[2] == _STOPPED:
        return None
    return Complaint(answer[2], int(answer[1]) - _STOP.count("\n") if answer[1] else None)


class _Files(NamedTuple):
    """A program as a virtual board takes it."""

    files: dict[str, bytes]
