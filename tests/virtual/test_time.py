"""Virtual time: the firmware's clock agrees with the board's, and a run can be repeated."""

from __future__ import annotations

import itertools
import time

import pytest

from kimotsuki_ictclub.virtual import VirtualBoard

RANDOM = """
from microbit import *
import random
while True:
    print(random.randint(0, 999), running_time())
    sleep(20)
"""


def test_sleep_takes_its_time(start):
    board = start("while True:\n    print(running_time())\n    sleep(1000)\n")
    began = board.time
    board.run(4)
    times = [int(line) for line in board.serial.read().decode().split()]
    assert all(later - earlier == pytest.approx(1000, abs=20) for earlier, later in itertools.pairwise(times))
    assert board.time - began == pytest.approx(4, abs=0.01)


def test_short_waits(start):
    board = start(
        "import utime\nfor wait in (200, 1000, 5000):\n    t = utime.ticks_us()\n    utime.sleep_us(wait)\n"
        "    print(wait, utime.ticks_diff(utime.ticks_us(), t))\nprint('end')\n"
    )
    assert board.run_until("end\r\n")
    for line in board.serial.lines[-4:-1]:
        wanted, took = map(int, line.split())
        assert wanted <= took < wanted * 1.1 + 600  # the calls themselves take V1 0.36 ms


def test_the_same_seed_gives_the_same_run(version):
    def run(seed: int) -> tuple[str, int]:
        board = VirtualBoard(version, RANDOM, seed=seed)
        board.run(2)
        board.light = 7
        board.tap("a")
        return board.serial.text, board.instructions

    assert run(5) == run(5)
    assert run(5)[0] != run(6)[0]


def test_paced_to_the_wall_clock(version):
    board = VirtualBoard(version, "from microbit import *\nsleep(60000)\n")
    board.run(1.6)
    began = time.perf_counter()
    board.run(0.5, paced=True)
    assert time.perf_counter() - began >= 0.49


def test_run_until_gives_up(start):
    board = start("sleep(100000)\n")
    began = board.time
    assert not board.run_until("never", timeout=0.5)
    assert board.time - began == pytest.approx(0.5, abs=0.02)
