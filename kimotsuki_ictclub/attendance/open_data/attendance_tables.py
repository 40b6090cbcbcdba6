"""The tables of attendance that are published: presences by venue and month, people by kind and by new or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..figures.counting import SessionFigures, YearFigures
from .suppression import Cell, smallest_total, suppress

TOTAL = "合計"
Label = tuple[str, ...]


@dataclass
class AttendanceTables:
    """Presences (a tree of venues and months), people (two splits of one total), and the sessions held."""

    presences: Cell
    people: tuple[Cell, Cell]
    held: dict[Label, int]

    def trees(self) -> tuple[Cell, Cell, Cell]:
        """Give the three tables whose parts add up."""
        return (self.presences, *self.people)

    def cells(self) -> Iterator[Cell]:
        """Give each published count once: the presences as they are listed, then the people."""
        yield from self.presences.walk()
        yield self.people[0]
        for split in self.people:
            yield from split.parts


def count_tables(figures: YearFigures, sessions: list[SessionFigures], more: Iterable[Label] = ()) -> AttendanceTables:
    """Count the tables of a year; nothing is suppressed yet. `more` are months that an earlier edition listed."""
    labels = {label for label in more if TOTAL not in label}
    counts: dict[Label, int] = {}
    held: dict[Label, int] = {}
    for entry in sessions:
        if entry.state == "cancelled":
            continue
        venue, month = entry.session.venue.name, f"{entry.session.date:%Y-%m}"
        labels.add((venue, month))
        for label in ((venue, month), (venue, TOTAL), (TOTAL, TOTAL)):
            counts[label] = counts.get(label, 0) + entry.people
            held[label] = held.get(label, 0) + 1

    def cell(label: Label, parts: list[Cell]) -> Cell:
        return Cell(label, counts.get(label, 0), parts)

    venues = [
        cell((venue, TOTAL), [cell(label, []) for label in sorted(labels) if label[0] == venue])
        for venue in sorted({venue for venue, _month in labels})
    ]
    return AttendanceTables(
        cell((TOTAL, TOTAL), venues),
        (
            _split(figures.people, {"子ども": figures.children, "大人": figures.grown_ups}),
            _split(figures.people, {"新規": figures.new, "継続": figures.returning}),
        ),
        held,
    )


def suppress_tables(tables: AttendanceTables, threshold: int) -> None:
    """Suppress what must not be published. People bound the presences: both totals are shown, or nothing is."""
    if any(0 < tree.count < smallest_total(tree, threshold) for tree in tables.trees()):
        for tree in tables.trees():
            tree.hide()
    else:
        for tree in tables.trees():
            suppress(tree, threshold)


def _split(people: int, parts: dict[str, int]) -> Cell:
    return Cell((TOTAL,), people, [Cell((kind,), count) for kind, count in parts.items()])
