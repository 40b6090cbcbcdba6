"""The boards: whether they are seen, may be used, answer, and have the right runtime."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..language import N_
from .finding import Finding, Level

if TYPE_CHECKING:
    from ..boards import Board
    from ..boards.talking.ask import Answer
    from ..errors import ClubError

# What owns serial ports on Linux: Debian and Ubuntu "dialout", Arch "uucp".
_SERIAL_GROUPS = ("dialout", "uucp")


def examine_boards() -> Iterator[Finding]:
    """Look for boards and ask each; none at all is an advice: virtual boards do the same work."""
    from ..boards import find_boards
    from ..boards.talking.ask import ask_boards

    boards = find_boards()
    if sys.platform.startswith("linux"):
        yield serial_permission([board.port for board in boards if board.port])
    if not boards:
        yield Finding(
            "boards",
            Level.ADVICE,
            N_("No board is plugged in."),
            N_(
                "Plug one in with a cable that carries data (some only charge) and wait five seconds. "
                "No board at hand? Use virtual://v2 as its name."
            ),
        )
        return
    yield Finding("boards", Level.READY, N_("Boards seen: %(number)d."), number=len(boards))
    for board, answer in zip(boards, ask_boards(boards), strict=True):
        yield examine_board(board, answer)


def examine_board(board: Board, answer: Answer | ClubError) -> Finding:
    """Look at one board and what it answered."""
    from ..boards.failures import cut_off, maintenance
    from ..errors import ClubError
    from ..images.image import runtime_name

    if board.state == "maintenance":
        return _of_error(board, maintenance())
    if isinstance(answer, ClubError):
        return _of_error(board, answer)
    if board.state == "no-drive":
        return Finding(
            "board",
            Level.PROBLEM,
            N_("%(board)s: its drive is not there."),
            N_("Plug it in again. On a managed PC ask whoever looks after it to allow USB drives."),
            board=board.name,
        )
    if answer.cut_off:
        return _of_error(board, cut_off())
    newest = runtime_name(board.version or "v2")
    facts = {"board": board.name, "version": (board.version or "?").upper(), "runtime": answer.runtime}
    if _numbers(answer.runtime) < _numbers(newest):
        return Finding(
            "board",
            Level.ADVICE,
            N_("%(board)s: a %(version)s with MicroPython %(runtime)s, which is old; the lessons need %(newest)s."),
            N_("Flash any lesson onto it, for example `ictclub flash 1`: the new one comes with it."),
            newest=newest,
            **facts,
        )
    return Finding("board", Level.READY, N_("%(board)s: a %(version)s with MicroPython %(runtime)s, ready."), **facts)


def serial_permission(ports: Sequence[str], groups: Sequence[str] | None = None) -> Finding:
    """Look whether this user may open serial ports on Linux; `groups` are the names of the user's groups."""
    forbidden = [port for port in ports if Path(port).exists() and not os.access(port, os.R_OK | os.W_OK)]
    mine = _own_groups() if groups is None else groups
    allowed = os.geteuid() == 0 or any(group in mine for group in _SERIAL_GROUPS)
    if forbidden or (not ports and not allowed):
        return Finding(
            "serial-permission",
            Level.PROBLEM,
            N_("This user may not open serial ports."),
            N_("Run `sudo usermod -aG %(group)s $USER`, log out and log in again."),
            group=_group_of(forbidden) or _existing_group(),
        )
    return Finding("serial-permission", Level.READY, N_("This user may open serial ports."))


def _of_error(board: Board, error: ClubError) -> Finding:
    return Finding(
        "board",
        Level.PROBLEM,
        "%(board)s: %(problem)s",
        "%(hint)s",
        board=board.name,
        problem=error.message,
        hint=error.hint,
    )


def _own_groups() -> list[str]:
    import grp

    names = []
    for number in os.getgroups():
        try:
            names.append(grp.getgrgid(number).gr_name)
        except KeyError:
            continue  # a group of a network that is not there now
    return names


def _group_of(ports: Sequence[str]) -> str:
    for port in ports:
        try:
            return Path(port).group()
        except (OSError, KeyError):
            continue
    return ""


def _existing_group() -> str:
    import grp

    known = {group.gr_name for group in grp.getgrall()}
    return next((name for name in _SERIAL_GROUPS if name in known), _SERIAL_GROUPS[0])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("-")[0].split("."))
