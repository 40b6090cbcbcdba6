"""The same run, whichever way it is run: in one go, in pieces of any length, with either counter."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from kimotsuki_ictclub.virtual import VirtualBoard
from tests.virtual.core.lockstep import run_in_step

# All that waits, polls, sleeps, is masked or interrupts: LEDs, motion sensor, delays, pulses, files, sound, random
# numbers.
MUCH = """from microbit import *
import music, neopixel, random, utime
print('go')
strip = neopixel.NeoPixel(pin1, 8)
for turn in range(20):
    display.show(turn % 10, wait=False)
    print(turn, accelerometer.get_values(), temperature(), running_time(), pin2.read_analog())
    strip[turn % 8] = (turn, 2 * turn, 30)
    strip.show()
    utime.sleep_us(700)
    pin0.write_analog(random.randrange(1023))
    sleep(15)
    if turn % 8 == 3:
        with open('n', 'w') as file:
            file.write('x' * turn)
        music.pitch(440 + turn, 20)
"""
SECONDS = 0.6


def pieces_of(seed: int) -> Iterator[float]:
    """Pieces as short as an instruction, some as long as a slice."""
    generator = random.Random(seed)
    while True:
        yield 10 ** generator.uniform(-7, -2)


def test_it_does_not_matter_where_slices_end(version):
    one, other = VirtualBoard(version, MUCH), VirtualBoard(version, MUCH)
    for board in (one, other):
        assert board.run_until("go")
    assert run_in_step(one, other, SECONDS, pieces=lambda: pieces_of(7)) > 10_000
    assert one.serial.text.count("\r\n") > 5


def test_the_first_difference_is_told():
    one, other = VirtualBoard("v1", MUCH), VirtualBoard("v1", MUCH)
    for board in (one, other):
        assert board.run_until("go")
    other.temperature = 31
    with pytest.raises(AssertionError, match=r"(?s)after \d+ equal accesses.*0x4000c508 -> 0x54.*0x4000c508 -> 0x7c"):
        run_in_step(one, other, SECONDS)
