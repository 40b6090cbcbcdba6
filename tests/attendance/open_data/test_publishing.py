from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in
from kimotsuki_ictclub.attendance.models import Edition, Kind
from kimotsuki_ictclub.attendance.open_data.event_list import Publisher
from kimotsuki_ictclub.attendance.open_data.publishing import write_open_data
from kimotsuki_ictclub.attendance.records import Records
from kimotsuki_ictclub.errors import AttendanceError

PUBLISHER = Publisher(contact="企画調整課")
AFTER = date(2021, 4, 1)
Published = dict[tuple[str, ...], int | None]


def read(file: Path) -> list[dict[str, str]]:
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


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

    presences: Published = {
        (row["会場"], row["年月"]): count(row["延べ人数"]) for row in read(folder / "attendance-by-month.csv")
    }
    people: Published = {(row["区分"],): count(row["受講者数"]) for row in read(folder / "participants.csv")}
    return presences, people


def test_the_published_tables_of_a_year_keep_their_small_counts(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=3, few_at="内之浦")
    with records.writing() as db:
        result = write_open_data(db, tmp_path / "od", 2020, PUBLISHER, today=AFTER)
    presences, people = published(tmp_path / "od")
    assert people[("合計",)] == 24
    assert people[("子ども",)] is people[("大人",)] is None
    assert {people[("新規",)], people[("継続",)]} == {24, 0}
    assert result.suppressed == [*presences.values(), *people.values()].count(None)
    for venue in ("高山", "内之浦"):
        months = [count for (place, month), count in presences.items() if place == venue and month != "合計"]
        whole = presences[venue, "合計"]
        assert whole is not None
        hidden = months.count(None)
        assert hidden != 1
        if hidden:
            assert whole - sum(month for month in months if month is not None) >= 5 + hidden - 1


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
    for part in (
        "CC BY 4.0",
        "2021-04-01",
        "企画調整課",
        "464929",
        "推奨データセット（基本編）06 イベント一覧",
        "1人〜6人",
    ):
        assert part in words


def test_a_threshold_that_protects_nobody_is_refused(records: Records, tmp_path: Path) -> None:
    with records.writing() as db, pytest.raises(AttendanceError) as caught:
        write_open_data(db, tmp_path / "od", 2020, PUBLISHER, threshold=2, today=AFTER)
    assert caught.value.code == "threshold-range"
    assert not (tmp_path / "od").exists()


def test_all_files_are_new_or_none(records: Records, tmp_path: Path) -> None:
    club_year(records, grown_ups=0, few_at=None)
    (tmp_path / "participants.csv").mkdir()  # stands in the way of one of them
    with pytest.raises(AttendanceError) as caught, records.writing() as db:
        write_open_data(db, tmp_path, 2020, PUBLISHER, today=AFTER)
    assert caught.value.code == "file-not-written"
    assert [file.name for file in tmp_path.rglob("*") if file.suffix == ".part"] == []
    with records.reading() as db:
        assert db.scalar(select(Edition.id)) is None  # and nothing counts as published
