"""What a board says, as the rest of the club sees it: samples, text, damage, and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import ClubError

if TYPE_CHECKING:
    from ..images.stops import Stop


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
class Stopped:
    """The program on a board ended with an exception; the lines that told it came before as texts."""

    time: float
    board: str
    stop: Stop


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


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know of whoever `board` names, a board or a venue; reading goes on."""

    time: float
    board: str
    error: ClubError


Event = Sample | Text | Damaged | Stopped | Gone | Back | Notice


@dataclass(slots=True)
class Counts:
    """How many lines of each kind came from one board; `lost` are samples missing in its counter `n`.

    `unended` bytes came after the last line end, over `unended_seconds`, and begin with `unended_text`. `stop` is the
    exception that ended the program, None again when samples go on after it.
    """

    samples: int = 0
    texts: int = 0
    damaged: int = 0
    lost: int = 0
    unended: int = 0
    unended_seconds: float = 0.0
    unended_text: str = ""
    stop: Stop | None = None
    named_by_log: bool = False  # the names of its values are those of its data log

    @property
    def lines(self) -> int:
        """How many lines came that are no samples."""
        return self.texts + self.damaged

    @property
    def unreadable(self) -> bool:
        """Whether the unfinished line is noise: nothing that can be printed."""
        return self.unended > 0 and not any(
            character.isprintable() and character != "\ufffd" for character in self.unended_text
        )

    @property
    def never_ends(self) -> bool:
        """Whether the board writes without ending its line: all that came, or already for a second."""
        if self.unreadable:
            return False
        prompt = self.unended_text.lstrip().startswith(">>>")
        return self.unended > 0 and not prompt and (self.unended_seconds >= 1.0 or not (self.samples or self.texts))
