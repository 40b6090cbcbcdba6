"""What was published of a fiscal year is kept: editions must not be subtracted from each other.

Every edition suppresses the same counts with the same threshold. A later one is published only where each count
that a reader knows, and each sum of suppressed ones, differs from every earlier edition not at all or by more than
the threshold; otherwise the newest one is given out again as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..figures.counting import SessionFigures, YearFigures
from ..models import Edition
from .attendance_tables import AttendanceTables, Label, count_tables, suppress_tables
from .suppression import Cell, is_safe

Row = tuple[Label, int, int | None]  # what it is, sessions held, the count (None: suppressed)


@dataclass(frozen=True)
class Published:
    """One edition as readers have it; `held_back` where the records have changed since, too little to be told."""

    number: int
    published_on: date
    presences: list[Row]
    people: list[Row]
    held_back: bool = False

    @property
    def suppressed(self) -> int:
        """How many counts are suppressed."""
        return sum(count is None for _label, _held, count in [*self.presences, *self.people])


def publish(
    db: Transaction, figures: YearFigures, sessions: list[SessionFigures], threshold: int, day: date
) -> Published:
    """Return the edition to give out on `day`: a new one, kept from now on, or the newest one again.

    Raises: AttendanceError `threshold-changed` where the year was published with another threshold.
    """
    year = figures.fiscal_year
    earlier = list(db.scalars(select(Edition).where(Edition.fiscal_year == year).order_by(Edition.number)))
    check_threshold(earlier, threshold)
    known = [_counts(edition) for edition in earlier]
    tables = count_tables(figures, sessions, more=[label for counts in known for label in counts if len(label) == 2])
    if not earlier:
        suppress_tables(tables, threshold)
        return _keep(db, year, 1, day, threshold, tables)
    newest = _published(earlier[-1])
    _suppress_as_before(tables, known[-1])
    if _rows(tables) == (newest.presences, newest.people):
        return newest
    if all(_differs_safely(tables, counts, threshold) for counts in known):
        return _keep(db, year, newest.number + 1, day, threshold, tables)
    return Published(newest.number, newest.published_on, newest.presences, newest.people, held_back=True)


def check_threshold(earlier: list[Edition], threshold: int) -> None:
    """Raises: AttendanceError `threshold-changed` where `earlier` was published with another threshold."""
    if earlier and earlier[0].threshold != threshold:
        raise AttendanceError(
            "threshold-changed",
            N_("This fiscal year was published with the threshold %(before)s on %(day)s; %(threshold)s cannot follow."),
            N_("Both together would tell suppressed numbers. Say --threshold %(before)s."),
            before=earlier[0].threshold,
            day=earlier[0].published_on,
            threshold=threshold,
        )


def _suppress_as_before(tables: AttendanceTables, before: dict[Label, int | None]) -> None:
    for cell in tables.cells():
        cell.shown = before.get(cell.label, 0) is not None
    tables.people[1].shown = tables.people[0].shown
    for venue in tables.presences.parts:
        if not venue.shown:
            venue.hide()
    if not tables.presences.shown:
        tables.presences.hide()


def _differs_safely(tables: AttendanceTables, before: dict[Label, int | None], threshold: int) -> bool:
    """Whether `tables` may follow the counts of an earlier edition."""
    differences = [difference for tree in tables.trees() for difference in _differences(tree, before)]
    return all(is_safe(tree, threshold) for tree in tables.trees()) and not any(
        0 < abs(difference) <= threshold for difference in differences
    )


def _differences(tree: Cell, before: dict[Label, int | None]) -> Iterator[int]:
    """Give the differences of all shown counts, and of each sum of suppressed ones that a reader can compute."""
    if not tree.shown:
        return
    difference = tree.count - (before.get(tree.label, 0) or 0)
    yield difference
    if tree.parts:
        shown = [part for part in tree.parts if part.shown]
        yield difference - sum(part.count - (before.get(part.label, 0) or 0) for part in shown)
        for part in shown:
            yield from _differences(part, before)


def _rows(tables: AttendanceTables) -> tuple[list[Row], list[Row]]:
    cells = list(tables.cells())
    rows = [(cell.label, tables.held.get(cell.label, 0), cell.count if cell.shown else None) for cell in cells]
    of_presences = sum(1 for _cell in tables.presences.walk())
    return rows[:of_presences], rows[of_presences:]


def _keep(db: Transaction, year: int, number: int, day: date, threshold: int, tables: AttendanceTables) -> Published:
    presences, people = _rows(tables)
    text = json.dumps({"presences": presences, "people": people}, ensure_ascii=False)
    db.add(Edition(fiscal_year=year, number=number, published_on=day, threshold=threshold, tables=text))
    db.flush()
    return Published(number, day, presences, people)


def _published(edition: Edition) -> Published:
    tables: dict[str, list[Any]] = json.loads(edition.tables)
    presences, people = (
        [(tuple(label), held, count) for label, held, count in tables[name]] for name in ("presences", "people")
    )
    return Published(edition.number, edition.published_on, presences, people)


def _counts(edition: Edition) -> dict[Label, int | None]:
    published = _published(edition)
    return {label: count for label, _held, count in [*published.presences, *published.people]}
