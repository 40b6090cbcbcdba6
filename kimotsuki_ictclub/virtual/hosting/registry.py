"""The list of hosted virtual boards: one small file a board, so that another process finds them like USB."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ...files import write_whole


@dataclass(frozen=True)
class HostedBoard:
    """Where a hosted virtual board is reached; a part that is unplugged is None."""

    unique_id: str
    version: str  # "v1" or "v2"
    port: str | None  # "socket://127.0.0.1:…"
    drive: str | None  # a folder
    control: int  # TCP port on 127.0.0.1 that takes changes of its world and faults
    pid: int  # of the process that hosts it


def registry_folder(home: Path) -> Path:
    """Return the folder of the list below the user's data folder `home`."""
    return home / "classroom"


def register(home: Path, board: HostedBoard) -> None:
    """Put `board` on the list, or bring its entry up to date."""
    write_whole(registry_folder(home) / f"{board.unique_id}.json", json.dumps(asdict(board)))


def unregister(home: Path, unique_id: str) -> None:
    """Take a board off the list."""
    (registry_folder(home) / f"{unique_id}.json").unlink(missing_ok=True)


def hosted_boards(home: Path) -> list[HostedBoard]:
    """Return the boards whose hosts are alive, by unique id; what a dead host left behind is passed over."""
    boards = []
    for path in sorted(registry_folder(home).glob("*.json")):
        try:
            board = HostedBoard(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            continue  # being taken off the list at this moment, or no entry of ours
        if _alive(board.pid):
            boards.append(board)
    return boards


def _alive(pid: int) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
