"""Where the program of a cell runs: on the board on the cable, or on the bench."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...language import _
from ...lessons import Lesson
from ...telemetry import BoardSource
from ..bench import Bench
from ..club_board import ClubBoard
from ..connection import boards_on_cables
from ..readers import end_readers
from ..words import say

if TYPE_CHECKING:
    from ...boards import Board
    from ...boards.flashing.flashable import Step
    from ...images import Program

VERSIONS = ("v1", "v2")  # V1 first: it asks least of an old PC


def chosen_board(name: str | None) -> Board | None:
    """Return the board on a cable that is meant by `name` (None: the one there is); None for a virtual one's bench.

    Raises: BoardError `several-boards`, `board-unknown`, `maintenance`, `version-unknown`.
    """
    from ...boards import choose_board
    from ...boards.failures import maintenance, version_unknown
    from ...boards.ports import HOSTED

    if name is not None and name.startswith("virtual://") and not name.startswith(HOSTED):
        return None
    boards = boards_on_cables()
    if name is None and not boards:
        return None
    board = choose_board(name, boards)
    if board.version is None:
        raise maintenance() if board.state == "maintenance" else version_unknown()
    return board


def versions_for(board: Board | None, name: str | None, lesson: Lesson | None) -> tuple[str, ...]:
    """Return the board versions that may run the program, the first choice first. Raises: BoardError."""
    if board is not None and board.version is not None:
        return (board.version,)
    if name is not None:
        from ...boards.virtual_boards import version_in

        return (version_in(name),)
    return lesson.boards if lesson is not None else VERSIONS


def bench_with(program: Program, version: str, lesson: Lesson | None, *, asked: bool) -> ClubBoard:
    """Return a virtual board with `program`; in a lesson about radio with a friend that runs the finished one.

    asked: whether the child named it; else it is said that there is no board.
    """
    if not asked:
        say(_("No board is connected, so this is a virtual one. Change its light and tilt with the sliders."))
    friends = {_("Friend"): lesson.files} if lesson is not None and "radio" in lesson.sensors else {}
    bench = Bench(version, program.files, friends=friends)
    bench.program = "%%microbit"
    return ClubBoard([bench], lesson)


def flashed(board: Board, program: Program, lesson: Lesson | None, tell: Callable[[str], None]) -> ClubBoard:
    """Put `program` on a board, the quick way where that goes, verified; return the board. Raises: BoardError.

    tell: takes what is being done, in words.
    """
    from ...boards.flashing.one import flash_board
    from ...images.image import image_of

    assert board.version is not None
    end_readers([board.name])
    image = image_of(program.files, board.version, program.shown)
    flash_board(board, image, progress=lambda step, part: tell(_doing(step, board.name)))
    return ClubBoard([BoardSource(board)], lesson)


def _doing(step: Step, board: str) -> str:
    match step:
        case "looking":
            text = _("%(board)s: looking what is on it …")
        case "sending":
            text = _("%(board)s: your program is on its way …")
        case "copying" | "waiting":
            text = _("%(board)s: it gets everything new. That takes half a minute …")
        case "checking":
            text = _("%(board)s: checking …")
        case "again":
            text = _("%(board)s: trying again …")
    return text % {"board": board}
