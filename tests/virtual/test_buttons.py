"""Buttons, the logo, and the reset button."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard

from .conftest import said


@pytest.mark.parametrize("button", ["a", "b"])
def test_a_held_button_is_pressed_until_it_is_released(start, button):
    board = start(f"while True:\n    print(button_{button}.is_pressed())\n    sleep(50)\n")
    assert set(said(board, 0.3)) == {"False"}
    board.press(button)
    board.run(0.1)
    assert set(said(board, 0.3)) == {"True"}
    board.release(button)
    board.run(0.1)
    assert set(said(board, 0.3)) == {"False"}


def test_taps_are_counted(start):
    board = start("while True:\n    print(button_a.get_presses())\n    sleep(1500)\n")
    for _ in range(3):
        board.tap("a")
    assert "3" in said(board, 2.0)


def test_the_logo_feels_a_finger():
    board = VirtualBoard("v2", "from microbit import *\nwhile True:\n    print(pin_logo.is_touched())\n    sleep(50)\n")
    board.run(2.5)
    assert set(said(board, 0.3)) == {"False"}
    board.press("logo")
    board.run(0.5)
    assert set(said(board, 0.3)) == {"True"}
    board.release("logo")
    board.run(0.5)
    assert set(said(board, 0.3)) == {"False"}


def test_reset_starts_the_program_again(start):
    board = start("sleep(300)\nprint('end')\n")
    board.run_until("end")
    board.reset()
    assert board.run_until("go") and board.run_until("end")


@pytest.mark.parametrize("button", ["c", "", "logo"])
def test_no_such_button(button):
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v1").press(button)
    assert caught.value.code == "no-such-button"
