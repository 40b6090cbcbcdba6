"""A small virtual classroom for the tests of this folder, and what they flash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kimotsuki_ictclub.boards import Board, find_boards
from kimotsuki_ictclub.boards.flashing import drive_copy
from kimotsuki_ictclub.boards.flashing.drive_copy import Patience
from kimotsuki_ictclub.images.image import Image, image_of
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, tell
from kimotsuki_ictclub.virtual.hosting.registry import HostedBoard, hosted_boards

DRIVE_SPEED = 20.0  # times faster than real drives
LINGER = 0.2  # seconds: the board that a test is not about need not run


def counting(number: int) -> bytes:
    """Return a program that says `number` again and again; programs of two numbers have the same length."""
    return f"from microbit import *\nwhile True:\n    print('n:{number:03d}')\n    sleep(50)\n".encode()


def image(version: str, main: bytes, **modules: bytes) -> Image:
    """Return an image of a program that is known to be right, without asking the parser."""
    return image_of({"main.py": main, **{f"{name}.py": content for name, content in modules.items()}}, version)


@dataclass
class Room:
    """A classroom that runs, and its boards."""

    home: Path

    def hosted(self, version: str) -> HostedBoard:
        return next(one for one in hosted_boards(self.home) if one.version == version)

    def board(self, version: str) -> Board:
        return next(one for one in find_boards() if one.version == version)

    def tell(self, version: str, **request: Any) -> dict[str, Any]:
        return tell(self.hosted(version), **request)


@pytest.fixture(scope="module")
def open_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    home = tmp_path_factory.mktemp("classroom")
    with Classroom(home, 1, 1, drive_speed=DRIVE_SPEED, linger=LINGER):
        yield Room(home)


@pytest.fixture
def room(open_room: Room, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The classroom, without faults before and after; waits are as much shorter as its drives are faster."""
    monkeypatch.setenv("ICTCLUB_HOME", str(open_room.home))
    monkeypatch.setattr(drive_copy, "Patience", lambda: Patience(detach=30.0, back=10.0, look_round=0.2))
    yield open_room
    for version in ("v1", "v2"):
        open_room.tell(version, repair=True)


@pytest.fixture
def says() -> Callable[[Board, str], bool]:
    """Whether a board prints a line within a minute."""

    def says(board: Board, line: str) -> bool:
        with board.open_serial(timeout=60) as port:
            return bool(port.read_until(f"{line}\r\n".encode()).endswith(f"{line}\r\n".encode()))

    return says
