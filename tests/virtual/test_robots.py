"""Robots: the wheels do what the firmware's pulses and I2C messages say, and the way follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.robots import KINDS

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


@pytest.mark.parametrize("kind", KINDS)
def test_forward_is_forward_and_with_ends_in_a_stop(version, kind):
    board = robot_board(version, kind, "    robot.drive(50, 50)\n    sleep(1000)\n")
    board.run(0.6)
    assert (board.robot.left, board.robot.right) == pytest.approx((50, 50), abs=4)
    board.run(1.0)
    assert not board.robot.is_moving
    x, y, heading = board.robot.place
    assert y == pytest.approx(100, rel=0.15) and abs(x) < 8 and abs(heading) < 8


@pytest.mark.parametrize("kind", KINDS)
def test_a_turn_to_the_right(version, kind):
    board = robot_board(version, kind, "    robot.drive(40, -40)\n    sleep(500)\n")
    board.run(1.2)
    assert board.robot.place.heading > 20
    assert abs(board.robot.place.x) < 8 and abs(board.robot.place.y) < 8


@pytest.mark.parametrize("kind", KINDS)
def test_backward(kind):
    board = robot_board("v1", kind, "    robot.drive(-60, -60)\n    sleep(500)\n")
    board.run(1.2)
    assert board.robot.place.y < -30


def test_an_error_in_the_program_stops_the_motors(version):
    board = robot_board(version, "servo", "    robot.drive(80, 80)\n    sleep(300)\n    print(1 / 0)\n")
    board.run(0.2)
    assert board.robot.is_moving
    board.run(1.0)
    assert not board.robot.is_moving


def test_four_equal_sides_are_a_square(version):
    side = "    for i in range(4):\n        robot.drive(100, 100)\n        sleep(1000)\n"
    turn = "        robot.drive(50, -50)\n        sleep(707)\n"  # 90 degrees of a wheel gap of 90 mm at 100 mm/s
    board = robot_board(version, "cutebot", side + turn)
    board.run(8)
    x, y, heading = board.robot.place
    assert heading == pytest.approx(360, abs=12)
    assert abs(x) < 45 and abs(y) < 45
    assert max(place.x for place in board.robot.path) > 150 and max(place.y for place in board.robot.path) > 150


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
