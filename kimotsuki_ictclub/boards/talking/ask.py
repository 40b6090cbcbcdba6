"""Asking boards what runs on them, and letting one show its name; the program is started again afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ...errors import ClubError
from ...folders import course_folder
from ..board import Board
from ..failures import maintenance
from ..noting import note
from .board_files import MAIN, BoardFiles, fingerprint
from .conversation import conversation
from .raw_repl import RawRepl

_logger = logging.getLogger(__name__)

_SHOWS = 2  # how often the label runs over the LEDs


@dataclass(frozen=True)
class Answer:
    """What a board says of itself."""

    runtime: str  # MicroPython's own version, such as "2.1.2"
    program: str  # name of the known program on it; "" for one that is not known
    size: int | None  # bytes of main.py; None where there is none
    cut_off: bool = False  # whether writing main.py was cut off: the board runs its beginning


def ask_boards(boards: Sequence[Board]) -> list[Answer | ClubError]:
    """Ask all boards at once; return an answer or an error for each, in their order."""
    known = lesson_programs()

    def ask(board: Board) -> Answer | ClubError:
        try:
            return ask_board(board, known)
        except ClubError as error:
            note(_logger, board, "does not answer: %s", error)
            return error

    with ThreadPoolExecutor(max_workers=max(1, len(boards))) as pool:
        return list(pool.map(ask, boards))


def ask_board(board: Board, known: Mapping[str, bytes]) -> Answer:
    """Ask one board. Its program is stopped for about a second and starts again.

    `known` are programs that it may have: name → main.py.
    Raises: BoardError (`maintenance`, `board-busy`, `no-repl`, `board-silent`, `cable-out` …).
    """
    with stopped(board) as repl:
        files = BoardFiles(repl, board.version or "v2")
        answer = files.ask()
        size = answer.sizes.get(MAIN)
        same_size = {name: content for name, content in known.items() if len(content) == size}
        found = files.fingerprint(MAIN) if same_size else None
        names = [name for name, content in same_size.items() if fingerprint(content) == found]
        cut_off = size is not None and not names and not files.is_whole(MAIN, size)
    return Answer(answer.runtime, names[0] if names else "", size, cut_off)


def show_label(board: Board, label: str) -> bool:
    """Let `label` run over the board's LEDs, twice; return False where its letters can't be shown (a face then).

    Raises: as `ask_board`.
    """
    readable = label.isascii()
    picture = f"display.scroll({label!r})" if readable else "display.show(Image.HAPPY);sleep(1500)"
    with stopped(board) as repl:
        repl.run(f"from microbit import *\nfor _ in range({_SHOWS}):\n {picture}", timeout=40)
    return readable


def lesson_programs() -> dict[str, bytes]:
    """Return name → main.py of the lessons; a damaged one is passed over, for boards are seen without it."""
    from ...images import program_of
    from ...lessons import load

    programs = {}
    for folder in sorted(path for path in course_folder("lessons").glob("*") if path.is_dir()):
        with suppress(ClubError):
            lesson = load(folder)
            programs[lesson.name] = program_of(lesson).files[MAIN]
    return programs


@contextmanager
def stopped(board: Board) -> Iterator[RawRepl]:
    """Stop the board's program for the block, its raw REPL entered; afterwards the program starts again.

    Raises: as `ask_board`.
    """
    if board.state == "maintenance":
        raise maintenance()
    with board.powered(), conversation(board) as repl:
        try:
            repl.enter()
            yield repl
        finally:
            with suppress(OSError):
                repl.restart()  # even where it did not answer: a program that was stopped runs again
