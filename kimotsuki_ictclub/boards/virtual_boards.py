"""Virtual boards named on the command line: `virtual://v2` keeps its flash between processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..board_ids import VIRTUAL_IDS
from ..errors import BoardError
from ..folders import data_folder
from ..language import N_
from .board import Board
from .ids import Version

_DRIVE_SCALE = 0.1  # nobody at home wants to wait fifteen seconds for a hex; a classroom is as slow as the real thing

_BOOT = 2.0  # virtual seconds: a V2 that makes its file system starts main.py within one and a half
_LAST_LINE = 0.1  # virtual seconds that the rest of a traceback takes


def version_in(url: str) -> Version:
    """Return "v1" or "v2" for the URL of a virtual board.

    Raises: BoardError (`board-unknown`) where it is neither.
    """
    versions: dict[str, Version] = {"v1": "v1", "v2": "v2"}
    try:
        url.encode()
        version = versions.get(urlsplit(url).netloc)
    except ValueError:  # brackets that are no address, or bytes that are no text
        version = None
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
    from .. import virtual as _knows_the_scheme  # noqa: F401 - pyserial opens virtual:// from now on

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
        powered=lambda: _drive_live(port, folder / "drive", unique_id),
    )


def said_by_twin(version: Version, files: Mapping[str, bytes], seconds: float) -> bytes:
    """Return what the program `files` says in its first `seconds` (of virtual time) on a board of its own."""
    from ..virtual import VirtualBoard

    twin = VirtualBoard(version, files)
    twin.run_until(lambda: twin.is_listening, timeout=_BOOT)
    twin.run_until("Traceback", timeout=seconds)
    twin.run(_LAST_LINE)
    return twin.serial.read()


@contextmanager
def _drive_live(port: str, folder: Path, unique_id: str) -> Iterator[None]:
    """Let the board's drive take hexes while the block runs. Raises: BoardError."""
    from ..virtual.hosting.drive import DriveTimes
    from ..virtual.hosting.protocol_virtual import seat_at

    try:
        seat = seat_at(port)
    except OSError as error:  # pyserial's SerialException
        raise BoardError(
            "port-gone",
            N_("The serial port %(port)s cannot be opened: %(reason)s"),
            N_("Is the cable in? Unplug the board, plug it in again and wait five seconds."),
            port=port,
            reason=error,
        ) from error
    seat.mount(folder, unique_id, DriveTimes().scaled(_DRIVE_SCALE))
    try:
        yield
    finally:
        seat.unmount()


def unique_id_of(url: str) -> str:
    """Return the 48 characters that a virtual board of this name always has."""
    board_id = VIRTUAL_IDS[version_in(url)]
    return board_id + "0000" + hashlib.sha256(url.encode()).hexdigest()[:32] + "00000000"
