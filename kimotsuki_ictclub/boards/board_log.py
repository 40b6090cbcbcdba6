"""How boards, ports and drives are called in the log: without labels, which may be names of people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath
from urllib.parse import urlsplit

from .board import Board
from .drives import DETAILS, Drive

_HOST_ID = slice(8, 24)  # of the unique id: what differs between boards of one version
# What DAPLink writes into DETAILS.TXT (source/daplink/drag-n-drop/vfs_user.c); anything else is not repeated.
_FIELDS = {
    "unique id", "hic id", "auto reset", "automation allowed", "overflow detection", "incompatible image detection",
    "page erasing", "daplink mode", "interface version", "bootloader version", "git sha", "local mods",
    "usb interfaces", "bootloader crc", "interface crc", "remount count",
}  # fmt: skip
_VALUE = re.compile(r"[\w.,:+/ -]{1,80}", re.ASCII)
_LARGEST_DETAILS = 8192  # bytes

_told: list[str] = []  # the boards that were told last: a lost one is looked for twice a second


def board_named(which: Board | Drive) -> str:
    """Return version and the telling part of the unique id; its port, or the drive, where there is no id."""
    name = which.unique_id[_HOST_ID] or which.unique_id
    if name:
        return f"{which.version or 'v?'} {name}"
    return drive_named(which.folder) if isinstance(which, Drive) else port_named(which.port)


def drive_named(folder: Path | None) -> str:
    """Return the last part of a drive's path, or its letter: the others may hold the user's name."""
    if folder is None:
        return "no drive"
    return folder.name or PureWindowsPath(folder).drive or "drive"


def port_named(port: str | None) -> str:
    """Return a port; of a URL without what follows the address, which may be a path."""
    if port is None or "://" not in port:
        return port or "no port"
    try:
        parts = urlsplit(port)
    except ValueError:
        return "a URL"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def found(boards: Sequence[Board], drives: Sequence[Drive]) -> list[str]:
    """Return one line for each board with what its drive says; [] where that is what was told last."""
    lines = [
        f"found {board_named(board)}: unique id {board.unique_id or 'unknown'}, {port_named(board.port)}, "
        f"{drive_named(board.drive)}, {board.state}"
        for board in boards
    ]
    lines += [f"{drive_named(drive.folder)} says {details(drive.folder)}" for drive in drives]
    lines = lines or ["found no board"]
    if lines == _told:
        return []
    _told[:] = lines
    return lines


def details(folder: Path) -> str:
    """Return the known fields of DETAILS.TXT in `folder`."""
    try:
        with (folder / DETAILS).open("rb") as stream:
            text = stream.read(_LARGEST_DETAILS).decode("ascii", "replace")
    except OSError:
        return "nothing"
    fields = [[part.strip() for part in line.split(":", 1)] for line in text.splitlines() if ":" in line]
    return "; ".join(f"{key}: {value}" for key, value in fields if key.lower() in _FIELDS and _VALUE.fullmatch(value))
