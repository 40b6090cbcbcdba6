from __future__ import annotations

import csv
import io
import itertools
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in
from kimotsuki_ictclub.attendance.models import Kind, Session, Venue
from kimotsuki_ictclub.attendance.open_data.event_list import COLUMNS, Publisher, event_list
from kimotsuki_ictclub.attendance.open_data.publishing import write_open_data
from kimotsuki_ictclub.attendance.open_data.suppression import Cell, suppress
from kimotsuki_ictclub.attendance.records import Records
from kimotsuki_ictclub.errors import AttendanceError

PUBLISHER = Publisher(contact="企画調整課")
AFTER = date(2021, 4, 1)
Published = dict[tuple[str, ...], int | None]


def read(file: Path) -> list[dict[str, str]]:
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def feasible(parts: list[int | None], total: int) -> set[tuple[int, ...]]:
    """Every way to fill the hidden `parts` with counts of 1 or more (zeros are shown) so that they add up."""
    hidden = [index for index, part in enumerate(parts) if part is None]
    rest = total - sum(part for part in parts if part is not None)
    if not hidden:
        return {()} if rest == 0 else set()
    cuts = itertools.combinations(range(1, rest), len(hidden) - 1)
    return {tuple(b - a for a, b in itertools.pairwise((0, *cut, rest))) for cut in cuts} if rest else set()


def attack(total: Cell, threshold: int) -> None:
    """Try to compute each suppressed count back from everything that is shown; fail where that is possible."""
    if not total.parts:
        return
    if not total.shown:
        assert not [cell for cell in total.walk() if cell.shown], "parts of a hidden total add up to it"
        return
    shown = [part.count if part.shown else None for part in total.parts]
    hidden = [part for part in total.parts if not part.shown]
    ways = feasible(shown, total.count)
    assert tuple(part.count for part in hidden) in ways or any(part.count == 0 for part in hidden)
    for index, part in enumerate(hidden):
        possible = {way[index] for way in ways}
        assert len(possible) > 1, f"{part.label} can be computed: {possible}"
        if 0 < part.count < threshold:
            assert max(possible) >= threshold, f"{part.label} is known to be small"
    for part in total.parts:
        attack(part, threshold)


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_no_suppressed_count_can_be_computed_back(threshold: int) -> None:
    chance = random.Random(464929)
    shown = hidden = 0
    for _ in range(1500):
        venues = []
        for venue in range(chance.randint(1, 3)):
            months = [
                Cell((str(venue), str(month)), chance.choice([0, 1, 1, 2, 3, 4, 5, 6, 8]))
                for month in range(chance.randint(1, 4))
            ]
            venues.append(Cell((str(venue),), sum(month.count for month in months), months))
        total = Cell(("total",), sum(venue.count for venue in venues), venues)
        suppress(total, threshold)
        for cell in total.walk():
            shown += cell.shown
            hidden += not cell.shown
            assert not (cell.shown and 0 < cell.count < threshold)
        attack(total, threshold)
    assert shown > 500  # suppressing everything would be no art
    assert hidden > 500


def test_nothing_is_suppressed_without_need() -> None:
    total = Cell(("total",), 27, [Cell(("a",), 12), Cell(("b",), 15), Cell(("c",), 0)])
    assert suppress(total)
    assert all(cell.shown for cell in total.walk())


def test_the_smallest_other_part_goes_with_a_small_one() -> None:
    total = Cell(("total",), 33, [Cell(("a",), 2), Cell(("b",), 20), Cell(("c",), 11), Cell(("d",), 0)])
    assert suppress(total)
    assert [part.shown for part in total.parts] == [False, True, False, True]


def club_year(records: Records, *, grown_ups: int, few_at: str | None) -> None:
    chance = random.Random(5)
    with records.writing() as db:
        people = [
            add_participant(db, f"なかま{index}", kind=Kind.GROWN_UP if index < grown_ups else Kind.CHILD)
            for index in range(24)
        ]
        for week in range(12):
            for venue in ("高山", "内之浦"):
                session = add_session(
                    db, date(2020, 5, 9) + timedelta(weeks=2 * week), venue=venue, start="18:30", end="20:00",
                    lesson="=1+1", instructors="秘密の講師",
                )  # fmt: skip
                came = chance.sample(people, 2 if venue == few_at and week < 2 else 9) if week else people
                for person in came:
                    check_in(db, session, person)


