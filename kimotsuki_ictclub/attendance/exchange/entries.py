"""What an imported file says, row by row, before anything is looked up in the records: people, sessions, presences,
each knowing its place in the file.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...errors import ClubError
from ...language import _
from ..models import Kind, LessonProgress, Role, State, Venue


@dataclass(frozen=True)
class Place:
    """Where something stands: a row as Excel counts, "12" or "名簿 12", or a column, "C" or "名簿 C"."""

    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        if self.row:
            return _("row %(place)s") % {"place": self.row}
        return _("column %(place)s") % {"place": self.column}


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be imported, and the rows or columns that are to blame."""

    places: tuple[Place, ...]
    error: ClubError

    @property
    def place(self) -> str:
        """The rows or columns, as a person reads them."""
        return ", ".join(place.row or place.column for place in self.places)


@dataclass(eq=False)
class PersonEntry:
    """A person as one row gives them; None is what the row does not say."""

    place: Place
    table: int
    cells: tuple[Any, ...]
    number: int | None
    nickname: str | None
    many: bool  # a list with dates names the same person again and again
    reading: str | None = None
    kind: Kind | None = None
    full_name: str | None = None
    school_year: str | None = None
    contact: str | None = None
    consent: date | None = None
    key: Hashable = None  # the same for the same person, see people_of.py

    @property
    def called(self) -> str:
        """How the person is named in messages."""
        return self.nickname or self.full_name or str(self.number)


@dataclass(eq=False)
class SessionEntry:
    """A session as one row or one column gives it; "" is what it does not say."""

    place: Place
    day: date
    venue: Venue
    start: str = ""
    end: str = ""
    lesson: str = ""
    instructors: str = ""
    cancelled: str = ""  # the words that call it off
    key: Hashable = None  # the same for the same session, see sessions_of.py


@dataclass(eq=False)
class PresenceEntry:
    """A person at a session, as one cell or row gives it."""

    place: Place
    person: PersonEntry
    session: SessionEntry
    state: State
    clock: str = ""  # "18:31": when they were checked in
    progress: LessonProgress | None = None
    role: Role | None = None  # of a mentor
    minutes: int | None = None


@dataclass
class Entries:
    """All that a file says."""

    people: list[PersonEntry] = field(default_factory=list)
    sessions: list[SessionEntry] = field(default_factory=list)
    presences: list[PresenceEntry] = field(default_factory=list)
