"""Every failure that a class of boards can meet, from the command line to the message, on real firmware."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kimotsuki_ictclub.cli import execute

from .conftest import Room, counting

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the fault is imitated with /dev/full and /sys")
Flash = Callable[..., tuple[int, dict[str, Any]]]
_numbers = itertools.count(100)  # no test flashes what another has left on the board


@pytest.fixture
def flash(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Flash:
    """Flash a new program of 1.5 KB with the command line; return its exit code and what it says of the one board."""

    def flash(version: str, *options: str) -> tuple[int, dict[str, Any]]:
        program = tmp_path / "program.py"
        number = next(_numbers)
        program.write_bytes(counting(number) + b"# A comment.\n" * 110)
        capsys.readouterr()
        code = execute(["flash", str(program), "--to", room.hosted(version).unique_id, "--json", *options])
        (facts,) = json.loads(capsys.readouterr().out)
        return code, {**facts, "line": f"n:{number:03d}"}

    return flash


def of_error(facts: dict[str, Any]) -> str:
    assert facts["done"] is False
    assert facts["error"]["hint"]
    return str(facts["error"]["code"])


@pytest.mark.parametrize("number", [504, 506, 521, 537])
def test_a_transient_failure_is_tried_again(room: Room, flash: Flash, number: int) -> None:
    room.tell("v1", fault=[f"fail-{number}", 1])
    code, facts = flash("v1", "--full")
    assert (code, facts["done"], facts["way"], facts["tries"]) == (0, True, "drive", 2)


@pytest.mark.parametrize(
    ("fault", "error", "word"),
    [
        ("fail-504", "flash-504", "504"),
        ("fail-524", "flash-524", "MAINTENANCE"),
        ("fail-529", "flash-529", "another board"),
        ("assert", "flash-assert", "ASSERT.TXT"),
        ("hex-stays", "hex-not-taken", "still lies"),
        ("drive-vanishes", "drive-not-back", "did not come back"),
    ],
)
def test_a_copy_that_fails_is_explained(room: Room, flash: Flash, fault: str, error: str, word: str) -> None:
    room.tell("v1", fault=[fault, -1])
    code, facts = flash("v1", "--full")
    assert (code, of_error(facts)) == (1, error)
    assert word in facts["error"]["message"] + facts["error"]["hint"]


def test_a_board_that_failed_is_flashed_by_the_next_run(room: Room, flash: Flash) -> None:
    room.tell("v1", fault=["fail-529", 1])
    assert flash("v1", "--full")[0] == 1
    code, facts = flash("v1", "--full")
    assert (code, facts["error"]) == (0, None)


def test_a_board_in_maintenance_mode_is_seen_and_explained(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = room.board("v1").drive
    room.tell("v1", fault=["maintenance", -1])
    program = tmp_path / "program.py"
    program.write_bytes(counting(1))
    code = execute(["flash", str(program), "--to", str(drive), "--json"])
    (facts,) = json.loads(capsys.readouterr().out)
    assert (code, of_error(facts)) == (1, "maintenance")
    assert execute(["boards", "--no-ask"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "MAINTENANCE" in shown
    assert "without touching the button" in shown


@linux
@pytest.mark.parametrize("fault", ["drive-full", "drive-read-only"])
def test_a_drive_that_takes_nothing_is_explained(room: Room, flash: Flash, fault: str) -> None:
    room.tell("v1", fault=[fault, -1])
    code, facts = flash("v1", "--full")
    assert (code, of_error(facts)) == (1, fault)


def test_a_slow_remount_is_waited_for(room: Room, flash: Flash) -> None:
    room.tell("v1", fault=["slow-remount", 1])
    code, facts = flash("v1", "--full")
    assert (code, facts["tries"]) == (0, 1)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_cable_that_drops_is_said_and_the_next_run_repairs(room: Room, flash: Flash, version: str) -> None:
    room.tell(version, fault=["cable-drops", 1])
    code, facts = flash(version)
    assert (code, of_error(facts)) == (1, "cable-out")
    room.tell(version, plugged_in=True)
    code, facts = flash(version)
    assert (code, facts["done"]) == (0, True)
    assert "main.py" in facts["changed"]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_lost_bytes_do_not_reach_the_program(room: Room, flash: Flash, version: str, says: Callable[..., bool]) -> None:
    room.tell(version, fault=["bytes-lost", 2])
    code, facts = flash(version)
    assert (code, facts["done"]) == (0, True)
    room.tell(version, fault=["bytes-lost", 0])
    assert says(room.board(version), facts["line"])


def test_a_port_that_another_program_holds_is_named(room: Room, flash: Flash) -> None:
    with room.board("v1").open_serial():
        code, facts = flash("v1")
    assert (code, of_error(facts)) == (1, "board-busy")
    assert room.hosted("v1").port in facts["error"]["message"]


def test_a_program_that_floods_the_line_is_replaced(room: Room, flash: Flash, says: Callable[..., bool]) -> None:
    room.tell("v1", fault=["flood", 1])
    code, facts = flash("v1")
    assert (code, facts["done"]) == (0, True)
    assert says(room.board("v1"), facts["line"])


def test_a_program_that_cannot_be_stopped_is_replaced_by_the_whole_hex(
    room: Room, flash: Flash, tmp_path: Path, says: Callable[..., bool]
) -> None:
    stubborn = tmp_path / "stubborn.py"
    stubborn.write_text("import micropython\nmicropython.kbd_intr(-1)\nwhile True:\n    pass\n")
    to = room.hosted("v1").unique_id
    assert execute(["flash", str(stubborn), "--to", to]) == 0
    code, facts = flash("v1")
    assert (code, facts["way"]) == (0, "drive")
    assert says(room.board("v1"), facts["line"])


def test_an_unplugged_board_is_unknown_by_name(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = room.hosted("v1").unique_id
    room.tell("v1", plugged_in=False)
    program = tmp_path / "program.py"
    program.write_bytes(counting(1))
    assert execute(["flash", str(program), "--to", name]) == 1
    assert name in capsys.readouterr().err
