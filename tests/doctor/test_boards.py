"""What the doctor says about boards and ports."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards import Board
from kimotsuki_ictclub.boards.board import State
from kimotsuki_ictclub.boards.talking.ask import Answer
from kimotsuki_ictclub.boards.talking.link import busy_error
from kimotsuki_ictclub.doctor import Level
from kimotsuki_ictclub.doctor.boards import examine_board, serial_permission
from kimotsuki_ictclub.images.image import runtime_name

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="groups of serial ports are Linux's")


def board(state: State = "ready") -> Board:
    return Board("9904" + "0" * 44, "v2", "07", "COM3", Path("E:/"), state)


def test_a_board_with_the_newest_runtime_is_ready() -> None:
    finding = examine_board(board(), Answer(runtime_name("v2"), "", None))
    assert finding.level is Level.READY
    assert "07" in finding.message


@pytest.mark.parametrize("runtime", ["1.0.1", "2.0.0-beta.5", "2.1.1", "damaged"])
def test_an_old_runtime_is_an_advice_with_its_cure(runtime: str) -> None:
    finding = examine_board(board(), Answer(runtime, "", None))
    assert finding.level is Level.ADVICE
    assert runtime in finding.message
    assert "ictclub flash" in finding.cure


def test_a_busy_port_is_a_problem_with_the_hint_of_the_error() -> None:
    error = busy_error("COM3")
    finding = examine_board(board(), error)
    assert finding.level is Level.PROBLEM
    assert finding.message == f"07: {error.message}"
    assert finding.cure == error.hint


@pytest.mark.parametrize(("state", "word"), [("maintenance", "MAINTENANCE"), ("no-drive", "drive is not there")])
def test_a_board_in_a_wrong_state_is_a_problem(state: State, word: str) -> None:
    finding = examine_board(board(state), Answer(runtime_name("v2"), "", None))
    assert finding.level is Level.PROBLEM
    assert word in finding.message
    assert finding.cure


@linux
def test_a_forbidden_port_names_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = tmp_path / "ttyACM0"
    port.write_text("")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root, who runs CI, may open everything
    finding = serial_permission([str(port)], groups=["dialout"])
    assert finding.level is Level.PROBLEM
    assert f"usermod -aG {port.group()}" in finding.cure


@linux
def test_without_a_port_the_groups_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert serial_permission([], groups=["users", "dialout"]).level is Level.READY
    finding = serial_permission([], groups=["users"])
    assert finding.level is Level.PROBLEM
    assert "usermod -aG" in finding.cure
