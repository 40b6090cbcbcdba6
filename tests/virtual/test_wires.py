"""Wires between pins: levels, voltages and pulses of one pin are seen at the other, on this board and on another."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import Air, VirtualBoard

from .conftest import said

TWO_PINS = """
from machine import time_pulse_us
pin1.read_digital()
for level in (1, 0, 1):
    pin0.write_digital(level)
    sleep(10)
    print(pin1.read_digital(), pin1.read_analog() // 200)
pin0.set_analog_period(20)
pin0.write_analog(77)
sleep(50)
print(sorted(time_pulse_us(pin1, 1) for i in range(5))[2])
pin0.set_analog_period_microseconds(1500)
pin0.write_analog(512)
levels = []
for i in range(50):
    levels.append(pin1.read_analog() // 512)
    sleep(7)
print(sum(levels))
pin0.write_digital(0)
while True:
    print(pin2.read_digital())
    sleep(20)
"""


def test_one_pin_sees_what_the_other_puts_out(start):
    board = start(TWO_PINS)
    board.wire(0, 1)
    assert board.run_until("\r\n0\r\n", timeout=5)
    *levels, servo, ones, _ = board.serial.read().decode().split()[:9]
    assert levels == ["1", "5", "0", "0", "1", "5"]
    assert int(servo) == pytest.approx(1504, abs=40)
    assert 10 < int(ones) < 40  # of 50 looks at a pin that is high half the time
    board.wire(1, 2)  # three on one wire
    board.pins[0].digital = 1  # against the 0 that the program puts out
    assert said(board, 0.1)[-1] == "0"


def test_a_button_and_a_potentiometer_at_a_pin(start):
    board = start(
        "pin8.set_pull(pin8.PULL_UP)\nwhile True:\n"
        "    print(pin8.read_digital(), pin1.read_analog() // 100, pin1.read_digital())\n    sleep(20)\n"
    )
    assert said(board, 0.2)[-1].startswith("1 0")
    board.pins[8].digital = 0  # a button to ground
    board.pins[2].analog = 512  # a potentiometer, by a wire
    board.wire(1, 2)
    assert said(board, 0.2)[-1].startswith("0 5")
    board.pins[8].digital = None
    board.pins[2].digital = 1
    assert said(board, 0.2)[-1] == "1 10 1"
    assert board.pins[1].analog == 1023


def test_a_servo_s_wire_is_seen_by_another_board(version):
    air = Air()
    servo = "from microbit import *\npin0.set_analog_period(20)\npin0.write_analog(102)\nsleep(60000)\n"
    reader = (
        "from microbit import *\nfrom machine import time_pulse_us\npin1.read_digital()\n"
        "while True:\n    print(time_pulse_us(pin1, 1))\n"
    )
    listener = VirtualBoard("v1", reader, air=air)
    listener.wire(1, VirtualBoard(version, servo, air=air).pins[0])
    listener.run(0.3 if version == "v1" else 1.8)
    widths = [int(line) for line in said(listener, 0.3)[1:]]
    assert len(widths) > 5 and all(width == pytest.approx(1992, abs=40) for width in widths)


def test_pins_of_boards_that_share_no_room_cannot_be_joined():
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v1").wire(0, VirtualBoard("v1").pins[0])
    assert caught.value.code == "not-in-one-room"
