"""What an import will do: shown before anything is written, and the same when it is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ..models import CAME, Participant, Presence, Session, State
from .applying import Outcome
from .entries import Problem
from .people_of import Alike
from .sheets.asides import Aside


@dataclass(frozen=True)
class LeftOut:
    """A row that is no data: sums, notes, more about the days."""

    place: str
    label: str
    why: Aside


@dataclass(frozen=True)
class Cancelled:
    """A session that was not held, and the words that say so."""

    place: str
    date: str
    reason: str


@dataclass(frozen=True)
class Size:
    """How much the records hold: people in the list, those who ever came, sessions that are not cancelled, presences
    of those who came.
    """

    people: int
    came: int
    sessions: int
    presences: int


@dataclass
class Plan:
    """What an import does, what it leaves out, and what is in its way."""

    outcome: Outcome = field(default_factory=Outcome)
    before: Size = field(default_factory=lambda: Size(0, 0, 0, 0))
    after: Size = field(default_factory=lambda: Size(0, 0, 0, 0))
    problems: list[Problem] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    unused_sheets: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # rows, columns and sheets that Excel does not show
    cancelled: list[Cancelled] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    same_names: dict[str, list[int]] = field(default_factory=dict)
    full_names_in: list[str] = field(default_factory=list)  # headings such as 名前 that are read as full names
    legend: dict[str, tuple[State, int]] = field(default_factory=dict)  # mark: what it means, how often

    def to_dict(self) -> dict[str, Any]:
        """Return everything, for `--json`."""
        return {
            **asdict(self.outcome),
            "before": asdict(self.before),
            "after": asdict(self.after),
            "unused_columns": self.unused_columns,
            "unused_sheets": self.unused_sheets,
            "left_out": [{"row": row.place, "label": row.label, "why": row.why.value} for row in self.left_out],
            "hidden": self.hidden,
            "cancelled": [{"row": one.place, "date": one.date, "reason": one.reason} for one in self.cancelled],
            "same_person": [
                {"row": one.place, "written": one.written, "known": one.known, "number": one.number}
                for one in self.alike
            ],
            "same_names": [{"nickname": name, "numbers": numbers} for name, numbers in self.same_names.items()],
            "full_names_in": self.full_names_in,
            "marks": {mark: {"means": state.value, "count": count} for mark, (state, count) in self.legend.items()},
            "problems": [
                {"row": place.row, "column": place.column, **problem.error.to_dict()}
                for problem in self.problems
                for place in problem.places
            ],
        }


def size_of(db: Transaction) -> Size:
    """Count what the records hold."""
    return Size(
        db.scalar(select(func.count()).select_from(Participant).where(Participant.number.is_not(None))) or 0,
        db.scalar(select(func.count(Presence.participant_id.distinct())).where(CAME)) or 0,
        db.scalar(select(func.count()).select_from(Session).where(Session.cancellation.is_(None))) or 0,
        db.scalar(select(func.count()).select_from(Presence).where(CAME)) or 0,
    )
