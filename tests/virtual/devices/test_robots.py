"""Robots: the wheels do what the firmware's pulses and I2C messages say, and the way follows."""

from __future__ import annotations

import cmath
import math
from pathlib import Path

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.i2c_robots import KINDS
from tests.virtual.conftest import said

DRIVE = "from microbit import *\nfrom robot import Robot\nprint('go')\nwith Robot({kind!r}) as robot:\n"


class Program:
    def __init__(self, kind: str, body: str) -> None:
        module = Path(course_folder("firmware") / "robot.py").read_bytes()
        self.files = {"main.py": (DRIVE.format(kind=kind) + body).encode(), "robot.py": module}


def robot_board(version: str, kind: str, body: str) -> VirtualBoard:
    board = VirtualBoard(version, Program(kind, body))
    board.attach_robot(kind)
    assert board.run_until("go")
    return board


AGAIN = (
    "print({word!r})\nsleep(200)\nwith Robot({kind!r}) as robot:\n    robot.drive({left}, {right})\n    sleep(500)\n"
)


@pytest.mark.parametrize("kind", KINDS)
def test_forward_right_and_backward_are_what_they_say_and_with_ends_in_a_stop(version, kind):
    """One drive after another: a V2 with something at its pins boots for longer than it drives."""
    right = AGAIN.format(kind=kind, word="right", left=40, right=-40)
    back = AGAIN.format(kind=kind, word="back", left=-60, right=-60)
    board = robot_board(version, kind, "    robot.drive(50, 50)\n    sleep(1000)\n" + right + back)
    board.run(0.6)
    assert (board.robot.left, board.robot.right) == pytest.approx((50, 50), abs=4)
    assert board.run_until("right")
    board.run(0.1)
    assert not board.robot.is_moving
    x, y, heading = board.robot.place
    assert y == pytest.approx(100, rel=0.15) and abs(x) < 8 and abs(heading) < 8
    assert board.run_until("back")
    board.run(0.1)
    assert not board.robot.is_moving
    turned = board.robot.place
    assert turned.heading - heading > 20
    assert abs(turned.x - x) < 8 and abs(turned.y - y) < 8
    if version == "v1":
        board.run(1.3)
        x, y, heading = board.robot.place
        way = complex(y - turned.y, x - turned.x) / cmath.rect(1, math.radians(heading))  # forward, to the right
        assert way.real < -30 and not board.robot.is_moving


def test_an_error_in_the_program_stops_the_motors(version):
    board = robot_board(version, "servo", "    robot.drive(80, 80)\n    sleep(300)\n    print(1 / 0)\n")
    board.run(0.2)
    assert board.robot.is_moving
    board.run(1.0)
    assert not board.robot.is_moving


def test_four_equal_sides_are_a_square():
    """On a V1; on a V2 the robot of lesson 11 drives one (tests/checking)."""
    side = "    for i in range(4):\n        robot.drive(100, 100)\n        sleep(1000)\n"
    turn = "        robot.drive(50, -50)\n        sleep(707)\n"  # 90 degrees of a wheel gap of 90 mm at 100 mm/s
    board = robot_board("v1", "cutebot", side + turn)
    board.run(8)
    x, y, heading = board.robot.place
    assert heading == pytest.approx(360, abs=12)
    assert abs(x) < 45 and abs(y) < 45
    assert max(place.x for place in board.robot.path) > 150 and max(place.y for place in board.robot.path) > 150


LOOK = """
    from machine import time_pulse_us
    pin{echo}.read_digital()
    while True:
        pin{trigger}.write_digital(1)
        pin{trigger}.write_digital(0)
        print(time_pulse_us(pin{echo}, 1), {line})
        sleep(50)
"""
PLUS_LINE = "i2c.write(0x10, b'\\x1d') or i2c.read(0x10, 1)[0] >> 2 & 3"