def published(folder: Path) -> tuple[Published, Published]:
    def count(text: str) -> int | None:
        return None if text == "X" else int(text)

    presences = {(row["会場"], row["年月"]): count(row["延べ人数"]) for row in read(folder / "attendance-by-month.csv")}
    people = {(row["区分"],): count(row["受講者数"]) for row in read(folder / "participants.csv")}
    return presences, people


def test_the_published_tables_of_a_year_resist_the_attack(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=3, few_at="内之浦")
    with records.writing() as db:
        result = write_open_data(db, tmp_path / "od", 2020, PUBLISHER, today=AFTER)
    presences, people = published(tmp_path / "od")
    assert people[("合計",)] == 24
    assert people[("子ども",)] is people[("大人",)] is None
    assert {people[("新規",)], people[("継続",)]} == {24, 0}
    assert result.suppressed == 2 + sum(count is None for count in presences.values())
    # Children and grown-ups: for all that is published, the three grown-ups could be any number.
    assert len({way[0] for way in feasible([None, None], 24)}) == 23
    for venue in ("高山", "内之浦"):
        months = [count for (place, month), count in presences.items() if place == venue and month != "合計"]
        whole = presences[venue, "合計"]
        assert whole is not None
        assert months.count(None) != 1
        if None in months:
            for index in range(months.count(None)):
                assert len({way[index] for way in feasible(months, whole)}) > 1


def test_a_tiny_club_publishes_no_counts(records: Records, tmp_path: Path) -> None:
    with records.writing() as db:
        session = add_session(db, date(2020, 6, 13), venue="高山")
        for name in ("みかん", "りんご", "もも"):
            check_in(db, session, add_participant(db, name))
        write_open_data(db, tmp_path, 2020, PUBLISHER, today=AFTER)
    presences, people = published(tmp_path)
    assert {*presences.values(), *people.values()} == {None}


def test_attendance_waits_for_the_end_of_the_year(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=0, few_at=None)
    with records.writing() as db:
        result = write_open_data(db, tmp_path / "od", 2020, PUBLISHER, today=date(2021, 3, 31))
    assert result.suppressed is None
    assert {file.name for file in (tmp_path / "od").iterdir()} == {"events.csv", "data-description.md"}


def test_the_event_list_has_the_standard_form(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=0, few_at=None)
    with records.writing() as db:
        write_open_data(db, tmp_path, 2020, PUBLISHER, today=AFTER)
    rows = read(tmp_path / "events.csv")
    assert tuple(rows[0]) == COLUMNS
    assert len(COLUMNS) == 50
    assert (COLUMNS[0], COLUMNS[16], COLUMNS[-1]) == ("NO", "開始日", "備考")
    first = rows[0]
    assert (first["NO"], first["都道府県コード又は市区町村コード"]) == ("2020000001", "464929")
    assert (first["開始日"], first["終了日"], first["開始時刻"], first["終了時刻"]) == (
        "2020-05-09", "2020-05-09", "18:30", "20:00",
    )  # fmt: skip
    assert first["サブタイトル"] == "'=1+1"
    assert len({row["NO"] for row in rows}) == len(rows) == 24


def test_no_name_is_published(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=3, few_at="内之浦")
    with records.writing() as db:
        write_open_data(db, tmp_path / "od", 2020, PUBLISHER, today=AFTER)
    everything = "".join(file.read_text("utf-8-sig") for file in (tmp_path / "od").iterdir())
    assert "なかま" not in everything
    assert "秘密の講師" not in everything


def test_the_description_names_licence_date_and_contact(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=0, few_at=None)
    with records.writing() as db:
        write_open_data(db, tmp_path, 2020, PUBLISHER, threshold=7, today=AFTER)
    words = (tmp_path / "data-description.md").read_text()
    for part in ("CC BY 4.0", "2021-04-01", "企画調整課", "464929", "1人～6人"):
        assert part in words


def test_a_threshold_that_protects_nobody_is_refused(records: Records, tmp_path: Path) -> None:
    with records.writing() as db, pytest.raises(AttendanceError) as caught:
        write_open_data(db, tmp_path / "od", 2020, PUBLISHER, threshold=2, today=AFTER)
    assert caught.value.code == "threshold-range"
    assert not (tmp_path / "od").exists()


def test_a_session_without_times_leaves_them_empty() -> None:
    venue = Venue(id=1, key="koyama", name="高山", reading="こうやま")
    session = Session(
        date=date(2020, 6, 13), start="", end="", fiscal_year=2020, venue=venue, lesson="", instructors=""
    )
    row = next(csv.DictReader(io.StringIO(event_list([session], PUBLISHER).decode("utf-8-sig"))))
    assert (row["開始時刻"], row["場所名称"]) == ("", "高山")
