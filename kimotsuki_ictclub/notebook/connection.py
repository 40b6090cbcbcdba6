"""`connect()`: the board on the cable, or a virtual one when there is none."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from ..errors import BoardError
from ..language import N_, _
from ..lessons import Lesson, find
from ..telemetry import BoardSource, Source
from . import sensing
from .club_board import ClubBoard
from .virtual_desk import VirtualDesk
from .words import say

_CLASS = 3  # virtual boards that stand for a class


def connect(
    name: str | None = None, *, lesson: int | str | None = None, program: Path | str | None = None
) -> ClubBoard:
    """Return the one board on the cable, or the one called `name`; where none is connected, a virtual one.

    name: a label, a port, the start of a unique id, `virtual://v1` or `virtual://v2`. lesson: whose values are
    measured; a virtual board runs its program, or the one in `program`.

    Raises: BoardError `several-boards`, `board-unknown`; LessonError `lesson-unknown`.
    """
    from ..boards import choose_board, find_boards

    chosen = find(lesson) if lesson is not None else None
    if name is not None and name.startswith("virtual://"):
        return _virtual(name, chosen, program)
    boards = [board for board in find_boards() if board.port]
    if name is None and not boards:
        say(_("No board is connected, so this is a virtual one. Move its world with the sliders."))
        return _virtual("virtual://v2", chosen, program)
    board = choose_board(name, boards)
    say(_("Connected: %(board)s") % {"board": board.name})
    return ClubBoard([BoardSource(board)], chosen)


def connect_all(*, lesson: int | str | None = None) -> ClubBoard:
    """Return every board that is connected as one; where there is none, three virtual ones."""
    from ..boards import find_boards

    chosen = find(lesson) if lesson is not None else None
    sources: list[Source] = [BoardSource(board) for board in find_boards() if board.port]
    if not sources:
        say(_("No board is connected, so these are three virtual ones. Move their worlds with the sliders."))
        sources = [VirtualDesk("v1", _files(chosen, None), f"{number:02d}") for number in range(1, _CLASS + 1)]
    else:
        say(_("Connected: %(board)s") % {"board": ", ".join(source.label for source in sources)})
    return ClubBoard(sources, chosen)


def _virtual(url: str, lesson: Lesson | None, program: Path | str | None) -> ClubBoard:
    version = urlsplit(url).netloc
    if version not in ("v1", "v2"):
        raise BoardError(
            "board-unknown",
            N_("There is no virtual board %(name)s."),
            N_("Use virtual://v1 or virtual://v2."),
            name=url,
        )
    return ClubBoard([VirtualDesk(version, _files(lesson, program))], lesson)


def _files(lesson: Lesson | None, program: Path | str | None) -> dict[str, bytes]:
    if program is not None:
        return {"main.py": Path(program).read_bytes()}
    return dict(lesson.files) if lesson is not None and lesson.has_program else dict(sensing.FILES)
