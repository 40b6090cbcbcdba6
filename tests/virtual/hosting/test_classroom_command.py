"""`ictclub classroom` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.cli.classroom_picture import led_picture
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom
from kimotsuki_ictclub.virtual.hosting.faults import FAULTS
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards

HEART = [[0, 9, 0, 9, 0], [9, 9, 9, 9, 9], [9, 9, 9, 9, 9], [0, 9, 9, 9, 0], [0, 0, 9, 0, 0]]


def test_boards_get_numbers_and_are_gone_at_the_end(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "--v1", "2", "--seconds", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 boards are plugged in")
    assert [line.split()[:2] for line in lines[1:3]] == [["01", "v1"], ["02", "v1"]]
    assert hosted_boards(own_home) == []


def test_one_board_is_changed_by_its_label(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Classroom(own_home, 1) as room:
        set_label(room.places[0].unique_id, "07")
        assert execute(["classroom", "set", "07", "--temperature", "30", "--fault", "fail-504", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["temperature"], answer["faults"]) == (30, {"fail-504": -1})
        assert execute(["classroom", "set", "07", "--unplug"]) == 0
        assert execute(["classroom", "set", "07", "--repair", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out.split("\n", 1)[1])
        assert (answer["plugged_in"], answer["faults"]) == (True, {})
        assert execute(["classroom", "set", "07", "--temperature", "300"]) == 1
        assert "300" in capsys.readouterr().err
        assert execute(["classroom", "set", "08", "--light", "3"]) == 1
        assert "No board is called 08" in capsys.readouterr().err


def test_nothing_to_change_is_wrong_usage() -> None:
    assert execute(["classroom", "set", "07"]) == 2


def test_without_a_classroom_there_is_no_board_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "set", "07", "--light", "3"]) == 1
    assert "No board" in capsys.readouterr().err


def test_all_faults_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "faults", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(FAULTS)


def test_a_picture_shows_two_rows_of_leds_in_each_line_of_text() -> None:
    picture = led_picture(HEART)
    assert [len(line) for line in picture.plain.split("\n")] == [10, 10, 10]
    styles = [str(span.style) for span in picture.spans]
    assert styles[2] == "#ff4030 on #ff4030"  # second column: lit above, lit below
    assert styles[0] == "#261010 on #ff4030"
