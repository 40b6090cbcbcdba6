"""Virtual boards named on the command line: `virtual://v2` keeps its flash between processes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..errors import BoardError
from ..folders import data_folder
from ..language import N_
from .board import Board
from .ids import Version

_DRIVE_SCALE = 0.1  # nobody at home wants to wait fifteen seconds for a hex; a classroom is as slow as the real thing
_LOOK = 0.02  # seconds


def version_in(url: str) -> Version:
    """Return "v1" or "v2" for the URL of a virtual board.

    Raises: BoardError (`board-unknown`) where it is neither.
    """
    versions: dict[str, Version] = {"v1": "v1", "v2": "v2"}
    version = versions.get(urlsplit(url).netloc)
    if version is not None:
        return version
    raise BoardError(
        "board-unknown",
        N_("There is no virtual board %(name)s."),
        N_("Use virtual://v1 or virtual://v2."),
        name=url,
    )


def virtual_board(url: str) -> Board:
    """Return the virtual board of `url`, such as `virtual://v2` or `virtual://v1?seed=3`.

    Raises: BoardError (`board-unknown`) where it is neither v1 nor v2.
    """
    version = version_in(url)
    unique_id = unique_id_of(url)
    folder = data_folder() / "virtual" / unique_id[:4] / unique_id[8:16]
    options = dict(parse_qsl(urlsplit(url).query))
    options.setdefault("state", str(folder / "flash.bin"))
    port = f"virtual://{version}?{urlencode(options)}"
    return Board(
        unique_id=unique_id,
        version=version,
        label=url,
        port=port,
        drive=folder / "drive",
        state="ready",
        powered=lambda: _drive_live(unique_id, folder / "drive", port),
    )


@contextmanager
def _drive_live(unique_id: str, folder: Path, port: str) -> Iterator[None]:
    """Let the board's drive take hexes while the block runs."""
    import serial

    from ..virtual.hosting.drive import DriveTimes, VirtualDrive
    from ..virtual.hosting.protocol_virtual import register

    register()

    def take(text: str) -> None:
        with serial.serial_for_url(port) as opened:
            board = opened.board
        board.flash(text)  # its time stands still while nobody holds the port
        serial.serial_for_url(port).close()  # closing keeps the flash in the state file

    drive = VirtualDrive(folder, unique_id, take, times=DriveTimes().scaled(_DRIVE_SCALE))
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK):
            drive.step()

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
        drive.unplug()


def unique_id_of(url: str) -> str:
    """Return the 48 characters that a virtual board of this name always has."""
    board_id = "9901" if urlsplit(url).netloc == "v1" else "9904"
    return board_id + "0000" + hashlib.sha256(url.encode()).hexdigest()[:32] + "00000000"
