"""Certificates: what is on the paper is what a hand count gives, and nothing more."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kimotsuki_ictclub import attendance, cli
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.figures.counting import lesson_figures
from kimotsuki_ictclub.attendance.lesson_titles import lesson_number, lesson_title
from kimotsuki_ictclub.attendance.models import Kind, LessonProgress
from kimotsuki_ictclub.attendance.papers.achievements import achievements
from kimotsuki_ictclub.attendance.papers.certificates import reading_year, render_certificates
from kimotsuki_ictclub.attendance.people import set_details, the_participant
from kimotsuki_ictclub.browser import find_browser
from kimotsuki_ictclub.language import set_language

# (nickname, session, state, progress)
NOTED = [
    ("みかん", 0, "present", "with_help"),
    ("みかん", 1, "present", "alone"),  # the same lesson a week later
    ("みかん", 2, "late", "with_help"),
    ("みかん", 3, "present", None),
    ("りんご", 0, "present", "not_yet"),
    ("りんご", 3, "absent", None),
    ("そら", 2, "absent", None),
]
NAMES = ("みかん", "りんご", "そら")
LESSONS = ["4", "4", "5", "竹とんぼ $\\frac{<b>"]


@pytest.fixture
def club() -> Iterator[Records]:
    with attendance.open_records() as records:
        with records.writing() as db:
            sessions = [
                attendance.add_session(db, date(2020, 6, 1) + timedelta(days=7 * n), venue="koyama", lesson=lesson)
                for n, lesson in enumerate(LESSONS)
            ]
            people = {name: attendance.add_participant(db, name) for name in NAMES}
            for name, place, state, progress in NOTED:
                attendance.set_presence(db, sessions[place], people[name], state, lesson_progress=progress)
            set_details(db, people["みかん"], school_year="小学5年", full_name="山田 花子")
            earlier = attendance.add_session(db, date(2019, 6, 1), venue="koyama", lesson="9")
            attendance.set_presence(db, earlier, people["そら"], "present", lesson_progress="alone")
        yield records


def test_the_best_that_was_noted_counts_once(club: Records) -> None:
    with club.reading() as db:
        mikan, ringo, sora = achievements(
            db, 2020, [the_participant(db, name) for name in ("みかん", "りんご", "そら")]
        )
    assert (mikan.times, ringo.times, sora.times) == (4, 1, 0)
    assert mikan.lessons == {"4": "alone", "5": "with_help", LESSONS[3]: None}
    assert ringo.lessons == {"4": "not_yet"} and not ringo.completed and mikan.completed
    assert mikan.last_day == date(2020, 6, 22) and sora.last_day is None


def test_the_pages_say_what_was_done_and_hold_no_other_name(club: Records, tmp_path: Path, capsys) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    arguments = ["attendance", "certificate", "--all", "--year", "R2", "-o", str(tmp_path), "--json"]
    assert cli.execute(arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["certificates"] == 2  # そら never came
    page, pdf = map(Path, answer["files"])
    assert page.stat().st_mode & 0o077 == 0 and pdf.stat().st_mode & 0o077 == 0
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    first, second = [one for one in text.split("\f") if one.strip()]  # one page each
    assert "came to the Kimotsuki ICT Club 4 times in FY2020 and did these lessons" in " ".join(first.split())
    assert "came to the Kimotsuki ICT Club once in FY2020." in " ".join(second.split())
    assert "Certificate of attendance" in second and "Certificate of attendance" not in first
    assert first.index("Did it alone") < first.index("Night light") < first.index("Did it with help")
    assert first.index("Step counter") < first.index("Took part") and "Did it" not in second
    html = page.read_text(encoding="utf-8")
    assert "山田" not in html and "<b>竹" not in html and "frac{&lt;b&gt;" in html and "<script" not in html


def test_a_name_is_printed_and_not_kept(club: Records, tmp_path: Path, own_home: Path, monkeypatch) -> None:
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")
    arguments = ["attendance", "certificate", "みかん", "--year", "R2", "--name", "肝付 みさき", "-o", str(tmp_path)]
    assert cli.execute(arguments) == 0
    html = (tmp_path / "certificates-2020.html").read_text(encoding="utf-8")
    assert "肝付 みさき" in html and "みかん" not in html
    kept = b"".join(path.read_bytes() for path in own_home.rglob("*") if path.is_file())
    assert "みさき".encode() not in kept


@pytest.mark.parametrize(("who", "year"), [("そら", "R2"), ("りんご", "R1"), ("--all", "R8")])
def test_nobody_is_said_to_have_come_who_did_not(club: Records, tmp_path: Path, capsys, who: str, year: str) -> None:
    assert cli.execute(["attendance", "certificate", who, "--year", year, "-o", str(tmp_path / "out")]) == 1
    assert "→" in capsys.readouterr().err and not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["1", "2", "--name", "x"], ["1", "--ask-names"]])
def test_wrong_usage_prints_nothing(club: Records, tmp_path: Path, arguments: list[str]) -> None:
    assert cli.execute(["attendance", "certificate", *arguments, "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_readings_are_those_of_the_school_year(club: Records) -> None:
    set_language("ja")
    with club.writing() as db:
        person = the_participant(db, "みかん")
        for written, grade in {"小3": 3, "5年": 5, "中学１年": 7, "中2": 8, "高1": 10, "": 3, "年長": 3}.items():
            set_details(db, person, school_year=written)
            (one,) = achievements(db, 2020, [person])
            assert reading_year(one) == grade, written
    html = render_certificates([one], 2020, day=date(2021, 3, 31))
    person.kind = Kind.GROWN_UP
    assert "<ruby>" not in render_certificates([one], 2020, day=date(2021, 3, 31))
    assert "<rt>しゅうりょうしょう</rt>" in html and "2021年3月31日" in html


def test_a_lesson_is_called_by_its_number_only_where_that_is_all() -> None:
    assert lesson_title(" レッスン４ ") == lesson_title("4") == "Night light"
    for own in ("4人で作るゲーム", "999", "4 よるの ライト", "4:30 から"):
        assert lesson_title(own) == own


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第４回", 4),
        ("4 よるの ライト", 4),
        ("レッスン4：夜の ライト", 4),
        ("4人で作る", None),
        ("4:30から", None),
        ("", None),
    ],
)
def test_a_session_names_its_lesson_by_the_number_that_it_begins_with(written: str, number: int | None) -> None:
    assert lesson_number(written) == number


def test_a_lesson_that_is_called_in_two_ways_is_one_on_papers_and_in_figures(club: Records) -> None:
    with club.writing() as db:
        person = attendance.add_participant(db, "ふたとおり")
        for day, lesson, progress in ((1, "4", "with_help"), (8, "レッスン４", "alone")):
            session = attendance.add_session(db, date(2023, 7, day), venue="koyama", lesson=lesson)
            attendance.set_presence(db, session, person, "present", lesson_progress=progress)
        (one,) = achievements(db, 2023, [person])
        assert one.lessons == {"4": LessonProgress.ALONE}
        assert {name: levels[LessonProgress.ALONE] for name, levels in lesson_figures(db, 2023).items()} == {"4": 1}


def test_a_kept_picture_stands_beside_its_lesson(club: Records) -> None:
    with club.reading() as db:
        done = achievements(db, 2020, [the_participant(db, "みかん")])
        heart = ((0, 9, 0, 9, 0), (9,) * 5, (9,) * 5, (0, 9, 9, 9, 0), (0, 0, 9, 0, 0))
        html = render_certificates(
            done, 2020, day=date(2021, 3, 31), picture_of=lambda who, lesson: heart if lesson == "4" else None
        )
    assert html.count('class="leds"') == 1 and html.count("<circle") == 25
