"""robot.py on the real runtimes: what a robot's own habits change, what goes wrong, what fits into V1."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.virtual import VirtualBoard

from .robot_board import with_modules, board_with, speeds_after

DRIVE = "robot = Robot({arguments})\nrobot.drive({speeds})\nprint('driving')\nsleep(2000)\n"


def driven(arguments: str, speeds: str, version: str = "v1", robot: str = "servo") -> tuple[float, float]:
    return speeds_after(board_with(version, DRIVE.format(arguments=arguments, speeds=speeds), robot), "driving")


@pytest.mark.parametrize(
    ("arguments", "speeds", "expected"),
    [
        ("'servo'", "80, 40", (80, 40)),
        ("'servo', swap=True", "80, 40", (40, 80)),
        ("'servo', back=True", "80, 40", (-40, -80)),
        ("'servo', weak=25", "80, 80", (80, 60)),
        ("'servo', weak=-25", "80, 80", (60, 80)),
        ("'servo'", "900, -900", (100, -100)),
    ],
)
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_habits_of_one_robot_are_set_by_words(version, arguments, speeds, expected):
    assert driven(arguments, speeds, version) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("kind", ["maqueen", "maqueen-plus", "cutebot", "tinybit"])
def test_swap_and_weak_count_for_motors_on_i2c_too(kind):
    assert driven(f"'{kind}', swap=True, weak=50", "80, 80", robot=kind) == pytest.approx((40, 80), abs=2)


def test_the_stop_numbers_move_both_servos_where_they_stand_still():
    board = board_with("v1", "robot = Robot('servo', stop1=80, stop2=74)\nprint('still')\nsleep(1000)\n")
    board.run_until("still")
    board.run(0.1)
    assert board.pins[1].pulse_width_us == pytest.approx(20_000 * 80 / 1023, abs=12)
    assert board.pins[2].pulse_width_us == pytest.approx(20_000 * 74 / 1023, abs=12)


def test_move_mini_stops_without_a_signal():
    board = board_with("v1", "Robot('move-mini')\nprint('still')\nsleep(1000)\n", "move-mini")
    board.run_until("still")
    board.run(0.1)
    assert board.pins[1].pulse_width_us == board.pins[2].pulse_width_us == 0


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_wrong_name_and_a_silent_robot_are_said_in_words(version):
    board = board_with(
        version, "try:\n    Robot('move mini')\nexcept ValueError as e:\n    print(e)\nRobot('cutebot')\n"
    )
    assert board.run_until("OSError: robot does not answer: power on?")
    assert b"no such robot: move mini" in board.serial.read()


def test_ctrl_c_stops_the_motors():
    board = board_with(
        "v1", "with Robot('servo') as robot:\n    robot.drive(70, 70)\n    print('go')\n    sleep(9000)\n"
    )
    assert speeds_after(board, "go") == pytest.approx((70, 70), abs=3)
    board.serial.write(b"\x03")
    assert board.run_until("KeyboardInterrupt")
    board.run(0.2)
    assert not board.robot.is_moving


def test_lesson_11_leaves_a_third_of_v1s_heap_while_it_drives():
    program = find(11).main.read_text(encoding="utf-8")
    measured = program.replace("display.show(Image.HAPPY)", "import gc; gc.collect(); print(gc.mem_free())")
    assert measured != program
    board = VirtualBoard("v1", with_modules(measured))
    board.run(0.5)
    board.tap("a")
    assert board.run_until("\r\n", timeout=3)
    assert int(board.serial.read()) > 10_240 // 3
