"""What the command line says of a board that failed; flashing/test_flash.py tries every failure."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kimotsuki_ictclub.cli import execute

from .conftest import Room, counting

Flash = Callable[..., tuple[int, dict[str, Any]]]
_numbers = itertools.count(100)  # no test flashes what another has left on the board


@pytest.fixture
def flash(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Flash:
    """Flash a new program of 1.5 KB with the command line; return its exit code and what it says of the one board."""

    def flash(version: str, *options: str) -> tuple[int, dict[str, Any]]:
        program = tmp_path / "program.py"
        program.write_bytes(counting(next(_numbers)) + b"# A comment.\n" * 110)
        capsys.readouterr()
        code = execute(["flash", str(program), "--to", room.hosted(version).unique_id, "--json", *options])
        (facts,) = json.loads(capsys.readouterr().out)
        return code, facts

    return flash


def of_error(facts: dict[str, Any]) -> str:
    assert facts["done"] is False
    assert facts["error"]["hint"]
    return str(facts["error"]["code"])


def test_a_failure_is_told_with_its_cure_and_the_next_run_flashes(room: Room, flash: Flash) -> None:
    room.tell("v1", fault=["fail-529", 1])
    code, facts = flash("v1", "--full")
    assert (code, of_error(facts)) == (1, "flash-529")
    assert "another board" in facts["error"]["message"]
    room.tell("v1", fault=["fail-504", 1])  # one that is tried again by itself
    code, facts = flash("v1", "--full")
    assert (code, facts["error"], facts["done"], facts["way"], facts["tries"]) == (0, None, True, "drive", 2)


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


def test_a_port_that_another_program_holds_is_named(room: Room, flash: Flash) -> None:
    with room.board("v1").open_serial():
        code, facts = flash("v1")
    assert (code, of_error(facts)) == (1, "board-busy")
    assert room.hosted("v1").port in facts["error"]["message"]


def test_an_unplugged_board_is_unknown_by_name(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = room.hosted("v1").unique_id
    room.tell("v1", plugged_in=False)
    program = tmp_path / "program.py"
    program.write_bytes(counting(1))
    assert execute(["flash", str(program), "--to", name]) == 1
    assert name in capsys.readouterr().err
