"""What the report is made of, whatever it is written as: page.py makes HTML of it, word.py a file for Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the report's title."""

    text: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; "day" stands on the right, "note" is small."""

    text: str
    look: Literal["", "day", "note"] = ""


@dataclass(frozen=True)
class Goal:
    """How far it is: so many of so many people."""

    people: int
    goal: int
    text: str


@dataclass(frozen=True)
class Tiles:
    """A few figures that matter, each with its name."""

    tiles: Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Table:
    """A table; a row's first cell names the row, the last row may hold sums. Cells that are "" wait to be written."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    foot: Sequence[object] | None = None
    roomy: bool = False  # rows to write in by hand


@dataclass(frozen=True)
class Chart:
    """A chart with its caption."""

    figure: Figure
    caption: str


@dataclass(frozen=True)
class Points:
    """A list of points."""

    points: Sequence[str]


@dataclass(frozen=True)
class Space:
    """Room for what people write themselves, under its own small heading."""

    title: str


@dataclass(frozen=True)
class Decision:
    """What is to be ticked, and where it is signed."""

    choices: Sequence[str]
    signs: Sequence[str]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Goal | Tiles | Table | Chart | Points | Space | Decision | NewPage
