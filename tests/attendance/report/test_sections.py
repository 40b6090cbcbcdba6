"""The parts of the report against a hand count."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.report import CouncilReport
from tests.attendance.synthetic_year import SyntheticYear


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]


def test_the_goal_counts_people_once(year: SyntheticYear) -> None:
    html = CouncilReport(2020).goal().html
    people = len(year.people_who_came())
    assert f"<strong>{people}</strong> / 30 people" in html
    assert f"<dd>{len(year.came())}</dd>" in html
    assert "The goal is reached." in html if people >= 30 else f"{30 - people} more " in html


def test_venues_and_months_agree_with_a_hand_count(year: SyntheticYear) -> None:
    rows = cells(CouncilReport(2020).venues_and_months().html)
    by_name = {row[0]: row[1:] for row in rows}
    for venue, name in (("高山", "Koyama"), ("内之浦", "Uchinoura")):
        assert by_name[name] == ["20", str(len(year.people_who_came(venue))), str(len(year.came(venue)))]
    june = [visit for visit in year.came() if visit.day.month == 6]
    assert by_name["2020-06"][3] == str(len(june))
    first = {
        number: min(visit.day for visit in year.came() if visit.number == number) for number in year.people_who_came()
    }
    assert by_name["2020-06"][4] == str(sum(day.month == 6 for day in first.values()))
    assert rows[-1] == ["Total", "40", str(len(year.came("高山"))), str(len(year.came("内之浦"))),
                        str(len(year.came())), str(len(year.people_who_came()))]  # fmt: skip


def test_children_and_grown_ups(year: SyntheticYear) -> None:
    html = CouncilReport(2020).people().html
    came = year.people_who_came()
    assert f"<dt>Children</dt><dd>{len(came - year.grown_ups)}</dd>" in html
    assert f"<dt>Grown-ups</dt><dd>{len(came & year.grown_ups)}</dd>" in html


def test_no_names_anywhere(year: SyntheticYear) -> None:
    report = CouncilReport(2020)
    html = "".join(part.html for part in report.parts())
    assert not [name for name in year.people.values() if name in html]


def test_a_year_under_way_shows_the_forecast(year: SyntheticYear) -> None:
    report = CouncilReport(2020, today=date(2020, 9, 1))
    assert report.facts.progress.forecast is not None
    assert "8 of 10" in report.goal().html
    assert max(day for day, _people in report.facts.growth) <= date(2020, 9, 1)


def test_hostile_names_of_lessons_and_venues_are_text(club: Records) -> None:
    with club.writing() as db:
        attendance.add_venue(db, "x-y", "<b>$x_1$</b>", "x")
        session = attendance.add_session(
            db, date(2020, 6, 1), venue="x-y", lesson="<script>alert(1)</script> $\\frac{$"
        )
        person = attendance.add_participant(db, "みかん")
        attendance.set_presence(db, session, person, "present", lesson_progress="alone")
    report = CouncilReport(2020, lang="ja")
    html = report.venues_and_months().html + report.lessons().html
    assert "<script" not in html and "<b>" not in html
    assert "&lt;b&gt;$x_1$&lt;/b&gt;" in html


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_club_without_a_session_has_a_report_too(club: Records, lang: str) -> None:
    report = CouncilReport(2020, lang=lang)
    assert "<strong>0</strong>" in report.goal().html
    assert report.lessons().html and report.venues_and_months().html and report.decision().html
