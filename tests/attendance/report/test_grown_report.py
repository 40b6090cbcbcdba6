"""What the report says beyond people: mentors, material, years, costs, voices, and the file for Word."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from kimotsuki_ictclub import attendance, cli
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.figures.costs import set_cost
from kimotsuki_ictclub.attendance.mentors.duties import note_duty
from kimotsuki_ictclub.attendance.models import Audience, Kind
from kimotsuki_ictclub.attendance.report import CouncilReport
from kimotsuki_ictclub.attendance.surveys.answers import add_answer
from kimotsuki_ictclub.errors import AttendanceError
from tests.attendance.report.test_sections import cells

NAMES = ("みかん", "りんご", "そら", "はなこ", "たろう", "ゆず")
# Who came to which session of which fiscal year, and how far: the hand count below goes by this list alone.
CAME = [
    (2019, 0, "みかん", None), (2019, 0, "りんご", None), (2019, 1, "りんご", None),
    (2020, 0, "みかん", "alone"), (2020, 0, "そら", "not_yet"), (2020, 1, "そら", "with_help"),
    (2020, 1, "はなこ", "alone"), (2020, 2, "みかん", None), (2020, 2, "はなこ", None), (2020, 2, "ゆず", None),
]  # fmt: skip
LESSONS = ("4", "4", "竹とんぼ")


@pytest.fixture
def small(club: Records) -> Records:
    with club.writing() as db:
        people = {name: attendance.add_participant(db, name) for name in NAMES}
        mentor, other = (
            attendance.add_participant(db, name, kind=Kind.MENTOR) for name in ("やまだ先生", "すずき先生")
        )
        for year in (2019, 2020):
            for place, lesson in enumerate(LESSONS):
                session = attendance.add_session(
                    db, date(year, 6, 1) + timedelta(days=7 * place), venue="koyama", start="18:30", end="20:00",
                    lesson=lesson,
                )  # fmt: skip
                for noted, where, name, progress in CAME:
                    if (noted, where) == (year, place):
                        attendance.set_presence(db, session, people[name], "present", lesson_progress=progress)
                if year == 2020:
                    note_duty(db, session, mentor, role="taught")
                    if place == 0:
                        note_duty(db, session, other, minutes=60)
        for number in range(5):
            line = ("たのしかった", "はなこちゃんが すき", "ハナコと やりたい", "", "<b>また来る</b>")[number]
            add_answer(
                db, Audience.CHILD, {"fun": 4 if number else 3} | ({"again": 4} if number else {}), line, year=2020
            )
        for _sheet in range(4):
            add_answer(db, Audience.GUARDIAN, {"fun": 2}, "夜おそい", year=2020)
        set_cost(db, 2020, "講師謝礼", 90_000)
        set_cost(db, 2020, "<i>部品</i>", 10_001)
        set_cost(db, 2020, "まちがい", 5)
        set_cost(db, 2020, "まちがい", 0)
    return club


def test_mentors_material_and_years_agree_with_a_hand_count(small: Records) -> None:
    report = CouncilReport(2020, today=date(2021, 4, 1))
    tiles = re.findall(r"<dd>(.*?)</dd>", report.mentors().html)
    assert tiles == ["2", "4", f"{(3 * 90 + 60) / 60:.1f}", "0.0"]
    rows = cells(report.lessons().html)
    assert rows[1] == ["4 Night light", "2", "4", "2", "1", "–"]  # そら was farther the second time
    assert rows[2] == ["竹とんぼ", "1", "3", "–", "–", "–"]
    years = {row[0]: row[1:] for row in cells(report.years().html)}
    assert years["FY2019"] == ["3", "2", "2", "0", "3"] and years["FY2020"] == ["3", "4", "3", "1", "7"]
    assert "Of 2 people in FY2019, 1 came again" in report.issues().html
    assert [row[3] for row in cells(report.sessions().html)[1:]] == ["2", "2", "3"]


def test_costs_are_those_that_were_typed(small: Records, capsys: pytest.CaptureFixture[str]) -> None:
    rows = cells(CouncilReport(2020).costs().html)
    assert rows[1:] == [["&lt;i&gt;部品&lt;/i&gt;", "10,001"], ["講師謝礼", "90,000"], ["Total", "100,001"]]
    assert "25,000 yen" in CouncilReport(2020).costs().html
    assert cli.execute(["attendance", "cost", "講師謝礼", "80000", "--year", "R2"]) == 0
    assert "90,001" in capsys.readouterr().out
    for wrong in (["講師謝礼"], ["講師謝礼", "x"]):
        assert cli.execute(["attendance", "cost", *wrong]) == 2
    with small.writing() as db, pytest.raises(AttendanceError, match="cannot be a cost"):
        set_cost(db, 2020, "x", -1)


def test_few_voices_are_not_shown_and_lines_that_name_somebody_are_left_out(small: Records) -> None:
    html = CouncilReport(2020).voices().html
    rows = {row[0]: row[1:] for row in cells(html)}
    assert rows["Was the club fun?"] == ["4", "1", "0", "0"]
    assert rows["Do you want to come again?"] == ["–"] * 4  # four answered that
    assert "たのしかった" in html and "&lt;b&gt;また来る" in html
    assert "はなこ" not in html and "ハナコ" not in html and "2 lines seem to name somebody" in html
    assert "夜おそい" not in html and "(4 sheets)" in html and "Fewer than 5 answered" in html


def test_the_file_for_word_says_what_the_page_says_and_names_nobody(small: Records, tmp_path: Path) -> None:
    from docx import Document

    with small.writing() as db:
        attendance.add_session(db, date(2020, 7, 1), venue="koyama", lesson="<&> 🍊")
    file = tmp_path / "report.docx"
    assert cli.execute(["--lang", "ja", "attendance", "report", "--year", "R2", "-o", str(file)]) == 0
    document = Document(str(file))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    for heading in ("2. 活動実績", "4. 得られたノウハウ", "5. 解決すべき課題と対応方針", "6. 費用", "7. 参加者の声"):
        assert heading in text
    assert ["合計", "100,001"] in [row for table in tables for row in table]
    assert ["令和2年度", "4", "4", "3", "1", "7"] in [row for table in tables for row in table]
    assert ["", "", ""] in [row for table in tables for row in table]  # room to write
    assert document.core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        everything = "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    assert not [name for name in (*NAMES, "やまだ", "すずき") if name in everything]
    assert sum(name.startswith("word/media/") for name in packed.namelist()) == 4