@pytest.mark.parametrize(
    ("kind", "pins", "black"),
    [("maqueen", (1, 2), "0"), ("maqueen-plus", (1, 2), "plus"), ("cutebot", (8, 12), "0"), ("tinybit", (16, 15), "1")],
)
def test_a_robot_sees_the_line_and_the_distance(kind, pins, black):
    line = PLUS_LINE if black == "plus" else "pin13.read_digital(), pin14.read_digital()"
    board = robot_board("v1", kind, LOOK.format(trigger=pins[0], echo=pins[1], line=line))
    board.distance_mm = 300
    for side in ("none", "left", "both"):
        board.line = side
        board.run(0.1)
        lines = [line.split() for line in said(board, 0.3)[1:]]
        assert 1450 < sorted(int(echo) for echo, *_ in lines)[len(lines) // 2] < 1780
        seen = lines[-1][1:]
        wanted = ["1" if black == "0" else "0", "0" if black == "0" else "1"]  # over white, over black
        left, right = wanted[side != "none"], wanted[side == "both"]
        assert seen == ([str(int(left) + 2 * int(right))] if black == "plus" else [left, right])


FOLLOW = """
    while True:
        left = not pin13.read_digital()
        right = not pin14.read_digital()
        robot.drive(50 if right or not left else 0, 50 if left or not right else 0)
        sleep(20)
"""


def test_a_robot_follows_a_line_on_the_floor():
    board = robot_board("v1", "maqueen", FOLLOW)
    board.line = [(0, 0), (0, 300), (200, 650)]
    board.run(8)
    assert any(abs(place.x - 120) < 40 and abs(place.y - 510) < 40 for place in board.robot.path)


def test_registers_of_maqueens_can_be_read(version):
    board = robot_board(
        version,
        "maqueen-plus",
        "    robot.drive(100, -50)\n    sleep(400)\n"
        "    i2c.write(0x10, b'\\x00')\n    print(list(i2c.read(0x10, 4)))\n"
        "    robot.stop()\n    i2c.write(0x10, b'\\x04')\n    print(list(i2c.read(0x10, 4)))\n"
        "    i2c.write(0x10, b'\\x32')\n    n = i2c.read(0x10, 1)[0]\n"
        "    i2c.write(0x10, b'\\x33')\n    print(str(i2c.read(0x10, n), 'utf8'))\n"
        "    i2c.write(0x10, b'\\x04\\x00\\x00')\n    i2c.write(0x10, b'\\x04')\n    print(list(i2c.read(0x10, 4)))\n"
        "    print('end')\n",
    )
    assert board.run_until("end")
    motors, ticks, name, cleared = board.serial.text.split("go\r\n")[1].split("\r\n")[:4]
    assert motors == "[1, 255, 2, 127]"
    left_high, left, right_high, right = map(int, ticks.strip("[]").split(","))
    assert (left_high, right_high) == (0, 0) and left == pytest.approx(50, abs=6) and right == pytest.approx(25, abs=4)
    assert name.endswith("1.4") and cleared.startswith("[0, 0")


def test_a_floor_must_be_words_or_points():
    board = VirtualBoard("v1")
    board.line = [(0, 0), [100, 200]]
    assert board.line == ((0.0, 0.0), (100.0, 200.0))
    for wrong in ("middle", [(0, 0)], [(0, 0), (1, 2, 3)], [(0, float("nan")), (0, 0)], 5, None):
        with pytest.raises(VirtualBoardError) as caught:
            board.line = wrong  # type: ignore[assignment]
        assert caught.value.code == "input-out-of-range"


def test_a_robot_that_is_not_there_is_an_error_of_the_program(version):
    board = VirtualBoard(version, Program("cutebot", "    robot.drive(50, 50)\n"))
    assert board.run_until("OSError", timeout=5)


def test_robots_are_known_by_name():
    board = VirtualBoard("v1")
    with pytest.raises(VirtualBoardError) as caught:
        _ = board.robot
    assert caught.value.code == "no-robot"
    with pytest.raises(VirtualBoardError) as caught:
        board.attach_robot("r2d2")
    assert caught.value.code == "no-such-robot" and "servo" in caught.value.hint
