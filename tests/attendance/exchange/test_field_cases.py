"""Lists as towns and clubs really have them: each file in tests/fixtures/attendance stands for a kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kimotsuki_ictclub.cli import execute

FILES = Path(__file__).parents[2] / "fixtures" / "attendance"


class Club:
    """Runs the commands and reads their answers."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def run(self, *arguments: object) -> tuple[int, str]:
        self.capsys.readouterr()
        code = execute(["attendance", *map(str, arguments)])
        return code, self.capsys.readouterr().out

    def answer(self, *arguments: object) -> Any:
        code, out = self.run(*arguments, "--json")
        assert code == 0, arguments
        return json.loads(out)

    def bring_in(self, file: str | Path, *more: str, year: str = "R2") -> tuple[int, Any]:
        code, out = self.run(
            "import", FILES / file, "--year", year, "--venue", "koyama", "--yes", "--json", *more
        )  # fmt: skip
        return code, json.loads(out)

    def figures(self) -> tuple[int, int, int, int, int, int]:
        """Listed, people, presences, sessions, absent, late."""
        year = self.answer("progress", "--year", "R2")["figures"]
        sessions = self.answer("list", "sessions", "--year", "R2")
        absent, late = (sum(session[state] for session in sessions) for state in ("absent", "late"))
        listed = len(self.answer("list"))
        return listed, year["people"], year["presences"], year["sessions"], absent, late

    def days(self) -> list[str]:
        return [session["date"][5:] for session in self.answer("list", "sessions", "--year", "R2")]


@pytest.fixture
def club(capsys: pytest.CaptureFixture[str]) -> Club:
    return Club(capsys)


@pytest.mark.parametrize(
    ("file", "figures"),
    {
        "dimension-part.xlsx": (12, 12, 18, 2, 6, 0),
        "dimension-a1.xlsx": (12, 12, 18, 2, 6, 0),
        "checkboxes.xlsx": (3, 2, 3, 2, 3, 0),
        "total-row-ones.csv": (3, 1, 2, 2, 4, 0),
        "total-row-counts.csv": (2, 2, 3, 2, 1, 0),
        "total-row-empty.csv": (2, 2, 3, 2, 1, 0),
        "total-row-people.csv": (2, 0, 0, 0, 0, 0),
        "note-below.csv": (1, 1, 1, 1, 0, 0),
        "state-heading.csv": (3, 1, 1, 1, 2, 0),
        "columns-left-out.csv": (2, 2, 3, 2, 1, 0),
        "marks.csv": (27, 16, 16, 1, 11, 2),
        "spaced-headings.csv": (2, 2, 2, 1, 0, 0),
        "line-break-headings.csv": (1, 1, 1, 1, 0, 0),
        "cr-escape.xlsx": (2, 2, 2, 1, 0, 0),
        "hidden-row.xlsx": (3, 3, 3, 1, 0, 0),
        "digits-nickname.csv": (2, 2, 2, 1, 0, 0),
    }.items(),
)
def test_what_is_counted(club: Club, file: str, figures: tuple[int, ...]) -> None:
    code, _answer = club.bring_in(file)
    assert (code, club.figures()) == (0, figures)
    code, again = club.bring_in(file)
    assert (code, again["new_people"], again["new_presences"], again["changed_people"]) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("file", "days", "figures"),
    [
        ("days-era.csv", "06-13 06-20 06-27 07-04 07-11", (2, 2, 8, 5, 2, 0)),
        ("days-nth.csv", "06-13 06-20 06-27", (2, 2, 5, 3, 1, 0)),
        ("days-weekday.csv", "06-13 06-20 06-27 07-04", (1, 1, 4, 4, 0, 0)),
        ("days-circled.csv", "06-01 06-02", (2, 2, 3, 2, 1, 0)),
        ("months-above-days.csv", "06-13 06-20 07-04 07-11", (2, 2, 6, 4, 2, 0)),
        ("months-above-days.xlsx", "06-13 06-20 07-04 07-11", (2, 2, 6, 4, 2, 0)),
    ],
)
def test_days_in_headings(club: Club, file: str, days: str, figures: tuple[int, ...]) -> None:
    assert club.bring_in(file)[0] == 0
    assert (club.days(), club.figures()) == (days.split(), figures)


