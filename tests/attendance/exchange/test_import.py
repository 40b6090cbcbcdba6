from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from kimotsuki_ictclub.attendance import people
from kimotsuki_ictclub.attendance.exchange import tables
from kimotsuki_ictclub.attendance.exchange.importing import import_file, plan_import
from kimotsuki_ictclub.attendance.figures import counting
from kimotsuki_ictclub.attendance.models import Kind, State
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.records import Records
from kimotsuki_ictclub.attendance.sessions import sessions_of_year
from kimotsuki_ictclub.errors import AttendanceError
from tests.attendance import hostile

LONG = (
    "日付,会場,開始,番号,ニックネーム,ふりがな,出欠,受付時刻,到達\r\n"
    "令和2年6月13日,高山,18:30,１,蜜柑,みかん,○,18時31分,ひとりで\r\n"
    "R2.6.13,高山,18:30,２,林檎,りんご,遅刻,,\r\n"
    "2020/6/20,内之浦,１８：３０,１,蜜柑,,欠席,,\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp", "iso2022_jp"])
def test_a_list_in_any_encoding_of_excel(records: Records, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LONG.replace(",", "\t" if encoding == "utf-16" else ",").encode(encoding))
    outcome = import_file(records, file).outcome
    assert (outcome.new_people, outcome.new_sessions, outcome.new_presences) == (2, 2, 3)
    with records.reading() as db:
        first, second = sessions_of_year(db, 2020)
        assert (first.start, second.date, second.start) == ("18:30", date(2020, 6, 20), "18:30")
        mikan = people.the_participant(db, "蜜柑")
        noted = presences_of(db, first)[mikan.id]
        assert (mikan.reading, noted.state, noted.lesson_progress) == ("みかん", State.PRESENT, "alone")
        assert noted.checked_in_at is not None
        assert noted.checked_in_at.isoformat() == "2020-06-13T18:31:00+09:00"
        assert presences_of(db, second)[mikan.id].state is State.ABSENT


def test_the_plan_is_what_is_done_and_changes_nothing(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LONG)
    plan = plan_import(records, file)
    with records.reading() as db:
        assert people.everybody(db) == []
    assert import_file(records, file).outcome == plan.outcome
    second = import_file(records, file).outcome
    assert second.changes == 0
    assert second.unchanged > 0


