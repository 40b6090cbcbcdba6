"""calibrate.py: A changes, B goes on; at the end stands the line for the child's program."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.virtual import VirtualBoard

from .robot_board import with_modules, board_with, speeds_after

CALIBRATE = "from calibrate import calibrate\ncalibrate('{kind}')\n"


def press(board: VirtualBoard, buttons: str) -> None:
    """Press one button after another, each when the robot has moved for 1.5 s and waits for an answer."""
    for button in buttons:
        board.run(1.7)
        board.tap(button)


def answer(board: VirtualBoard) -> str:
    board.run(1.0)
    return board.serial.read().decode().split("\r\n")[0]


def test_all_answers_right_leave_the_usual_numbers():
    board = board_with("v2", CALIBRATE.format(kind="servo"))
    assert board.run_until(lambda: board.display.is_lit)
    press(board, "bbbbb")
    assert answer(board) == 'Robot("servo", stop1=77, stop2=77, weak=0, swap=False, back=False)'


def test_each_a_tries_the_next_value_and_the_line_works():
    board = board_with("v1", CALIBRATE.format(kind="servo"))
    assert board.run_until(lambda: board.display.is_lit)
    press(board, "ab" + "aab" + "ab" + "b" + "aab")
    line = answer(board)
    assert line == 'Robot("servo", stop1=78, stop2=76, weak=-5, swap=False, back=True)'
    again = board_with("v1", f"robot = {line}\nrobot.drive(50, 50)\nprint('driving')\nsleep(1000)\n")
    assert speeds_after(again, "driving") == pytest.approx((-50, -47), abs=4)


def test_motors_on_i2c_have_no_stop_numbers_to_look_for():
    board = board_with("v1", CALIBRATE.format(kind="cutebot"), "cutebot")
    assert board.run_until(lambda: board.display.is_lit)
    press(board, "babb")
    assert answer(board) == 'Robot("cutebot", stop1=77, stop2=77, weak=0, swap=True, back=False)'


def test_lesson_11_calibrates_on_v1_when_b_is_held_at_the_start():
    board = VirtualBoard("v1", with_modules(find(11).main.read_text(encoding="utf-8")))
    board.attach_robot("servo")
    board.press("b")
    board.run(2.0)
    board.release("b")
    press(board, "bbbb")
    assert answer(board) == ""
    press(board, "b")
    assert answer(board).startswith("Robot(")