@pytest.mark.parametrize(
    ("file", "code", "places"),
    [
        ("error-cells.xlsx", "error-value", "3 4"),
        ("same-nickname-people.csv", "twice-without-number", "2 4"),
        ("same-nickname-register.csv", "twice-without-number", "2 4"),
        ("one-day-two-columns.csv", "one-day-two-columns", "C D"),
        ("one-child-two-rows.csv", "one-presence-two-ways", "2 4"),
        ("leap-day.csv", "bad-date", "C"),
        ("year-mistyped.csv", "outside-year", "D"),
        ("full-names-only.csv", "no-nicknames", "2"),
        ("full-names-as-nicknames.csv", "full-names", "B"),
    ],
)
def test_what_is_refused_and_where(club: Club, file: str, code: str, places: str) -> None:
    done, answer = club.bring_in(file)
    assert (done, answer["imported"]) == (1, False)
    assert {problem["code"] for problem in answer["problems"]} == {code}
    assert [problem["row"] or problem["column"] for problem in answer["problems"]] == places.split()
    assert club.answer("list") == club.answer("list", "sessions", "--year", "R2") == []


def test_names_that_show_nothing_are_refused(club: Club) -> None:
    done, answer = club.bring_in("invisible-names.csv")
    assert (done, [problem["row"] for problem in answer["problems"]]) == (1, ["3", "4", "5"])


def test_left_out_rows_are_shown_by_their_label(club: Club) -> None:
    for file, row, label in (
        ("total-row-ones.csv", "5", "合計"), ("total-row-counts.csv", "4", "合計"),
        ("total-row-empty.csv", "4", "出席者数"), ("total-row-people.csv", "4", "計"), ("note-below.csv", "4", "※欠席"),
    ):  # fmt: skip
        left_out = club.bring_in(file)[1]["left_out"]
        assert [(one["row"], one["label"].startswith(label)) for one in left_out] == [(row, True)], file


def test_own_columns_and_hidden_rows_are_told(club: Club) -> None:
    assert club.bring_in("columns-left-out.csv")[1]["unused_columns"] == ["計", "出席率", "備考"]
    assert club.bring_in("hidden-row.xlsx")[1]["hidden"] == ["row 3"]


