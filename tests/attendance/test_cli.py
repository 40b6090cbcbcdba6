from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kimotsuki_ictclub.cli import execute
from tests.attendance import hostile


def ictclub(*arguments: str) -> int:
    return execute(["attendance", *arguments])


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert ictclub(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def evening() -> None:
    assert (
        ictclub("session", "--date", "令和2年6月13日", "--venue", "高山", "--start", "18時30分", "--lesson", "4") == 0
    )
    for nickname in ("みかん", "りんご"):
        assert ictclub("add", nickname) == 0


def test_an_evening_from_the_first_name_to_the_figures(evening: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert ictclub("checkin", "1", "りんご", "--date", "R2.6.13", "--state", "present", "--progress", "alone") == 0
    progress = answer(capsys, "progress", "--year", "R2")
    assert (progress["figures"]["people"], progress["goal"], progress["reached"]) == (2, 30, False)
    assert answer(capsys, "list", "sessions", "--year", "2020")[0]["people"] == 2
    assert ictclub("checkin", "2", "--date", "R2.6.13", "--undo") == 0
    assert answer(capsys, "progress", "--year", "R2")["figures"]["people"] == 1
    assert ictclub("progress", "--year", "R2") == 0
    shown = capsys.readouterr().out
    assert "FY2020: 1 of 30 people; presences: 1." in shown
    assert "Koyama" in shown


def test_the_definitions_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["progress"]):
        assert ictclub(*command, "--help") == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert "受講者数" in shown
        assert "counted once" in shown
        assert "延べ人数" in shown


def test_all_are_checked_in_or_none(evening: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert ictclub("checkin", "1", "だれか", "--date", "R2.6.13") == 1
    assert "だれか" in capsys.readouterr().err
    assert answer(capsys, "progress", "--year", "R2")["figures"]["people"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"], ["add", "x", "--child", "--grown-up"], ["session"], ["progress", "--year", "R99x"],
        ["session", "--venue", "koyama", "--date", "soon"], ["export"], ["export", "--open-data", "od"], ["forget"],
        ["forget", "1", "--expired"], ["checkin", "1", "--state", "asleep"], ["nothing"],
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert ictclub(*arguments) == 2


def test_an_import_shows_its_plan_and_waits_for_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("番号,ニックネーム\n１,みかん\n２,りんご\n".encode("cp932"))
    assert ictclub("import", str(file)) == 1  # nobody is at the terminal to say yes
    assert "New people: 2" in capsys.readouterr().out
    assert answer(capsys, "list") == []
    assert answer(capsys, "import", str(file), "--yes")["new_people"] == 2
    again = answer(capsys, "import", str(file), "--yes")
    assert (again["imported"], again["new_people"], again["unchanged"]) == (True, 0, 2)


def test_bad_rows_are_shown_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.csv"
    file.write_text("番号,ニックネーム\n1,みかん\nx,りんご\n")
    assert ictclub("import", str(file), "--yes") == 1
    assert "Row 3: “x” is no participant's number." in capsys.readouterr().err
    assert answer(capsys, "list") == []


def test_every_change_by_command_has_a_line_in_the_log(evening: None, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["add", "さくら", "--change", "1"], ["checkin", "1"], ["checkin", "1", "--undo"],
        ["year", "R2", "--goal", "31"], ["venue", "koyama", "--address", "鹿児島県肝属郡肝付町"],
        ["session", "--change", "1", "--lesson", "5"], ["session", "--cancel", "1", "--reason", "台風"],
        ["session", "--reopen", "1"], ["session", "--delete", "1"],
    ):  # fmt: skip
        day = ["--date", "2020-06-13"] if command[0] == "checkin" else []
        assert ictclub(*command, *day) == 0
    assert [line["action"] for line in reversed(answer(capsys, "log"))][3:] == [
        "change", "check-in", "undo", "year", "venue",
        "session-change", "session-cancel", "session-reopen", "session-delete",
    ]  # fmt: skip


def test_a_session_is_changed_cancelled_and_listed(evening: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "session", "--change", "1", "--venue", "内之浦", "--date", "2020-06-20")["session"] == 1
    assert answer(capsys, "session", "--cancel", "1", "--reason", "台風のため")["cancelled"] is True
    (row,) = answer(capsys, "list", "sessions", "--year", "R2")
    assert (row["date"], row["venue"], row["state"], row["reason"]) == (
        "2020-06-20", "内之浦", "cancelled", "台風のため",
    )  # fmt: skip
    assert ictclub("--lang", "ja", "list", "sessions", "--year", "R2") == 0
    assert "中止（台風の" in capsys.readouterr().out  # the table may break the line
    assert answer(capsys, "progress", "--year", "R2")["figures"]["sessions"] == 0
    assert ictclub("checkin", "1", "--session", "1") == 1
    assert "--reopen 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--cancel", "1", "--delete", "1"], ["--cancel", "1", "--lesson", "4"], ["--reason", "x"], []]
)
def test_a_session_command_that_says_two_things_is_wrong_usage(wrong: list[str]) -> None:
    assert ictclub("session", *wrong) == 2