def test_bad_rows_are_named_and_nothing_is_imported(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    rows = ["日付,会場,番号,ニックネーム,出欠", "2020-06-13,高山,1,みかん,○", '2020-02-30,高山,2,"り\nんご",○']
    rows += ["2020-06-13,東京,3,もも,○", "2020-06-13,高山,x,なし,○", "2020-06-13,高山,5,かき,たぶん"]
    rows += ["2020-06-13,高山,1,みどり,○", ",,,,", f"2020-06-13,高山,9,{'あ' * 10_000},○"]
    file.write_text("\n".join(rows))
    plan = plan_import(records, file)
    assert [(problem.place, problem.error.code) for problem in plan.problems] == [
        ("3", "text-refused"), ("4", "venue-unknown"), ("5", "bad-number"), ("6", "bad-cell"),
        ("9", "text-too-long"), ("2, 7", "one-person-two-ways"),
    ]  # fmt: skip
    with pytest.raises(AttendanceError) as caught:
        import_file(records, file)
    assert caught.value.code == "bad-rows"
    with records.reading() as db:
        assert people.everybody(db) == []


def test_a_register_with_a_title_above_and_a_day_a_column(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "令和2年度 出席簿\n\n番号,ニックネーム,学年,6/13,R2.6.20,備考\n1,みかん,小5,○,×,元気\n2,りんご,,,△,\n"
    )
    import_file(records, file, venue="koyama", year=2020)
    with records.reading() as db:
        assert [(entry.people, entry.late, entry.absent) for entry in counting.session_figures(db, 2020)] == [
            (1, 0, 0), (1, 1, 1),
        ]  # fmt: skip
        details = people.the_participant(db, "1").details
        assert details is not None
        assert details.school_year == "小5"


def test_excel_dates_times_and_numbers(records: Records, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Venue", "Start", "No.", "Nickname", "Kind", "Presence"])
    sheet.append([datetime(2020, 6, 13), "koyama", time(18, 30), 1, "mikan", "child", "present"])
    sheet.append([43995, "Koyama", 0.7708333333, 2.0, "ringo", "adult", 1])
    book.create_sheet("notes").append(["bring batteries"])
    book.save(tmp_path / "list.xlsx")
    outcome = import_file(records, tmp_path / "list.xlsx").outcome
    assert (outcome.new_people, outcome.new_sessions, outcome.new_presences) == (2, 1, 2)
    with records.reading() as db:
        assert people.the_participant(db, "2").kind is Kind.GROWN_UP


def test_a_list_of_sessions_only(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "開催日,会場,開始時刻,終了時刻,内容\n2020-06-13,高山,18:30,20:00,4\n2020-06-20,高山,18:30,20:00,5\n"
    )
    assert import_file(records, file).outcome.new_sessions == 2
    assert import_file(records, file).outcome.changes == 0


@pytest.mark.parametrize("name", hostile.SHOWN)
def test_unusual_names_come_in_as_they_are(records: Records, tmp_path: Path, name: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["番号", "ニックネーム"])
    sheet.append([1, None])
    sheet.cell(2, 2).value = name
    sheet.cell(2, 2).data_type = "s"
    book.save(tmp_path / "list.xlsx")
    import_file(records, tmp_path / "list.xlsx")
    with records.reading() as db:
        assert people.everybody(db)[0].nickname == name


def test_files_that_are_no_table(records: Records, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("x", "y")
    (tmp_path / "b.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100)
    (tmp_path / "c.csv").write_bytes(b"a\0b,c\n")
    (tmp_path / "d.csv").write_bytes(b"\xff\x80\x81,\xff\n")
    (tmp_path / "e.csv").write_text("こんにちは\n")
    (tmp_path / "f.csv").write_text("")
    codes = {}
    for file in sorted(tmp_path.glob("*.*")):
        if file.suffix in (".csv", ".xls", ".xlsx"):
            with pytest.raises(AttendanceError) as caught:
                plan_import(records, file)
            codes[file.name] = caught.value.code
    assert codes == {
        "a.xlsx": "table-unreadable", "b.xls": "table-unreadable", "c.csv": "table-unreadable",
        "d.csv": "table-encoding", "e.csv": "no-header", "f.csv": "no-header",
    }  # fmt: skip
    with pytest.raises(AttendanceError) as caught:
        plan_import(records, tmp_path / "none.csv")
    assert caught.value.code == "table-missing"


def test_a_known_session_is_not_changed_silently(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("日付,会場,開始,内容\n2020-06-13,高山,18:30,4\n")
    import_file(records, file)
    file.write_text("日付,会場,開始,内容\n2020-06-13,高山,18:30,5\n")
    assert [problem.error.code for problem in plan_import(records, file).problems] == ["other-session"]


def test_nothing_is_passed_over_in_silence(records: Records, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["番号", "ニックネーム", "備考"])
    sheet.append([1, "みかん", "元気"])
    book.create_sheet("メモ").append(["電池を買う"])
    book.save(tmp_path / "list.xlsx")
    plan = plan_import(records, tmp_path / "list.xlsx")
    assert (plan.unused_columns, plan.unused_sheets) == (["備考"], ["メモ"])
    file = tmp_path / "register.csv"
    file.write_text("番号,ニックネーム,6/13\n1,みかん,○\n")
    with pytest.raises(AttendanceError) as caught:
        plan_import(records, file, venue="koyama")
    assert caught.value.code == "day-without-year"


def test_a_session_that_is_there_gets_what_it_lacks_and_only_that(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("日付,会場,開始\n2020-06-13,高山,18:30\n")
    import_file(records, file)
    file.write_text("日付,会場,開始,終了,内容\n2020-06-13,高山,18:30,20:00, 4 \n")
    assert import_file(records, file).outcome.changed_sessions == 1
    assert import_file(records, file).outcome.changes == 0
    for bad in ("終了\n2020-06-13,高山,18:30,18:00", f"内容\n2020-06-13,高山,18:30,{'x' * 10_000}"):
        file.write_text(f"日付,会場,開始,{bad}\n")
        assert len(plan_import(records, file).problems) == 1


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * 1_000_001)
    with pytest.raises(AttendanceError) as caught:
        plan_import(records, tmp_path / "bomb.xlsx")
    assert caught.value.code == "table-too-large"
