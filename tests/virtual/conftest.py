"""Boards for the tests: both versions, always the real firmware."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kimotsuki_ictclub.virtual import VirtualBoard

MakeBoard = Callable[..., VirtualBoard]


@pytest.fixture(params=["v1", "v2"])
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def start(version: str) -> MakeBoard:
    """Start a board with a program and wait until it has printed "go"."""

    def start(program: str, **options: Any) -> VirtualBoard:
        board = VirtualBoard(version, "from microbit import *\nprint('go')\n" + program, **options)
        assert board.run_until("go\r\n"), board.serial.text
        board.serial.read()
        return board

    return start


def said(board: VirtualBoard, seconds: float) -> list[str]:
    """Run for so long and return the lines that the board printed meanwhile."""
    board.serial.read()
    board.run(seconds)
    return board.serial.read().decode().split("\r\n")[:-1]
