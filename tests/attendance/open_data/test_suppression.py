"""What is suppressed stays unknown, to readers who know how it was chosen."""

from __future__ import annotations

import random

import pytest

from kimotsuki_ictclub.attendance.open_data.suppression import Cell, smallest_total, suppress
from tests.attendance.open_data.attacker import attack, tree

SMALL = 3  # a small threshold keeps the attacker's work small; the rule is the same


def test_the_choice_of_partners_tells_nothing() -> None:
    """[10, 10, 4] was published as X, 10, X with 24 in total: the partner of the small one was the smallest."""
    for seed in range(6):
        assert attack(((10, 10, 4),), 5, ((24, 24, 24),), seed) >= 2


def test_a_month_of_one_session_cannot_have_many() -> None:
    """Readers know the sessions of each month and all people: 14 that came to 3 sessions were not 2 of one."""
    for seed in range(6):
        assert attack(((2, 14, 14),), SMALL, ((6, 18, 18),), seed) >= 2


@pytest.mark.parametrize("seed", range(2))
def test_a_reader_who_knows_the_rule_learns_no_month(seed: int) -> None:
    chance = random.Random(seed)
    tables = [tuple(chance.choice([0, 1, 1, 2, 3, 4, 6]) for _month in range(4)) for _table in range(12)]
    assert sum(attack((months,), SMALL, ((9,) * 4,), seed) for months in tables) > 10


@pytest.mark.parametrize("seed", range(2))
def test_a_reader_who_knows_the_rule_learns_no_venue(seed: int) -> None:
    chance = random.Random(seed)
    tables = [
        tuple((chance.choice([0, 1, 2, 4]), chance.choice([0, 1, 2, 5])) for _venue in range(2)) for _table in range(8)
    ]
    assert sum(attack(counts, SMALL, ((8, 8), (8, 8)), seed) for counts in tables) > 6


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_large_tables_hold_by_the_rule(threshold: int) -> None:
    """Every suppressed sum leaves room for the threshold in each of its parts; nothing small is shown."""
    chance = random.Random(464929)
    numbers = {"shown": 0, "hidden": 0}
    for _ in range(600):
        months = [
            tuple(chance.choice([0, 1, 2, 4, 5, 8, 13, 21]) for _month in range(chance.randint(1, 12)))
            for _venue in range(chance.randint(1, 3))
        ]
        total = tree(tuple(months))
        suppress(total, threshold, chance)
        if not total.shown:
            assert total.count < smallest_total(total, threshold)
            assert not any(cell.shown for cell in total.walk())
        for cell in total.walk():
            numbers["shown" if cell.shown else "hidden"] += 1
            assert not (cell.shown and 0 < cell.count < threshold)
            hidden = [part for part in cell.parts if not part.shown]
            if cell.shown and hidden:
                assert len(hidden) > 1
                assert sum(part.count for part in hidden) >= threshold + len(hidden) - 1
            if not cell.shown:
                assert not any(part.shown for part in cell.parts)
    assert min(numbers.values()) > 1000  # suppressing everything would be no art


def test_nothing_is_suppressed_without_need() -> None:
    total = Cell(("total",), 27, [Cell(("a",), 12), Cell(("b",), 15), Cell(("c",), 0)])
    assert suppress(total)
    assert all(cell.shown for cell in total.walk())


def test_zeros_are_shown_and_protect_nothing() -> None:
    for _ in range(30):
        total = Cell(("total",), 33, [Cell(("a",), 2), Cell(("b",), 20), Cell(("c",), 11), Cell(("d",), 0)])
        assert suppress(total)
        hidden = {part.label for part in total.parts if not part.shown}
        assert ("a",) in hidden and len(hidden) >= 2 and ("d",) not in hidden


def test_any_other_part_may_go_with_a_small_one() -> None:
    partners = set()
    for seed in range(40):
        total = Cell(("total",), 24, [Cell(("a",), 10), Cell(("b",), 10), Cell(("c",), 4)])
        suppress(total, 5, random.Random(seed))
        partners.add(tuple(part.shown for part in total.parts))
    assert partners == {(False, True, False), (True, False, False), (False, False, False)}
