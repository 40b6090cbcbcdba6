"""Late changes after a year was published: no edition can be subtracted from another."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import Records, add_participant, add_session, check_in, undo
from kimotsuki_ictclub.attendance.care.backup import back_up, restore
from kimotsuki_ictclub.attendance.open_data.editions import Published
from kimotsuki_ictclub.attendance.open_data.event_list import Publisher
from kimotsuki_ictclub.attendance.open_data.publishing import write_open_data
from kimotsuki_ictclub.attendance.people import everybody, the_participant
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.sessions import sessions_of_year
from kimotsuki_ictclub.errors import AttendanceError

PUBLISHER = Publisher(contact="企画調整課")
AFTER = date(2021, 4, 1)
THRESHOLD = 5


@pytest.fixture
def publish(records: Records, tmp_path: Path) -> Callable[..., Published]:
    def again(day: date = AFTER, threshold: int = THRESHOLD) -> Published:
        with records.writing() as db:
            written = write_open_data(db, tmp_path / "od", 2020, PUBLISHER, threshold=threshold, today=day)
        assert written.published is not None
        return written.published

    return again


def fill(records: Records, sizes: list[int]) -> None:
    """A year of one venue, one session a month, with so many presences each."""
    with records.writing() as db:
        people = [add_participant(db, f"なかま{index}") for index in range(24)]
        for month, size in enumerate(sizes):
            session = add_session(db, date(2020, 5, 9) + timedelta(days=30 * month), venue="koyama", start="18:30")
            for person in people[:size]:
                check_in(db, session, person)


def more_at(records: Records, month: int, count: int) -> None:
    with records.writing() as db:
        session = sessions_of_year(db, 2020)[month]
        there = presences_of(db, session)
        absent = [person for person in everybody(db) if person.id not in there]
        for person in absent[:count]:
            check_in(db, session, person)


def counts(published: Published) -> dict[tuple[str, ...], int | None]:
    return {label: count for label, _held, count in [*published.presences, *published.people]}


def test_a_small_late_change_waits(records: Records, publish: Callable[..., Published]) -> None:
    fill(records, [24, 12, 12, 12])
    first = publish()
    assert (first.number, first.published_on, first.suppressed) == (1, AFTER, 0)
    more_at(records, 1, 2)
    second = publish(date(2021, 5, 1))
    assert second.held_back and counts(second) == counts(first)
    assert (second.number, second.published_on) == (1, AFTER)
    more_at(records, 1, 4)  # six are more than the threshold
    third = publish(date(2021, 6, 1))
    assert not third.held_back and (third.number, third.published_on) == (2, date(2021, 6, 1))
    assert counts(third)["高山", "2020-06"] == 18


def test_a_change_is_compared_with_every_earlier_edition(records: Records, publish: Callable[..., Published]) -> None:
    fill(records, [24, 12, 12, 12])
    publish()
    more_at(records, 1, 6)
    assert publish().number == 2
    with records.writing() as db:  # eight fewer than now are two fewer than at first
        session = sessions_of_year(db, 2020)[1]
        for number in range(1, 9):
            undo(db, session, the_participant(db, str(number)))
    assert publish().held_back


def test_the_same_counts_stay_suppressed(records: Records, publish: Callable[..., Published]) -> None:
    fill(records, [24, 12, 12, 2, 12, 12])
    first = publish()
    hidden = {label for label, count in counts(first).items() if count is None}
    assert ("高山", "2020-08") in hidden and len(hidden) >= 2
    assert {frozenset(label for label, count in counts(publish()).items() if count is None) for _ in range(5)} == {
        frozenset(hidden)
    }
    more_at(records, 3, 10)  # no small count any more; shown now, it would tell what its partner was before
    later = publish()
    assert later.number == 2
    assert {label for label, count in counts(later).items() if count is None} == hidden


def test_another_threshold_is_refused(records: Records, publish: Callable[..., Published], tmp_path: Path) -> None:
    fill(records, [24, 12, 4, 12])
    publish()
    before = {file.name: file.read_bytes() for file in (tmp_path / "od").iterdir()}
    with pytest.raises(AttendanceError) as caught:
        publish(threshold=3)
    assert caught.value.code == "threshold-changed"
    assert {file.name: file.read_bytes() for file in (tmp_path / "od").iterdir()} == before


def test_what_was_published_outlives_a_restored_backup(
    records: Records, publish: Callable[..., Published], tmp_path: Path
) -> None:
    fill(records, [24, 12, 12, 2, 12, 12])
    back_up(records, tmp_path / "before.sqlite")
    first = publish()
    restore(records, tmp_path / "before.sqlite", tmp_path / "replaced.sqlite")
    assert publish(date(2021, 5, 1)) == first
    with pytest.raises(AttendanceError):
        publish(threshold=4)


def test_a_year_that_showed_nothing_shows_nothing_later(records: Records, publish: Callable[..., Published]) -> None:
    fill(records, [3])
    assert set(counts(publish()).values()) == {None}
    more_at(records, 0, 20)
    assert set(counts(publish()).values()) == {None}


def test_a_late_session_in_a_new_month(records: Records, publish: Callable[..., Published]) -> None:
    fill(records, [24, 12, 12])
    publish()
    with records.writing() as db:
        late = add_session(db, date(2021, 2, 6), venue="koyama")
        for number in range(1, 4):
            check_in(db, late, the_participant(db, str(number)))
    held_back = publish()
    assert held_back.held_back and ("高山", "2021-02") not in counts(held_back)
    with records.writing() as db:
        for number in range(4, 15):
            check_in(db, late, the_participant(db, str(number)))
    assert counts(publish())["高山", "2021-02"] == 14


@pytest.mark.parametrize("seed", range(3))
def test_no_two_editions_differ_by_a_small_count(
    records: Records, publish: Callable[..., Published], seed: int
) -> None:
    """The attacker has all editions, subtracts each from each, and does the same with all sums of hidden counts."""
    chance = random.Random(seed)
    fill(records, [24, *(chance.choice([2, 6, 12, 20]) for _ in range(4))])
    editions = [publish()]
    for _change in range(8):
        month, count = chance.randrange(5), chance.choice([1, 3, 7, 9])
        if chance.random() < 0.6:
            more_at(records, month, count)
        else:
            with records.writing() as db:
                session = sessions_of_year(db, 2020)[month]
                for participant in list(presences_of(db, session))[:count]:
                    undo(db, session, next(one for one in everybody(db) if one.id == participant))
        editions.append(publish())
    for one, other in itertools.combinations(editions, 2):
        for difference in differences(counts(one), counts(other)):
            assert difference == 0 or abs(difference) > THRESHOLD


def differences(one: dict[tuple[str, ...], int | None], other: dict[tuple[str, ...], int | None]) -> list[int]:
    found, hidden = [], []
    for counted in (one, other):
        months = [count for (*_rest, month), count in counted.items() if month.startswith("20")]
        total = counted["高山", "合計"]
        if total is not None:
            hidden.append(total - sum(month for month in months if month is not None))
    if len(hidden) == 2:
        found.append(hidden[1] - hidden[0])
    for label in one.keys() | other.keys():
        first, second = one.get(label, 0), other.get(label, 0)
        assert (first is None) == (second is None)
        if first is not None and second is not None:
            found.append(second - first)
    return found
