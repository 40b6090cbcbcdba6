"""The written report: from the command to the page and the PDF."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from kimotsuki_ictclub import browser, cli, folders
from kimotsuki_ictclub.attendance import Records, add_session
from kimotsuki_ictclub.attendance.report import CouncilReport, document, write_report
from kimotsuki_ictclub.attendance.sessions import cancel_session
from kimotsuki_ictclub.errors import AttendanceError
from tests.attendance.synthetic_year import SyntheticYear


def test_the_command_writes_a_page_that_stands_alone_and_its_pdf(
    year: SyntheticYear, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if browser.find_browser() is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    page = tmp_path / "report.html"
    arguments = ["--lang", "ja", "attendance", "report", "--year", "R2", "-o", str(page), "--json"]
    assert cli.execute(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"files": [str(page), str(page.with_suffix(".pdf"))]}
    html = page.read_text(encoding="utf-8")
    assert "令和2年度" in html and f"<strong>{len(year.people_who_came())}</strong> / 30人" in html
    assert html.count("<svg") == 2 and 'class="choices"' in html
    assert "<script" not in html and 'src="http' not in html and "CouncilReport" not in html
    assert not [name for name in year.people.values() if name in html]
    pdf = page.with_suffix(".pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and len(pdf) > 20_000
    text = subprocess.run(["pdftotext", "-layout", page.with_suffix(".pdf"), "-"], capture_output=True, check=True)
    for heading in ("活動実績", "得られたノウハウ", "解決すべき課題と対応方針", "継続の判断"):
        assert heading in text.stdout.decode().replace("⼀", "一")


def test_without_a_browser_the_page_is_written_and_a_pdf_is_refused(
    club: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    with pytest.raises(AttendanceError) as caught:
        write_report(tmp_path / "report.pdf", 2020)
    assert caught.value.code == "browser-missing"
    assert list(tmp_path.glob("report.*")) == []
    assert write_report(tmp_path / "report.html", 2020) == [tmp_path / "report.html"]


def test_the_notebook_shows_the_parts_of_the_report_in_their_order() -> None:
    notebook = json.loads((folders.course_folder("notebooks") / "council-report.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]).splitlines()[-1] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    shown = [cell.removeprefix("report.").removesuffix("()") for cell in cells if cell.startswith("report.")]
    with_parts = inspect.getsource(CouncilReport.parts)
    assert shown == re.findall(r"self\.(\w+)\(\)", with_parts)


def test_a_cancelled_session_is_named_and_not_counted(year: SyntheticYear, club: Records) -> None:
    with club.writing() as db:
        cancel_session(db, add_session(db, date(2021, 3, 20), venue="koyama"), "<台風>")
    html = document.render_report(2020)
    assert "2021-03-20 Koyama (&lt;台風&gt;)" in html
    assert "<dd>40</dd>" in html  # the sessions of the year without it


def test_another_kind_of_file_is_wrong_usage(tmp_path: Path) -> None:
    assert cli.execute(["attendance", "report", "-o", str(tmp_path / "report.odt")]) == 2
