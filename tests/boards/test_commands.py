"""`ictclub boards`, `flash` and `doctor` on a classroom of two: what is shown, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.images.image import image_of
from kimotsuki_ictclub.lessons import find

from .conftest import Room, counting

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "program.py"
    path.write_bytes(counting(1))
    return str(path)


def answer(capture: Capture) -> Any:
    return json.loads(capture.readouterr().out)


def test_no_board_is_an_error_with_advice(capsys: Capture) -> None:
    assert execute(["boards"]) == 1
    assert "virtual://v2" in capsys.readouterr().err
    assert execute(["boards", "--json"]) == 0
    assert answer(capsys) == []


def test_all_boards_are_flashed_and_then_known_by_their_lesson(room: Room, capsys: Capture) -> None:
    assert execute(["flash", "4", "--yes", "--json"]) == 0
    facts = answer(capsys)
    assert {one["version"] for one in facts} == {"v1", "v2"}
    assert all(one["done"] and one["changed"] for one in facts)
    assert execute(["flash", "4", "--yes", "--json"]) == 0
    assert [(one["way"], one["changed"]) for one in answer(capsys)] == [("none", [])] * 2
    assert execute(["boards", "--json"]) == 0
    for one in answer(capsys):
        assert (one["state"], one["program"]) == ("ready", "04-night-light")
        assert one["program_size"] == find(4).main.stat().st_size
        assert one["runtime"] == {"v1": "1.1.1", "v2": "2.1.2"}[one["version"]]


def test_one_failing_board_does_not_stop_the_other(room: Room, program: str, capsys: Capture) -> None:
    room.tell("v1", fault=["fail-529", 1])
    assert execute(["flash", program, "--yes", "--full"]) == 1
    shown = capsys.readouterr().out
    assert "1 of 2 boards run it, verified." in shown
    assert "failed" in shown
    assert "flashed" in shown
    assert "(529)" in shown


def test_several_boards_are_never_flashed_without_a_yes(room: Room, program: str, capsys: Capture) -> None:
    before = room.tell("v1")["display"]
    assert execute(["flash", program]) == 2
    shown = capsys.readouterr()
    assert room.board("v1").name in shown.out
    assert "--yes" in shown.err
    assert room.tell("v1")["display"] == before


def test_a_mistake_in_the_program_touches_no_board(room: Room, tmp_path: Path, capsys: Capture) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("while True\n    pass\n")
    assert execute(["flash", str(wrong), "--yes"]) == 1
    shown = capsys.readouterr()
    assert "line 1" in shown.err
    assert "Board" not in shown.out


def test_a_name_that_no_board_has_lists_those_that_are_there(room: Room, program: str, capsys: Capture) -> None:
    assert execute(["flash", program, "--to", "99"]) == 1
    shown = capsys.readouterr().err
    assert all(board.name in shown for board in find_boards())


def test_a_label_is_kept_shown_and_taken_away(room: Room, capsys: Capture) -> None:
    board = room.board("v2")
    assert board.port
    assert execute(["boards", "label", "07", "--to", board.port]) == 0
    assert room.board("v2").label == "07"
    assert "now called 07" in capsys.readouterr().out
    assert execute(["boards", "label", "07", "--remove"]) == 0
    assert room.board("v2").label == ""


def test_label_never_guesses_among_several(room: Room, capsys: Capture) -> None:
    assert execute(["boards", "label", "07"]) == 1
    assert "2 boards" in capsys.readouterr().err
    assert not any(board.label for board in find_boards())


def test_the_label_of_a_board_that_is_lost_is_free_again(room: Room, capsys: Capture) -> None:
    set_label("9904" + "c" * 44, "05")
    assert execute(["boards", "label", "０５", "--remove"]) == 0
    assert execute(["boards", "label", "05", "--to", str(room.board("v1").port)]) == 0
    assert room.board("v1").label == "05"
    assert execute(["boards", "label", "08", "--remove"]) == 1
    assert "05" in capsys.readouterr().err
    assert execute(["boards", "label", "  ", "--to", "05"]) == 1
    assert execute(["boards", "label", "05", "--remove"]) == 0


def test_a_board_in_maintenance_mode_may_be_the_one_that_is_asked_for(
    room: Room, program: str, capsys: Capture
) -> None:
    assert execute(["boards", "label", "01", "--to", str(room.board("v1").port)]) == 0
    room.tell("v1", fault=["maintenance", -1])
    for command in (["flash", program, "--to", "01"], ["record", "--from", "01", "--seconds", "1", "-o", "x.csv"]):
        assert execute(command) == 1
        told = capsys.readouterr().err
        assert "MAINTENANCE" in told and "without touching the button" in told
    assert execute(["boards", "label", "01", "--remove"]) == 0


def test_why_a_board_failed_stands_below_the_table_in_whole_lines(
    room: Room, program: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    room.tell("v1", fault=["maintenance", -1])
    for lang, words in (("en", "The board is in MAINTENANCE mode"), ("ja", "MAINTENANCE モード")):
        assert execute(["flash", program, "--yes", "--lang", lang]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert any(words in line for line in lines), lines
        assert all(cell_len(line.rstrip()) <= 80 and line.strip()[:1] not in "、。" for line in lines if line)
        assert len(lines) < 12 and any(line.startswith("  → ") for line in lines)


def test_a_busy_board_is_listed_as_busy(room: Room, capsys: Capture) -> None:
    with room.board("v1").open_serial():
        assert execute(["boards", "--json"]) == 0
    by_version = {one["version"]: one for one in answer(capsys)}
    assert by_version["v1"]["error"]["code"] == "board-busy"
    assert by_version["v2"]["error"] is None


def test_the_doctor_names_each_board_and_fails_where_there_is_something_to_do(room: Room, capsys: Capture) -> None:
    assert execute(["doctor", "--json"]) == 0
    boards = [one for one in answer(capsys) if one["subject"] == "board"]
    assert [one["level"] for one in boards] == ["ready", "ready"]
    with room.board("v1").open_serial():
        assert execute(["doctor"]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "holds the port" in shown
    assert "1 thing to do." in shown


def test_japanese_readers_get_japanese(room: Room, capsys: Capture) -> None:
    room.tell("v1", fault=["maintenance", -1])
    assert execute(["boards", "--no-ask", "--lang", "ja"]) == 0
    shown = capsys.readouterr().out
    assert "状態" in shown
    assert "リセット" in shown


def test_a_bare_virtual_board_keeps_its_program_between_runs(program: str, capsys: Capture) -> None:
    assert execute(["flash", program, "--to", "virtual://v1", "--json"]) == 0
    assert answer(capsys)[0]["changed"] == ["main.py"]
    assert execute(["flash", program, "--to", "virtual://v1", "--json"]) == 0
    assert answer(capsys)[0]["way"] == "none"


def test_what_only_v2_boards_have_fails_the_v1s_and_does_the_v2s(tmp_path: Path, capsys: Capture) -> None:
    program = tmp_path / "speaks.py"
    program.write_text("from microbit import *\nspeaker.off()\n")
    assert execute(["flash", str(program), "--to", "virtual://v1", "--to", "virtual://v2", "--json"]) == 1
    v1, v2 = answer(capsys)
    assert (v1["done"], v1["error"]["code"], v1["error"]["line"]) == (False, "feature-missing", "2")
    assert (v2["done"], v2["error"]) == (True, None)
    assert execute(["flash", str(program), "--to", "virtual://v1", "--unchecked", "--json"]) == 0
    (v1,) = answer(capsys)
    assert v1["done"] and v1["stopped"]["line"] == "2"


def test_the_hex_of_an_editor_is_flashed(room: Room, tmp_path: Path, capsys: Capture) -> None:
    hex_file = tmp_path / "saved.hex"
    hex_file.write_text(image_of({"main.py": counting(7)}, "universal").hex)
    assert execute(["flash", str(hex_file), "--yes", "--json"]) == 0
    assert [(one["way"], one["changed"]) for one in answer(capsys)] == [("serial", ["main.py"])] * 2