def test_forget_asks_names_the_backups_and_is_logged(
    evening: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ictclub("backup", str(tmp_path / "b.sqlite")) == 0
    assert ictclub("forget", "みかん") == 1
    assert len(answer(capsys, "list")) == 2
    erased = answer(capsys, "forget", "みかん", "みかん", "--yes")
    assert erased == {"erased": 1, "backups": [str(tmp_path / "b.sqlite")]}
    assert [person["nickname"] for person in answer(capsys, "list")] == ["りんご"]
    log = answer(capsys, "log")
    assert [(line["action"], line["records"]) for line in log if line["action"] != "list"] == [
        ("forget", 1), ("backup", 0), ("add", 1), ("add", 1), ("session-add", 1),
    ]  # fmt: skip
    assert "みかん" not in json.dumps(log, ensure_ascii=False)
    assert ictclub("restore", str(tmp_path / "b.sqlite")) == 1
    assert answer(capsys, "restore", str(tmp_path / "b.sqlite"), "--yes")["erased_again"] == 1
    assert [person["nickname"] for person in answer(capsys, "list")] == ["りんご"]


def test_details_are_shown_on_request_and_the_look_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    assert ictclub("add", "みかん", "--full-name", "肝付花子", "--consent", "R2.4.1") == 0
    assert "肝付花子" not in json.dumps(answer(capsys, "list"), ensure_ascii=False)
    assert answer(capsys, "list", "--details", "--who", "1")[0]["full_name"] == "肝付花子"
    assert answer(capsys, "log")[0]["action"] == "list-details"
    assert ictclub("add", "きんかん", "--change", "1", "--full-name", "") == 0
    changed = answer(capsys, "list", "--details")[0]
    assert (changed["nickname"], changed["full_name"], changed["consent"]) == ("きんかん", "", "2020-04-01")


def test_goal_and_retention_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    shown = answer(capsys, "year", "R2", "--goal", "12", "--keep-until", "令和4年4月30日")
    assert shown == {"year": "FY2020", "goal": 12, "keep_names_until": "2022-04-30"}
    assert answer(capsys, "progress", "--year", "R2")["goal"] == 12
    assert ictclub("year", "R2", "--goal", "0") == 1


def test_a_new_venue_can_be_used_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert ictclub("venue", "hami", "波見", "はみ") == 0
    assert ictclub("session", "--venue", "はみ", "--date", "2020-06-13") == 0
    assert answer(capsys, "list", "sessions", "--year", "R2")[0]["venue"] == "波見"
    assert ictclub("venue", "hami", "波見", "はみ") == 1
    assert ictclub("venue", "Hami!", "波見2", "はみ") == 1


@pytest.mark.parametrize("name", [name for name in hostile.SHOWN if not name.startswith("-")])
def test_unusual_names_are_shown_as_text(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ictclub("add", name) == 0
    assert name in capsys.readouterr().out
    assert ictclub("list") == 0
    assert name in capsys.readouterr().out


def test_open_data_of_a_finished_year(evening: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = answer(
        capsys, "export", "--open-data", str(tmp_path / "od"), "--year", "R2", "--contact", "企画調整課"
    )  # fmt: skip
    assert {Path(file).name for file in written["files"]} == {file.name for file in (tmp_path / "od").iterdir()}
    assert len(written["files"]) == 4


@pytest.mark.parametrize("command", [["export", "-o"], ["backup"]])
def test_a_file_that_cannot_be_written_is_said(
    evening: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "file").touch()
    assert ictclub(*command, str(tmp_path / "file" / "out.xlsx")) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_details_are_never_left_out_in_silence(evening: None, tmp_path: Path) -> None:
    assert ictclub("export", "-o", str(tmp_path / "out.csv"), "--details") == 2
