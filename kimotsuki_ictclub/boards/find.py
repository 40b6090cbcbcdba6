"""Ports and drives joined into boards, and one board chosen by name; never a guess among several."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from ..errors import BoardError
from ..folders import data_folder
from ..language import N_
from .board import Board, State
from .drives import Drive, find_drives, mounted_folders
from .failures import MAINTENANCE_CURE
from .ids import UNIQUE_ID_LENGTH, version_of
from .labels import all_labels
from .ports import HOSTED, Port, find_ports

_logger = logging.getLogger(__name__)


def find_boards() -> list[Board]:
    """Return the boards plugged in, real ones and those of a virtual classroom, by label and then by port.

    Nothing is sent to them: programs that run on them run on.
    """
    from ..virtual.hosting.registry import hosted_boards

    hosted = hosted_boards(data_folder())
    drives = find_drives([*mounted_folders(), *(Path(one.drive) for one in hosted if one.drive)])
    boards = join(find_ports() + [Port(one.port, one.unique_id) for one in hosted if one.port], drives, all_labels())
    if _logger.isEnabledFor(logging.INFO):
        from . import board_log

        for line in board_log.found(boards, drives):
            _logger.info("%s", line)
    return boards


def join(ports: Sequence[Port], drives: Sequence[Drive], labels: dict[str, str]) -> list[Board]:
    """Return one board for each unique id that `ports` and `drives` show.

    A cut-off id is completed only where exactly one drive begins with it. A port and a drive of which one has no
    usable id belong together only where each is the only one left. A drive without an id is a board only with a port.
    """
    drive_of = _pair(ports, drives)
    lonely = [drive for drive in drives if drive not in drive_of.values() and not drive.nameless]
    pairs = [(port, drive_of.get(port)) for port in ports] + [(None, drive) for drive in lonely]
    boards = [_board(port, drive, labels) for port, drive in pairs]
    return sorted(boards, key=lambda board: (not board.label, board.label, board.port or "~", str(board.drive)))


def choose_board(name: str | None = None, boards: Sequence[Board] | None = None) -> Board:
    """Return the board called `name`: a label, a port, the start of a unique id or a `virtual://` URL.

    Without a name: the only board there is. `boards` are those to choose from; without it, those plugged in.

    Raises: BoardError (`no-board`, `board-unknown`, `several-boards`).
    """
    if name and name.startswith("virtual://") and not name.startswith(HOSTED):
        from .virtual_boards import virtual_board

        return virtual_board(name)
    boards = find_boards() if boards is None else boards
    if not boards:
        raise no_board()
    fitting = [board for board in boards if name is None or board.is_called(name)]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(board.name for board in fitting or boards)
    if not fitting and any(board.state == "maintenance" for board in boards):
        raise BoardError(
            "board-unknown",
            N_(
                "No board is called %(name)s. Plugged in: %(boards)s. "
                "One is in MAINTENANCE mode, where its name cannot be known: perhaps it is this one."
            ),
            MAINTENANCE_CURE,
            name=name,
            boards=listed,
        )
    if not fitting:
        raise BoardError(
            "board-unknown",
            N_("No board is called %(name)s. Plugged in: %(boards)s."),
            N_("Use a label, a port or the start of a unique id; `ictclub boards` shows them."),
            name=name,
            boards=listed,
        )
    raise BoardError(
        "several-boards",
        N_("There are %(number)d boards to choose from: %(boards)s."),
        N_("Name one: a label, a port or the start of a unique id."),
        number=len(fitting),
        boards=listed,
    )


def no_board() -> BoardError:
    """Return the error for "nothing is plugged in"."""
    return BoardError(
        "no-board",
        N_("No board was found."),
        N_(
            "Plug one in with a cable that carries data (some only charge) and wait five seconds. "
            "No board at hand? Use virtual://v2 as its name."
        ),
    )


def _pair(ports: Sequence[Port], drives: Sequence[Drive]) -> dict[Port, Drive]:
    pairs: dict[Port, Drive] = {}
    for port in ports:
        fitting = [drive for drive in drives if port.unique_id and drive.unique_id.startswith(port.unique_id)]
        if len(fitting) == 1:
            pairs[port] = fitting[0]
    left_ports = [port for port in ports if port not in pairs]
    left_drives = [drive for drive in drives if drive not in pairs.values()]
    if len(left_ports) == len(left_drives) == 1 and not left_drives[0].maintenance:
        port, drive = left_ports[0], left_drives[0]
        if bool(port.unique_id) != bool(drive.unique_id):
            pairs[port] = drive
    return pairs


def _board(port: Port | None, drive: Drive | None, labels: dict[str, str]) -> Board:
    unique_id = (drive and drive.unique_id) or (port and port.unique_id) or ""
    state: State
    if drive and drive.maintenance:
        state = "maintenance"
    elif drive is None:
        state = "no-drive"
    else:
        state = "ready" if port else "no-port"
    return Board(
        unique_id=unique_id,
        version=version_of(unique_id),
        label=labels.get(unique_id, "") if len(unique_id) == UNIQUE_ID_LENGTH else "",
        port=port.name if port else None,
        drive=drive.folder if drive else None,
        state=state,
    )
