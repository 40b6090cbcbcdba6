"""What somebody who wants a virtual board asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..board import ProgramForBoard
from ..flash_image import FlashImage
from .drive import DriveTimes

LINGER_SECONDS = 10.0  # how long a board runs on after the last look at it


@dataclass(frozen=True)
class Cable:
    """A cable to this PC: with it a board has a drive, a port and a place on the list below `home`."""

    home: Path
    unique_id: str
    times: DriveTimes


@dataclass(frozen=True)
class SeatRequest:
    """One board, and the friends that hear it by radio.

    pace: "real" runs no faster than the wall clock, "fast" as fast as the reader takes what the board sends.
    until: the virtual second at which it is over. linger: seconds that it runs on when nobody looks any more.
    parts: what is plugged in, by the names of `VirtualBoard.plug`. leds: whether changes of the LEDs are told.
    state: the file that keeps the flash when the line is closed.
    """

    version: str
    program: ProgramForBoard = None
    friends: tuple[Mapping[str, bytes] | FlashImage, ...] = ()
    seed: int = 1
    pace: Literal["real", "fast"] = "real"
    until: float | None = None
    linger: float = LINGER_SECONDS
    parts: tuple[str, ...] = ()
    leds: bool = False
    state: Path | None = None
    cable: Cable | None = None
