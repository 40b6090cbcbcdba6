"""Keeping small counts out of published tables, and with them whatever would give them away.

A table is a tree: a total, its parts, their parts. A count of 1 to threshold - 1 is suppressed. Because total and
other parts are published, one suppressed part alone could be computed; so further parts are suppressed with it,
the smallest first, until each small count could also be a count at or above the threshold for all that a
reader can tell. Where the parts do not suffice, their total is suppressed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

THRESHOLD = 5


@dataclass
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


def suppress(total: Cell, threshold: int = THRESHOLD) -> bool:
    """Suppress what must not be published in the tree of `total`; return whether `total` itself is shown."""
    if 0 < total.count < threshold or not _hold_below(total, threshold):
        total.hide()
    return total.shown


def _hold_below(total: Cell, threshold: int) -> bool:
    """Suppress parts of the shown `total`; False where it cannot stay shown."""
    hidden = [part for part in total.parts if 0 < part.count < threshold]
    while True:
        while hidden and not _safe(hidden, threshold):
            shown = [part for part in total.parts if part not in hidden]
            if not shown:
                return False
            # A zero protects nothing while anything else is there.
            hidden.append(min(shown, key=lambda part: (part.count == 0, part.count)))
        broken = [part for part in total.parts if part not in hidden and not _hold_below(part, threshold)]
        if not broken:
            break
        hidden += broken
    for part in hidden:
        part.hide()
    return True


def _safe(hidden: list[Cell], threshold: int) -> bool:
    """Whether each hidden part may, for all a reader can tell, be as large as the threshold.

    The reader knows the sum of the hidden parts, and can guess that each is at least 1: zeros are shown.
    """
    largest_possible = sum(part.count for part in hidden) - (len(hidden) - 1)
    return len(hidden) > 1 and largest_possible >= threshold
