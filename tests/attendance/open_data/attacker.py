"""A reader who wants the suppressed counts, and who knows the program.

For a published table the attacker takes tables of counts that add up to it and asks the program itself, with all
its chances, whether it might have published the same. A count is safe when such tables differ in it, and one of them
has it at the threshold or above.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from kimotsuki_ictclub.attendance.open_data.suppression import Cell, suppress

Counts = tuple[tuple[int, ...], ...]  # one tuple of months a venue
Shown = tuple[int | None, tuple[tuple[int | None, tuple[int | None, ...]], ...]]
_TRIES = 30


def tree(counts: Counts) -> Cell:
    venues = [
        Cell((str(v),), sum(months), [Cell((str(v), str(m)), count) for m, count in enumerate(months)])
        for v, months in enumerate(counts)
    ]
    return Cell(("total",), sum(venue.count for venue in venues), venues)


def publish(counts: Counts, threshold: int, chance: random.Random) -> Shown:
    total = tree(counts)
    suppress(total, threshold, chance)

    def seen(cell: Cell) -> int | None:
        return cell.count if cell.shown else None

    return seen(total), tuple((seen(venue), tuple(map(seen, venue.parts))) for venue in total.parts)


def attack(counts: Counts, threshold: int, limits: Counts, seed: int = 0) -> int:
    """Attack what is published of `counts`, of which no reader takes more than `limits` to be possible.

    Return how many counts were suppressed; fail where one of them can be known.
    """
    chance = random.Random(seed)
    published = publish(counts, threshold, chance)
    cells = [(v, m) for v, months in enumerate(counts) for m in range(len(months))]
    unknown = {(v, m): {counts[v][m]} for v, m in cells if published[1][v][1][m] is None}
    safe: set[tuple[int, int]] = set()
    for way in _ways(published, limits, threshold, chance):
        if len(safe) == len(unknown):
            break
        news = [(v, m) for v, m in unknown if (v, m) not in safe and way[v][m] not in unknown[v, m]]
        if news and any(publish(way, threshold, chance) == published for _try in range(_TRIES)):
            for v, m in news:
                unknown[v, m].add(way[v][m])
            safe = {cell for cell, known in unknown.items() if len(known) > 1 and max(known) >= threshold}
    for cell, known in unknown.items():
        assert cell in safe, f"{counts} as {published}: {cell} can only be {known}"
    for v, m in cells:
        assert (v, m) in unknown or not 0 < counts[v][m] < threshold
    return len(unknown)


def _ways(published: Shown, limits: Counts, threshold: int, chance: random.Random) -> Iterator[Counts]:
    """Give the tables within `limits` that add up to what is published, in any order."""
    total, venues = published
    choices = []
    for (whole, months), most in zip(venues, limits, strict=True):
        of_months = [range(limit + 1) if month is None else (month,) for month, limit in zip(months, most, strict=True)]
        ways = [way for way in itertools.product(*of_months) if whole is None or sum(way) == whole]
        chance.shuffle(ways)
        ways.sort(key=lambda way: not any(0 < count <= threshold for count in way))  # the likely ones first
        choices.append(ways)
    for counts in itertools.product(*choices):
        if total is None or sum(map(sum, counts)) == total:
            yield counts
