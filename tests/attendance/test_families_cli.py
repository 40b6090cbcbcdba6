"""Consent and care, splitting and the emergency page, as an organizer types them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance.japan_time import today
from kimotsuki_ictclub.browser import find_browser
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.language import set_language


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str, fails: int = 0) -> str:
        capsys.readouterr()
        assert execute(["attendance", *arguments]) == fails, arguments
        told = capsys.readouterr()
        return told.err if fails else told.out

    return run


def test_what_guardians_say_is_kept_shown_and_taken_back(run) -> None:
    run("session", "--venue", "koyama")
    for name in ("みかん", "りんご"):
        run("add", name, "--contact", "0994-65-2511")
        run("checkin", name, "--state", "present")
    run(
        "care",
        "1",
        "--picture",
        "inside",
        "--health",
        "ハチのアレルギー",
        "--guardian",
        "祖母",
        "0994-00-0000",
        "--sibling",
        "2",
    )
    shown = run("care", "1")
    assert all(
        word in shown
        for word in ("inside the club", "ハチのアレルギー", "祖母 0994-00-0000", "2 りんご", "0994-65-2511")
    )
    tonight = json.loads(run("tonight", "--json"))
    assert ([one["number"] for one in tonight["health"]], [one["number"] for one in tonight["no_picture"]]) == (
        [1],
        [2],
    )
    asked = json.loads(run("list", "--who", "1", "--details", "--json"))[0]["care"]
    assert asked["health"]["note"] == "ハチのアレルギー"
    assert "ハチ" not in run("list", "--details", "--json")  # the whole list shows no health note
    run("care", "1", "--revoke-picture", "--no-health", "--no-guardian", "1", "--no-sibling")
    kept = json.loads(run("care", "1", "--json"))
    assert kept["picture"]["revoked_on"] == today().isoformat()
    assert (kept["health"], kept["guardians"], kept["siblings"]) == (None, [], [])
    for wrong in (
        ["--no-guardian", "1"],
        ["--sibling", "1"],
        ["--health", "x", "--until", "2020-01-01"],
        ["--health", "\u202e"],
    ):
        run("care", "1", *wrong, fails=1)
    actions = [line["action"] for line in json.loads(run("log", "--json"))]
    assert {"care", "care-show", "tonight", "list-details"} <= set(actions)


def test_one_who_was_two_is_split_session_by_session_or_by_the_backup(run) -> None:
    for day in ("R2.6.6", "R2.6.13", "R2.6.20"):
        run("session", "--date", day, "--venue", "koyama")
    run("add", "みかん")
    run("add", "ミカン", "--number", "9")
    for who, day in (("1", "R2.6.6"), ("9", "R2.6.6"), ("9", "R2.6.13"), ("1", "R2.6.20")):
        run("checkin", who, "--date", day, "--state", "present")
    run("merge", "1", "9", "--yes")
    told = run("split", "1", "--yes")
    assert "people 1 → 2, presences 3 → 4" in told
    assert [one["number"] for one in json.loads(run("list", "--json"))] == [1, 9]
    assert "no backup" in run("split", "9", "--yes", fails=1)
    again = json.loads(run("split", "1", "--nickname", "もも", "--session", "3", "--both", "1", "--yes", "--json"))
    assert (again["new"], again["years"][0]["people_after"], again["years"][0]["presences_after"]) == ("10 もも", 3, 5)
    assert "was not at session" in run("split", "1", "--nickname", "x", "--session", "2", "--yes", fails=1)
    assert [one["people"] for one in json.loads(run("list", "sessions", "--year", "R2", "--json"))] == [3, 1, 1]


def test_the_emergency_page_is_one_sheet_for_the_wall(run, tmp_path: Path) -> None:
    set_language("ja")
    run("venue", "koyama", "--address", "鹿児島県肝属郡肝付町新富98")
    run(
        "emergency", "koyama", "--caller", "その日の<b>指導者", "--aed", "玄関の右", "-o", str(tmp_path / "koyama.html")
    )
    page = (tmp_path / "koyama.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;指導者" in page and "新富98" in page and "<rt>きゅうきゅうしゃ</rt>" in page
    assert "http" not in page.replace("http-equiv", "")  # it stands alone
    if find_browser() is None or shutil.which("pdftotext") is None:
        pytest.skip("no Chromium or pdftotext here")
    run("emergency", "koyama", "-o", str(tmp_path / "koyama.pdf"))
    text = subprocess.run(
        ["pdftotext", tmp_path / "koyama.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 1
    assert all(word in text for word in ("119", "110", "玄関の右", "指導者"))
