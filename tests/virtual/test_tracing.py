"""Registers seen from inside: by name, with the time, and without what a loop only polls."""

from __future__ import annotations

import re

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.chips.register_names import PLACES

ONE_BYTE = "from microbit import *\nprint('go')\nsleep(20)\ni2c.write({address}, b'\\x2a')\n"
# What shows that nobody answers: V1's driver waits for the byte to be sent, V2's looks for an error.
TARGETS = {"v1": ("twi", ("TXDSENT", "->", "0x0")), "v2": ("twim0", ("ERROR", "->", "0x1"))}


def test_a_transfer_is_told_by_register_names_and_times(version, capsys):
    name, unanswered = TARGETS[version]
    board = VirtualBoard(version, ONE_BYTE.format(address="0x55"), trace=name)
    board.run_until("go")
    capsys.readouterr()
    board.run(0.3)
    lines = capsys.readouterr().out.splitlines()
    told = [re.fullmatch(r" *(\d+\.\d{6}) s  ([a-z]+\d) (\S+) (<-|->) (0x[0-9a-f]+)", line) for line in lines]
    assert all(told)
    places = {match[2] for match in told if match}
    assert all(place.startswith(name) for place in places)
    accesses = [match.group(3, 4, 5) for match in told if match]
    assert ("ADDRESS", "<-", "0x55") in accesses
    assert unanswered in accesses
    times = [float(match[1]) for match in told if match]
    assert times == sorted(times) and board.time - 0.3 <= times[0]


def test_a_watched_board_does_the_same(capsys):
    program = ONE_BYTE.format(address="0x1d") + "print(accelerometer.get_values(), running_time())\n"
    watched, other = VirtualBoard("v1", program, trace="all"), VirtualBoard("v1", program)
    for board in (watched, other):
        board.run(0.5)
    assert (watched.serial.text, watched.instructions) == (other.serial.text, other.instructions)
    assert "timer0 CC3 <- 0x1770" in capsys.readouterr().out  # the runtime's tick of 6 ms


def test_every_peripheral_has_a_name(version):
    board = VirtualBoard(version)
    assert {one.base for one in board._board.chip.peripherals} <= set(PLACES[version].values())


@pytest.mark.parametrize("wanted", ["spi7", "twi, lamp", " "])
def test_what_is_not_there_is_told_with_what_is(wanted):
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v1", trace=wanted)
    assert caught.value.code == "no-such-peripheral"
    assert "gpiote" in caught.value.hint
