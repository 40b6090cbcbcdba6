"""A board that goes an earlier board's way from power-on is, at its end, what it would be by itself."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.core import boots
from tests.virtual.core.lockstep import Traced, run_in_step
from tests.virtual.core.test_lockstep import MUCH

SECONDS = 1.6  # of which 0.15 with the program; a V2 looks at its files after 1.453


@pytest.fixture(autouse=True)
def no_way_is_known(monkeypatch):
    monkeypatch.setattr(boots, "_boots", [])
    monkeypatch.setattr(boots, "_seen", set())


def booted(how, seed, *, alone):
    board = VirtualBoard("v2", MUCH, seed=seed)
    board._board.chip.engine.watched = alone
    how(board)
    board.run(SECONDS)
    return board


def all_of(board):
    chip = board._board.chip
    interrupts = chip.interrupts
    return Traced(board).state() | {
        "cpu": chip.cpu.state(),
        "plain registers": dict(chip.values),
        "interrupts": (interrupts.pending, interrupts.enabled, interrupts.priority, interrupts.active),
        "random numbers": board._board.random.getstate(),
        "leds": board.display.rows,
    }


def test_a_way_that_was_written_down_ends_where_the_board_itself_comes_to(monkeypatch):
    replayed = []
    replay = boots.Boot.replay
    monkeypatch.setattr(boots.Boot, "replay", lambda boot, board: (replay(boot, board), replayed.append(board)))
    alone = booted(lambda _board: None, 5, alone=True)
    first, writer, follower = (booted(lambda _board: None, 5, alone=False) for _ in range(3))
    assert replayed == [follower._board]  # and not the first two
    as_it_is = all_of(alone)
    for board in (first, writer, follower):
        assert all_of(board) == as_it_is
    assert run_in_step(alone, follower, 0.1) > 1_000

    def another_world(board):  # in which the way is the same
        board.temperature, board.acceleration, board.light, board.sound = 31, (300, 0, -900), 7, 90

    board = booted(another_world, 5, alone=False)
    assert len(replayed) == 2
    assert all_of(board) == all_of(booted(another_world, 5, alone=True))


def test_a_board_that_comes_off_the_way_boots_by_itself():
    for _ in range(2):
        booted(lambda _board: None, 6, alone=False)
    assert len(boots._boots) == 1
    pressed, alone = (booted(lambda board: board.press("logo"), 6, alone=alone) for alone in (False, True))
    assert all_of(pressed) == all_of(alone)
