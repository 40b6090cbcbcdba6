"""What a change to the records does to the figures of the years that it touches."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session as Transaction

from .counting import year_figures


@dataclass(frozen=True)
class YearBefore:
    """People and presences of one fiscal year, before and after."""

    year: int
    people: int
    presences: int
    people_after: int
    presences_after: int

    @property
    def changed(self) -> bool:
        """Whether a figure is another one now."""
        return (self.people, self.presences) != (self.people_after, self.presences_after)


def figures_around(db: Transaction, years: Collection[int], change: Callable[[], None]) -> list[YearBefore]:
    """Make `change` and return the figures of `years` before and after it, the earliest year first."""
    before = {year: year_figures(db, year) for year in sorted(years)}
    change()
    db.flush()
    db.expire_all()
    after = {year: year_figures(db, year) for year in before}
    return [
        YearBefore(year, was.people, was.presences, after[year].people, after[year].presences)
        for year, was in before.items()
    ]
