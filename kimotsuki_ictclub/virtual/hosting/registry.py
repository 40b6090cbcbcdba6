"""The list of hosted virtual boards: one small file a board, so that another process finds them like USB.

A host that was killed cannot take its boards off the list. Every look at the list does it: an entry is alive while the
process with its number was created when the entry says.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from ...files import read_json, write_whole

_LARGEST_ENTRY = 1 << 14  # bytes
_UNIQUE_ID = re.compile("[0-9a-f]{48}")
_PORT = re.compile(r"virtual://127\.0\.0\.1:[0-9]{1,5}")
_LATEST = 1e11  # seconds since 1970: no process is that young
_SAME_SECONDS = 2.0  # Linux tells when a process began by a clock that may be set right meanwhile


@dataclass(frozen=True)
class HostedBoard:
    """Where a hosted virtual board is reached; a part that is unplugged is None."""

    unique_id: str
    version: str  # "v1" or "v2"
    port: str | None  # "virtual://127.0.0.1:…"
    drive: str | None  # a folder
    control: int  # TCP port on 127.0.0.1 that takes changes of its world and faults
    pid: int  # of the process that hosts it
    created: float  # when that process was created, in seconds since 1970


def registry_folder(home: Path) -> Path:
    """Return the folder of the list below the user's data folder `home`."""
    return home / "classroom"


def drive_folder(home: Path, unique_id: str) -> Path:
    """Return the folder that stands for the drive of a hosted board."""
    return registry_folder(home) / f"MICROBIT {unique_id[8:14]}"


def register(home: Path, board: HostedBoard) -> None:
    """Put `board` on the list, or bring its entry up to date. Raises: OSError."""
    write_whole(registry_folder(home) / f"{board.unique_id}.json", json.dumps(asdict(board)))


def unregister(home: Path, unique_id: str) -> None:
    """Take a board off the list."""
    (registry_folder(home) / f"{unique_id}.json").unlink(missing_ok=True)


def hosted_boards(home: Path) -> list[HostedBoard]:
    """Return the boards whose hosts are alive, by unique id; what dead hosts left behind is taken away."""
    boards = []
    created: dict[int, float | None] = {}
    for path in sorted(registry_folder(home).glob("*.json")):
        try:
            board = _read(path)
        except OSError:
            continue  # being taken off the list at this moment
        if board is not None:
            if board.pid not in created:
                created[board.pid] = creation_time(board.pid)
            began = created[board.pid]
            if began is not None and abs(began - board.created) < _SAME_SECONDS:
                boards.append(board)
                continue
        _clear(home, path.stem)
    return boards


def creation_time(pid: int) -> float | None:
    """Return when the process was created, in seconds since 1970; None where it has ended or is another user's."""
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except (psutil.Error, ValueError, OverflowError):
        return None


def _read(path: Path) -> HostedBoard | None:
    """Return the entry; None where it is damaged or of an older form."""
    try:
        board = HostedBoard(**read_json(path, _LARGEST_ENTRY))
    except (ValueError, TypeError):
        return None
    return board if board.unique_id == path.stem and _is_right(board) else None


def _is_right(board: HostedBoard) -> bool:
    """Whether each part is what a host writes: other programs are let loose on them."""
    return (
        _UNIQUE_ID.fullmatch(board.unique_id) is not None
        and board.version in ("v1", "v2")
        and (board.port is None or (isinstance(board.port, str) and _PORT.fullmatch(board.port) is not None))
        and (board.drive is None or (isinstance(board.drive, str) and "\0" not in board.drive))
        and type(board.control) is type(board.pid) is int
        and 0 < board.control < 1 << 16
        and type(board.created) in (int, float)
        and 0 <= board.created < _LATEST
    )


def _clear(home: Path, unique_id: str) -> None:
    """Take away what a dead host has left: the entry, and the drive that belongs to its id."""
    with contextlib.suppress(OSError):  # Windows: somebody reads it at this moment
        unregister(home, unique_id)
    if len(unique_id) > len("99010000"):
        shutil.rmtree(drive_folder(home, unique_id), ignore_errors=True)
