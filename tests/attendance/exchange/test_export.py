from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kimotsuki_ictclub.attendance import people
from kimotsuki_ictclub.attendance.exchange.exporting import export_lists
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.errors import AttendanceError
from kimotsuki_ictclub.language import set_language
from tests.attendance import hostile

FIXTURES = Path(__file__).parents[2] / "fixtures" / "attendance"


@pytest.fixture
def full(records: Records, tmp_path: Path) -> Records:
    """Records in which everybody has an unusual name and came once."""
    file = tmp_path / "in.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["日付", "会場", "開始", "番号", "ニックネーム", "氏名", "出欠"])
    for number, name in enumerate(hostile.SHOWN, start=1):
        writer.writerow(["2020-06-13", "高山", "18:30", number, name.replace("'=", "''="), "本名", "○"])
    file.write_text(text.getvalue())
    import_file(records, file)
    return records


def export(records: Records, file: Path, *, details: bool = False) -> None:
    with records.writing() as db:
        export_lists(db, file, 2020, details=details)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_goes_out_comes_back_unchanged(full: Records, tmp_path: Path, ending: str, language: str) -> None:
    set_language(language)
    file = tmp_path / f"out.{ending}"
    export(full, file, details=True)
    assert import_file(full, file).outcome.changes == 0
    with open_records(tmp_path / "other.sqlite") as other:
        import_file(other, file)
        with full.reading() as one, other.reading() as two:
            assert [p.nickname for p in people.everybody(two)] == [p.nickname for p in people.everybody(one)]


def test_no_cell_of_a_csv_runs(full: Records, tmp_path: Path) -> None:
    export(full, tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # Excel then reads UTF-8
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(hostile.SHOWN)
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r"))]


def test_no_cell_of_a_workbook_is_a_formula(full: Records, tmp_path: Path) -> None:
    export(full, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.value for cell in cells} >= set(hostile.SHOWN)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))


def test_full_names_only_where_they_are_asked_for(full: Records, tmp_path: Path) -> None:
    export(full, tmp_path / "plain.xlsx")
    export(full, tmp_path / "details.xlsx", details=True)
    found = {}
    for name in ("plain", "details"):
        book = load_workbook(tmp_path / f"{name}.xlsx")
        found[name] = "本名" in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert found == {"plain": False, "details": True}


def test_another_form_is_refused(full: Records, tmp_path: Path) -> None:
    with pytest.raises(AttendanceError) as caught:
        export(full, tmp_path / "out.pdf")
    assert caught.value.code == "export-form"
    assert not (tmp_path / "out.pdf").exists()


def test_sheets_print_on_a4_one_page_wide_with_their_headings(full: Records, tmp_path: Path) -> None:
    export(full, tmp_path / "out.xlsx", details=True)
    for sheet in load_workbook(tmp_path / "out.xlsx").worksheets:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    people, sessions, presences = (sheet.page_setup.orientation for sheet in load_workbook(tmp_path / "out.xlsx"))
    assert (people, sessions, presences) == ("landscape", "portrait", "landscape")


@pytest.mark.parametrize("file", ["list-saved-by-libreoffice.xlsx", "csv-saved-by-libreoffice.xlsx"])
def test_lists_that_libreoffice_has_saved(tmp_path: Path, file: str) -> None:
    """The files are our exports of `libreoffice.csv`, opened and saved as xlsx by LibreOffice 7.4."""
    saved = FIXTURES / file
    with open_records(tmp_path / "first.sqlite") as records:
        import_file(records, FIXTURES / "libreoffice.csv")
        assert import_file(records, saved).outcome.changes == 0
    with open_records(tmp_path / "fresh.sqlite") as records:
        import_file(records, saved)
        with records.reading() as db:
            names = [person.nickname for person in people.everybody(db)]
    # What a spreadsheet makes of 007 in a CSV it makes before we see it; by its number the child is known all the same.
    assert names == [*hostile.SHOWN, "7" if file.startswith("csv") else "007"]
