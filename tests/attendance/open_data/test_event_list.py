"""The event list in the form of the standard, and the NO that a session keeps."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from kimotsuki_ictclub import cli
from kimotsuki_ictclub.attendance import Records, add_session
from kimotsuki_ictclub.attendance.care.backup import back_up, restore
from kimotsuki_ictclub.attendance.open_data.event_list import COLUMNS, Publisher
from kimotsuki_ictclub.attendance.open_data.publishing import write_open_data
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import cancel_session, change_session, delete_session, sessions_of_year
from kimotsuki_ictclub.attendance.venues import add_venue, find_venue, set_address

FIELD = Path(__file__).parents[2] / "fixtures" / "attendance"
REQUIRED = (
    "イベント名", "イベント名_カナ", "開始日", "終了日", "開始時間", "終了時間", "説明", "場所名称", "住所",
)  # fmt: skip


def rows(folder: Path, name: str = "events.csv") -> list[dict[str, str]]:
    content = (folder / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def published(records: Records, folder: Path, year: int = 2020, contact: str = "企画調整課") -> list[dict[str, str]]:
    with records.writing() as db:
        write_open_data(db, folder, year, Publisher(contact=contact), today=date(2021, 4, 1))
    return rows(folder)


def numbers(listed: list[dict[str, str]]) -> dict[str, str]:
    return {row["開始日"]: row["NO"] for row in listed}


def test_the_columns_are_those_of_the_standard(records: Records, tmp_path: Path) -> None:
    with records.writing() as db:
        add_session(db, date(2020, 6, 13), venue="高山", start="18:30", end="20:00", lesson="きらきら")
        set_address(db, find_venue(db, "koyama"), "鹿児島県肝属郡肝付町のどこか")
    (row,) = published(records, tmp_path, contact="企画調整課 0994-65-0000")
    assert tuple(row) == COLUMNS and len(COLUMNS) == 32
    assert (COLUMNS[0], COLUMNS[1], COLUMNS[12], COLUMNS[-1]) == (
        "都道府県コード又は市区町村コード", "NO", "説明", "備考",
    )  # fmt: skip
    assert all(row[column] for column in REQUIRED)
    assert (row["NO"], row["開始日"], row["開始時間"], row["終了時間"]) == (
        "2020000001",
        "2020-06-13",
        "18:30",
        "20:00",
    )
    assert (row["イベント名_カナ"], row["住所"]) == (
        "コドモプログラミングクラブ コウヤマカイジョウ", "鹿児島県肝属郡肝付町のどこか",
    )  # fmt: skip
    assert (row["連絡先名称"], row["連絡先電話番号"]) == ("企画調整課", "0994-65-0000")
    assert "きらきら" in row["説明"]


def test_the_field_files_keep_their_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ictclub(*arguments: str) -> None:
        assert cli.execute(["attendance", *arguments]) == 0, capsys.readouterr().err

    export = ("--year", "R2", "--contact", "+81-994-00-0000 企画課")
    ictclub("import", str(FIELD / "open-data-1.csv"), "--yes")
    ictclub("export", "--open-data", str(tmp_path / "a"), *export)
    ictclub("import", str(FIELD / "open-data-2-earlier.csv"), "--yes")
    ictclub("export", "--open-data", str(tmp_path / "b"), *export)
    first, second = rows(tmp_path / "a"), rows(tmp_path / "b")
    assert numbers(first).items() <= numbers(second).items()
    assert numbers(second) == {"2020-06-06": "2020000003", "2020-06-13": "2020000001", "2020-06-20": "2020000002"}
    words = {row["開始日"]: row["説明"] for row in second}
    assert "レッスン：-5℃の夜" in words["2020-06-13"]
    assert "夜に" in words["2020-06-20"] or "ライト" in words["2020-06-20"]  # lesson 4 by its title
    assert {(row["連絡先名称"], row["連絡先電話番号"]) for row in second} == {("企画課", "0994-00-0000")}
    assert all(row[column] for row in second for column in REQUIRED)


def test_a_number_is_kept_and_never_given_again(records: Records, tmp_path: Path) -> None:
    with records.writing() as db:
        for day in (6, 13, 20):
            add_session(db, date(2020, 6, day), venue="koyama")
    before = numbers(published(records, tmp_path))
    with records.writing() as db:
        one, two, three = sessions_of_year(db, 2020)
        cancel_session(db, one, "台風")
        change_session(db, two, day=date(2020, 7, 4))
        delete_session(db, three)
        add_session(db, date(2020, 5, 1), venue="koyama")
        add_session(db, date(2020, 8, 1), venue="koyama")
    after = numbers(published(records, tmp_path))
    assert after["2020-06-06"] == before["2020-06-06"]
    assert after["2020-07-04"] == before["2020-06-13"]
    assert not {after["2020-05-01"], after["2020-08-01"]} & set(before.values())


def test_a_number_outlives_backups_and_moves(records: Records, tmp_path: Path, place: str) -> None:
    with records.writing() as db:
        add_session(db, date(2020, 6, 13), venue="koyama")
    back_up(records, tmp_path / "early.sqlite")
    with records.writing() as db:
        add_session(db, date(2020, 6, 6), venue="koyama")
    before = numbers(published(records, tmp_path))
    back_up(records, tmp_path / "late.sqlite")
    restore(records, tmp_path / "early.sqlite", tmp_path / "kept.sqlite")
    with records.writing() as db:
        add_session(db, date(2020, 6, 20), venue="koyama")
    after = numbers(published(records, tmp_path))
    assert after["2020-06-13"] == before["2020-06-13"]
    assert after["2020-06-20"] not in before.values()
    other = place if "://" in place else str(tmp_path / "other.sqlite")
    with open_records(other) as moved:
        restore(moved, tmp_path / "late.sqlite", tmp_path / "nothing.sqlite")
        assert numbers(published(moved, tmp_path)) == before


def test_a_cancelled_session_says_so(records: Records, tmp_path: Path) -> None:
    with records.writing() as db:
        cancel_session(db, add_session(db, date(2020, 6, 13), venue="koyama"), "台風のため")
        add_session(db, date(2020, 6, 20), venue="koyama")
    assert [row["開始日時特記事項"] for row in published(records, tmp_path)] == ["中止（台風のため）", ""]
    assert rows(tmp_path, "attendance-by-month.csv")[0]["開催回数"] == "1"


@pytest.mark.parametrize("name", ["=1+1", "-5℃の家", "＋ハウス", "'かぎ", "@home"])
def test_no_cell_runs_and_none_begins_with_an_apostrophe(records: Records, tmp_path: Path, name: str) -> None:
    with records.writing() as db:
        add_venue(db, "hami", name, name)
        set_address(db, find_venue(db, "hami"), name)
        add_session(db, date(2020, 6, 13), venue="hami", lesson=name)
    published(records, tmp_path, contact=name)
    for file in ("events.csv", "participants.csv", "attendance-by-month.csv"):
        for row in rows(tmp_path, file):
            assert not [cell for cell in row.values() if cell[:1] in tuple("'=+-@＝＋－＠")]
    assert name in rows(tmp_path)[0]["場所名称"]


@pytest.mark.parametrize(
    ("contact", "office", "telephone"),
    [
        ("企画調整課", "企画調整課", ""),
        ("企画調整課（電話 0994-65-2511）", "企画調整課", "0994-65-2511"),
        ("電話相談室　TEL：０９９４（６５）２５１１", "電話相談室", "0994(65)2511"),
        ("+81-994-00-0000", "肝付町", "0994-00-0000"),
        ("ict@example.jp", "ict@example.jp", ""),
    ],
)
def test_a_telephone_number_has_its_own_column(contact: str, office: str, telephone: str) -> None:
    publisher = Publisher(contact=contact)
    assert (publisher.office, publisher.telephone) == (office, telephone)


def test_what_the_standard_still_lacks_is_named(
    own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_records() as records, records.writing() as db:
        add_session(db, date(2020, 6, 13), venue="koyama")
    export = ["attendance", "export", "--open-data", str(tmp_path), "--year", "R2", "--contact", "企画課", "--json"]
    assert cli.execute(export) == 0
    notices = json.loads(capsys.readouterr().out)["notices"]
    assert any("koyama" in notice and "--address" in notice for notice in notices)
    assert any("2020-06-13" in notice and "--start" in notice for notice in notices)
    assert cli.execute(["attendance", "venue", "koyama", "--address", "鹿児島県肝属郡肝付町新富"]) == 0
    assert cli.execute(["attendance", "session", "--change", "1", "--start", "18:30", "--end", "20:00"]) == 0
    capsys.readouterr()
    assert cli.execute(export) == 0
    assert json.loads(capsys.readouterr().out)["notices"] == []
