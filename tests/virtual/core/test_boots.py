"""A board that goes the kept way from power-on is, at its end, what it would be by itself."""

from __future__ import annotations

import importlib.util
from dataclasses import fields
from pathlib import Path

import pytest

from kimotsuki_ictclub.virtual import Air, VirtualBoard
from kimotsuki_ictclub.virtual.core import boot_writer, boots
from tests.virtual.core.lockstep import Traced, run_in_step
from tests.virtual.core.test_lockstep import MUCH

SEND = "import radio, microbit\nradio.on()\nwhile True:\n    radio.send('x')\n    microbit.sleep(20)\n"
HEAR = "import radio, microbit\nradio.on()\nwhile True:\n    print('heard', radio.receive())\n    microbit.sleep(20)\n"
SECONDS = 1.6  # of which 0.15 with the program; a V2 looks at its files after 1.453


@pytest.fixture
def replayed(monkeypatch):
    """The boards that have gone the kept way to its end."""
    found = []
    replay = boots.Boot.replay
    monkeypatch.setattr(boots.Boot, "replay", lambda boot, board: (replay(boot, board), found.append(board)))
    return found


def booted(how, seed, *, alone, **options):
    board = VirtualBoard("v2", MUCH, seed=seed, **options)
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


def test_the_kept_way_ends_where_the_board_itself_comes_to(replayed):
    def nothing(_board):
        pass

    def another_world(board):  # in which the way is the same
        board.temperature, board.acceleration, board.light, board.sound = 31, (300, 0, -900), 7, 90

    for how, seed in ((nothing, 1), (another_world, 5)):
        alone, follower = (booted(how, seed, alone=alone) for alone in (True, False))
        assert replayed.pop() is follower._board and not replayed
        assert all_of(follower) == all_of(alone)
    assert run_in_step(alone, follower, 0.1) > 1_000


def test_boards_in_a_room_pass_it_and_hear_what_they_would_hear(replayed):
    rooms = []
    for alone in (True, False):
        air = Air(loss=0.3, seed=2)
        boards = [VirtualBoard("v1", SEND, air=air), VirtualBoard("v2", HEAR, seed=2, air=air)]
        boards[1]._board.chip.engine.watched = alone
        air.run(SECONDS)
        rooms.append([air.packets, *map(all_of, boards)])
        assert "heard x" in boards[1].serial.text
        assert replayed == ([] if alone else [boards[1]._board])
    assert rooms[0] == rooms[1]


def test_a_board_that_comes_off_the_way_boots_by_itself(replayed):
    pressed, alone = (booted(lambda board: board.press("logo"), 6, alone=alone) for alone in (False, True))
    assert all_of(pressed) == all_of(alone) and not replayed


def test_the_kept_way_is_that_of_the_bundled_runtime():
    script = Path(__file__).parents[3] / "docs/make_boot.py"
    spec = importlib.util.spec_from_file_location("make_boot", script)
    make_boot = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_boot)
    now, kept = boot_writer.boot_of(make_boot.switched_on), boots.known_boot()
    differ = [one.name for one in fields(now) if getattr(now, one.name) != getattr(kept, one.name)]
    assert differ == [], "after a change of the runtime or of a chip's time: python docs/make_boot.py"
