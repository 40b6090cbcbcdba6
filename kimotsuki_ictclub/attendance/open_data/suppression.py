"""Keeping small counts out of published tables, and with them whatever would give them away.

A table is a tree: a total, its parts, their parts. A count of 1 up to the threshold is suppressed (the threshold
too, so that a suppressed count may also be one that is large enough). Because the total and the other parts are
published, further parts go with it. The reader is taken to know this rule, the sum of the suppressed parts, that
each of them is at least 1 (zeros are shown), and how large a count can be at most.

- The further parts are chosen by chance, each of them as likely as another, and sometimes there is one more than is
  needed. So the choice tells nothing about the counts: whatever counts add up to the same sum, one of them small,
  might have led to the same table.
- The n suppressed parts of a sum add up to at least threshold + n - 1. So each of them may be the threshold itself,
  while the others are 1 or more: none is known to be small, and none can be computed.
- A total is shown from threshold + its largest number of parts on, and then the above can always be had. Below, all
  is suppressed, and any count may be meant up to that limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random, SystemRandom

THRESHOLD = 5
_ONE_MORE = 0.25  # how often another part is suppressed that need not be


@dataclass(eq=False)
class Cell:
    """A count and the parts that add up to it; `shown` says whether it may be published."""

    label: tuple[str, ...]
    count: int
    parts: list[Cell] = field(default_factory=list)
    shown: bool = True

    def walk(self) -> Iterator[Cell]:
        """Give this cell and everything below it, the parts first."""
        for part in self.parts:
            yield from part.walk()
        yield self

    def hide(self) -> None:
        """Suppress this cell and everything below it: shown parts would add up to it."""
        for cell in self.walk():
            cell.shown = False


def suppress(total: Cell, threshold: int = THRESHOLD, chance: Random | None = None) -> bool:
    """Suppress what must not be published in the tree of `total`; return whether `total` itself is shown.

    `chance` chooses among the parts (a secret one by default): the same table is suppressed in another way each
    time. So publish one of them only, and keep it.
    """
    if 0 < total.count < smallest_total(total, threshold):
        total.hide()
    else:
        _protect(total, threshold, chance or SystemRandom())
    return total.shown


def smallest_total(total: Cell, threshold: int) -> int:
    """Return from which count on the total of such a table is shown: it depends on its form alone."""
    return threshold + max(len(cell.parts) for cell in total.walk())


def is_safe(total: Cell, threshold: int) -> bool:
    """Return whether the table, suppressed as it is, keeps its small counts: the rule above, for a later edition."""
    if not total.shown:
        return not any(cell.shown for cell in total.walk())
    if total.count and total.count < smallest_total(total, threshold):
        return False
    hidden = [part for part in total.parts if not part.shown]
    return (not hidden or _hold(hidden, threshold)) and all(
        is_safe(part, threshold) and (not part.shown or not 0 < part.count <= threshold) for part in total.parts
    )


def _protect(total: Cell, threshold: int, chance: Random) -> None:
    hidden = [part for part in total.parts if not _can_be_shown(part, threshold)]
    if hidden:
        others = [part for part in total.parts if part.count and part not in hidden]
        chance.shuffle(others)
        while others and (not _hold(hidden, threshold) or chance.random() < _ONE_MORE):
            hidden.append(others.pop())
    for part in total.parts:
        if part in hidden:
            part.hide()
        else:
            _protect(part, threshold, chance)


def _can_be_shown(cell: Cell, threshold: int) -> bool:
    """Whether `cell` is no small count, and its parts suffice to protect each other below it."""
    if 0 < cell.count <= threshold:
        return False
    counted = [part for part in cell.parts if part.count]
    return all(_can_be_shown(part, threshold) for part in counted) or _hold(counted, threshold)


def _hold(hidden: Sequence[Cell], threshold: int) -> bool:
    """Whether each of the `hidden` parts may be as large as the threshold while the others are 1 or more."""
    return len(hidden) > 1 and sum(part.count for part in hidden) >= threshold + len(hidden) - 1