def test_registered_kanji_come_out_as_they_went_in(club: Club, tmp_path: Path) -> None:
    club.bring_in("registered-kanji.csv")
    names = [person["full_name"] for person in club.answer("list", "--details")]
    written = FILES.joinpath("registered-kanji.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert names == [line.split(",")[2] for line in written]
    club.answer("export", "--details", "-o", tmp_path / "x.xlsx")
    cells = {cell.value for row in load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows() for cell in row}
    assert cells >= set(names)
    for file in ("registered-kanji.csv", tmp_path / "x.xlsx"):
        code, again = club.bring_in(file)
        assert (code, again["changed_people"], again["new_people"], again["unchanged"]) == (0, 0, 0, 3)


@pytest.mark.parametrize(
    ("files", "figures", "alike"),
    [
        (("wave-dash-utf8.csv", "wave-dash-sjis.csv"), (2, 2, 4, 2, 0, 0), ["2"]),
        (("widths-june.csv", "widths-july.csv"), (8, 8, 16, 2, 0, 0), list("23456789")),
    ],
)
def test_names_in_two_writings_are_one_person(
    club: Club, files: tuple[str, str], figures: tuple[int, ...], alike: list[str]
) -> None:
    club.bring_in(files[0])
    stored = [person["nickname"] for person in club.answer("list")]
    _code, second = club.bring_in(files[1])
    assert (club.figures(), [person["nickname"] for person in club.answer("list")]) == (figures, stored)
    assert [pair["row"] for pair in second["same_person"]] == alike


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_times_may_come_later_or_earlier(club: Club, order: tuple[int, int]) -> None:
    files = ("times-later-1-register.csv", "times-later-2-sessions.csv")
    for index in order:
        assert club.bring_in(files[index])[0] == 0
    sessions = club.answer("list", "sessions", "--year", "R2")
    assert [(one["start"], one["end"], one["lesson"]) for one in sessions] == [
        ("18:30", "20:00", "1"), ("18:30", "20:00", "2"),
    ]  # fmt: skip
    assert club.figures() == (2, 2, 3, 2, 1, 0)


def test_a_cancelled_session_is_named_and_not_counted(club: Club) -> None:
    _code, answer = club.bring_in("cancelled-session.csv")
    assert answer["cancelled"] == [{"row": "3", "date": "2020-06-20", "reason": "台風のため中止"}]
    assert club.figures()[3] == 2


def test_headings_in_two_rows(club: Club) -> None:
    assert club.bring_in("two-line-people.xlsx")[0] == 0
    people = [(one["number"], one["nickname"], one["reading"], one["kind"]) for one in club.answer("list")]
    assert people == [(11, "みかん", "みかん", "child"), (12, "せんせい", "せんせい", "grown-up")]


def test_a_reading_below_a_heading_with_a_line_break(club: Club) -> None:
    club.bring_in("line-break-headings.csv")
    assert club.answer("list")[0]["reading"] == "みかん"


def test_a_nickname_of_digits_stays_text(club: Club, tmp_path: Path) -> None:
    club.bring_in("digits-nickname.csv")
    club.answer("export", "-o", tmp_path / "x.xlsx", "--year", "R2")
    code, again = club.bring_in(tmp_path / "x.xlsx")
    assert (code, again["new_people"], again["changed_people"], again["new_presences"]) == (0, 0, 0, 0)
    checked = club.answer("checkin", "007", "--date", "R2.6.13")["participants"]
    assert [(person["number"], person["nickname"]) for person in checked] == [(8, "007")]


def test_an_apostrophe_that_libreoffice_kept(club: Club) -> None:
    club.bring_in("apostrophe-first.csv")
    code, again = club.bring_in("apostrophe-saved-again.xlsx")
    assert (code, again["new_people"], again["changed_sessions"], again["unchanged"]) == (0, 0, 0, 2)


def test_after_the_last_number_a_free_one_is_given_and_works(club: Club) -> None:
    club.bring_in("last-number.csv")
    number = club.answer("add", "さくら")["number"]
    assert 1 <= number < 999_999
    club.answer("session", "--date", "R2.6.13", "--venue", "koyama")
    assert club.answer("checkin", number, "--date", "R2.6.13")["participants"][0]["nickname"] == "さくら"


def test_the_leap_day_of_its_year(club: Club) -> None:
    assert club.bring_in("leap-day.csv", year="R1")[0] == 0


def test_full_names_can_be_what_children_are_called(club: Club) -> None:
    for file in ("full-names-as-nicknames.csv", "full-names-only.csv"):
        assert club.bring_in(file, "--as-nicknames")[0] == 0
    assert [person["nickname"] for person in club.answer("list")] == ["肝田 花子", "肝田 花子"]


def test_the_last_import_is_taken_back(club: Club) -> None:
    club.bring_in("columns-left-out.csv")
    before = club.figures()
    _code, answer = club.bring_in("days-era.csv")
    assert Path(answer["backup"]).exists()
    assert (answer["before"]["presences"], answer["after"]["presences"]) == (3, 8)
    assert club.figures() != before
    assert club.run("undo-import")[0] == 1  # nobody says yes
    undone = club.answer("undo-import", "--yes")
    assert (undone["undone"], Path(answer["backup"]).exists()) == (answer["backup"], False)
    assert club.figures() == before
    club.answer("undo-import", "--yes")
    assert club.figures() == (0, 0, 0, 0, 0, 0)
    assert club.run("undo-import", "--yes")[0] == 1
