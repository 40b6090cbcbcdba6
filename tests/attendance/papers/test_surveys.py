"""Surveys: typed in from paper, counted, and tied to nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect

from kimotsuki_ictclub import attendance, cli
from kimotsuki_ictclub.attendance.fiscal_year import fiscal_year_of
from kimotsuki_ictclub.attendance.japan_time import today
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.surveys.answers import answers_of


def ictclub(*arguments: str) -> int:
    return cli.execute(["attendance", "survey", *arguments])


def test_sheets_are_typed_in_counted_and_tidied(capsys: pytest.CaptureFixture[str]) -> None:
    with open_records() as records, records.writing() as db:
        attendance.add_participant(db, "みかん")
    for number in range(6):
        line = "ミカンくんと あそんだ" if number == 0 else f"{number}かい きた"
        assert ictclub("child", "--enter", "--faces", "4,3,-,2", "--line", line, "--year", "R2") == 0
    capsys.readouterr()
    assert ictclub("--show", "--year", "R2", "--json") == 0
    (tally,) = json.loads(capsys.readouterr().out)
    assert tally["faces"] == {"fun": [6, 0, 0, 0], "understood": [0, 6, 0, 0], "tried": None, "again": [0, 0, 6, 0]}
    assert len(tally["lines"]) == 5 and tally["withheld"] == 1
    assert ictclub("--lines", "--year", "R2", "--json") == 0
    lines = json.loads(capsys.readouterr().out)
    (named,) = [one["key"] for one in lines if "ミカン" in one["line"]]
    assert ictclub("--empty", named, "--year", "R2") == 0
    assert ictclub("--empty", "zzzz", "--year", "R2") == 1
    assert ictclub("--show", "--year", "R2") == 0
    shown = capsys.readouterr().out
    assert "ミカン" not in shown and "5かい きた" in shown


@pytest.mark.parametrize("faces", ["4,3", "4,3,2,5", "4,3,2,x", "-,-,-,-"])
def test_what_is_no_answer_is_not_kept(faces: str) -> None:
    assert ictclub("child", "--enter", "--faces", faces) == 1
    with open_records() as records, records.reading() as db:
        assert not answers_of(db, fiscal_year_of(today()))


@pytest.mark.parametrize("arguments", [[], ["--enter"], ["child"], ["child", "--enter"], ["--show", "--lines"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert ictclub(*arguments) == 2


def test_the_table_has_nothing_that_leads_to_anybody(place: str) -> None:
    with open_records(place) as records:
        columns = {column["name"] for column in inspect(records.engine).get_columns("survey_answer")}
        assert columns == {"key", "fiscal_year", "audience", "faces", "said"}
        assert not inspect(records.engine).get_foreign_keys("survey_answer")


def test_the_sheets_are_one_page_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")
    assert cli.execute(["--lang", "ja", "attendance", "survey", "-o", str(tmp_path)]) == 0
    html = (tmp_path / "survey-all.html").read_text(encoding="utf-8")
    assert html.count("<article>") == 3 and html.count("<svg") == 3 * 4 * 4
    assert "<rt>ため</rt>" in html and "保護者アンケート" in html
