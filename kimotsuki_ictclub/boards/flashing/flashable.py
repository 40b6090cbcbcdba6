"""What flashing takes, says on its way, and gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from ...images.stops import Stop

Step = Literal["looking", "sending", "copying", "waiting", "checking", "again"]
Way = Literal["none", "serial", "drive"]

# Called with what is being done and how far that is, 0.0 to 1.0.
Progress = Callable[[Step, float], None]


class Flashable(Protocol):
    """What can be flashed (`images.Image`)."""

    @property
    def hex(self) -> str:
        """The whole hex for the drive."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files on it, main.py and modules."""

    @property
    def version(self) -> str:
        """The board it is for, "v1" or "v2"."""

    @property
    def runtime(self) -> str:
        """The MicroPython in it, such as "2.1.2"."""


@dataclass(frozen=True)
class FlashResult:
    """What was done to get a verified program onto a board."""

    way: Way  # "none": it was there already; "serial": only what changed; "drive": the whole hex
    seconds: float
    changed: tuple[str, ...]  # names of the files that travelled
    tries: int  # 1 where the first one succeeded
    stop: Stop | None = None  # the exception that ended the program right after its start
