"""What a board says, as the rest of the club sees it: samples, text, damage, and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ClubError


@dataclass(frozen=True, slots=True)
class Sample:
    """One line's named values. `time` is in seconds on this PC's monotonic clock."""

    time: float
    board: str
    values: dict[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A line that is no sample: what a program prints, a traceback, a banner."""

    time: float
    board: str
    text: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that looks like a sample, or should be text, and lost bytes on its way."""

    time: float
    board: str
    text: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A board cannot be read now: unplugged, or its port is taken. It is looked for until it is back."""

    time: float
    board: str
    error: ClubError


@dataclass(frozen=True, slots=True)
class Back:
    """A board that was gone is read again."""

    time: float
    board: str


Event = Sample | Text | Damaged | Gone | Back


@dataclass(slots=True)
class Counts:
    """How many lines of each kind came from one board; `lost` are samples missing in its counter `n`."""

    samples: int = 0
    texts: int = 0
    damaged: int = 0
    lost: int = 0
