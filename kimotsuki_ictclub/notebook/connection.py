"""`connect()`: the board on the cable, or a virtual one when there is none."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ProgramError
from ..folders import course_folder
from ..language import N_, _
from ..lessons import Lesson, find
from ..telemetry import AnySource, BoardSource
from .bench import Bench
from .club_board import ClubBoard
from .controls import needs_v2
from .words import say

if TYPE_CHECKING:
    from ..boards import Board

ONLY_VIRTUAL = "ICTCLUB_ONLY_VIRTUAL"  # set where notebooks run by themselves: no board on a cable is touched
_NAME_LINE = re.compile(r"^NAME = .*?(?=\s*(#|$))", re.MULTILINE)
_EVERY_SENSOR = "all_sensors.py"  # what a virtual board runs when no lesson is named
_BROKER = "ICTCLUB_VENUES"
_TWO_VENUES = ("koyama", "uchinoura")
_CLASS = 3  # virtual boards that stand for a class


def connect(
    name: str | None = None,
    *,
    lesson: int | str | None = None,
    program: Path | str | None = None,
    friends: Sequence[str] = (),
    friends_program: Path | str | None = None,
) -> ClubBoard:
    """Return the one board on the cable, or the one called `name`; where none is connected, a virtual one.

    name: a label, a port, the start of a unique id, `virtual://v1`, `virtual://v2`, or the broker over which another
    venue shares its boards, `mqtts://user@host/koyama` (its password stands in ICTCLUB_MQTT_PASSWORD, never here).
    lesson: whose values are measured; a virtual board runs its program, or the one in `program`. friends: names of
    virtual boards that are in one room with a virtual board and talk to it by radio; each runs `friends_program` with
    its own NAME.

    Raises: BoardError `several-boards`, `board-unknown`; LessonError `lesson-unknown`; ProgramError `program-missing`;
    ShareError where the broker's address is wrong.
    """
    from ..boards import choose_board
    from ..boards.ports import HOSTED
    from ..share import Address, Venues, is_address

    chosen = find(lesson) if lesson is not None else None
    if name is not None and is_address(name):
        return ClubBoard([Venues(Address.of(name))], chosen)
    if name is not None and name.startswith("virtual://") and not name.startswith(HOSTED):
        return _virtual(name, chosen, program, _room(friends, friends_program))
    boards = boards_on_cables()
    if name is None and not boards:
        say(_("No board is connected, so this is a virtual one. Change its light and tilt with the sliders."))
        return _virtual(f"virtual://{_lightest(chosen, program)}", chosen, program, _room(friends, friends_program))
    board = choose_board(name, boards)
    say(_("Connected: %(board)s") % {"board": board.name})
    return ClubBoard([BoardSource(board)], chosen)


def connect_all(*, lesson: int | str | None = None) -> ClubBoard:
    """Return every board that is connected as one; where there is none, three virtual ones."""
    from ..plotting.chart_style import label_order

    chosen = find(lesson) if lesson is not None else None
    sources: list[AnySource] = [BoardSource(board) for board in boards_on_cables()]
    sources.sort(key=lambda source: label_order(source.label))
    if not sources:
        say(_("No board is connected, so these are three virtual ones. Change their light and tilt with the sliders."))
        sources = [Bench("v1", _files(chosen, None, "v1"), f"{number:02d}") for number in range(1, _CLASS + 1)]
    else:
        say(_("Connected: %(board)s") % {"board": ", ".join(source.label for source in sources)})
    return ClubBoard(sources, chosen)


def connect_venues(*, lesson: int | str | None = None) -> ClubBoard:
    """Return the boards of all venues that share samples, by the broker's address in ICTCLUB_VENUES.

    Where none is set, two virtual boards stand for two venues. Raises: ShareError where the address is wrong.
    """
    chosen = find(lesson) if lesson is not None else None
    address = os.environ.get(_BROKER)
    if address:
        return connect(address, lesson=lesson)
    say(_("No broker is set, so two virtual boards stand for two venues. Change their light with the sliders."))
    files = _files(chosen, None, "v1")
    return ClubBoard([Bench("v1", files, f"{venue}/01") for venue in _TWO_VENUES], chosen)


def boards_on_cables() -> list[Board]:
    """Return the boards that can be read, none where the environment says so."""
    from ..boards import find_boards

    return [] if os.environ.get(ONLY_VIRTUAL) else [board for board in find_boards() if board.port]


def _lightest(lesson: Lesson | None, program: Path | str | None) -> str:
    """Return the board version that asks least of an old PC: V1, unless lesson or program are for V2 only."""
    version = lesson.boards[0] if lesson is not None and lesson.boards else "v1"
    return "v2" if program is not None and needs_v2(_files(lesson, program, version)) else version


def _virtual(
    url: str, lesson: Lesson | None, program: Path | str | None, friends: dict[str, dict[str, bytes]]
) -> ClubBoard:
    from ..boards.virtual_boards import version_in

    version = version_in(url)
    files = _files(lesson, program, version)
    bench = Bench(version, files, friends=friends)
    bench.program = Path(program).name if program is not None else bench.program
    return ClubBoard([bench], lesson)


def _files(lesson: Lesson | None, program: Path | str | None, version: str) -> dict[str, bytes]:
    """Return what a virtual board runs: `program` with the modules it imports, else the lesson's, else all sensors."""
    from ..images import program_of

    if program is None and lesson is not None and lesson.has_program:
        return dict(lesson.files)
    return dict(program_of(_path_of(program or _EVERY_SENSOR), version=version).files)


def _room(names: Sequence[str], program: Path | str | None) -> dict[str, dict[str, bytes]]:
    """Return each friend's files: the same program, in its line `NAME = …` the friend's name, as children do it."""
    from ..images.program import read_source

    if program is None:
        return {}
    text = read_source(_path_of(program)).decode()
    return {name: {"main.py": _named(text, name)} for name in names}


def _named(program: str, name: str) -> bytes:
    return _NAME_LINE.sub(lambda _line: f"NAME = {name!r}", program).encode()


def _path_of(program: Path | str) -> Path:
    """Return a program of this folder, else one that came with the notebooks. Raises: ProgramError."""
    for path in (Path(program), course_folder("notebooks") / program):
        if path.is_file():
            return path
    raise ProgramError(
        "program-missing",
        N_("There is no program %(file)s here."),
        N_("Is the name right? It is written in quotation marks and ends in .py."),
        file=program,
    )
