"""The serial line as the chip has it: other pins take it off the cable, another speed makes it unreadable."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.telemetry import Sample, SampleStream
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.chips.baud import heard

FIELD = Path(__file__).parents[2] / "fixtures" / "lines"


def test_other_pins_take_the_line_off_the_cable(version: str) -> None:
    board = VirtualBoard(version, FIELD / "uart-on-pins.py")
    assert board.run_until("after:2", timeout=5)
    assert board.serial.text.startswith("before:1\r\nafter:1\r\n")
    assert board.pins[0].read() == b"pins:1\r\n"
    assert board.pins[0].read() == b"" == board.pins[1].read()


def test_a_device_at_the_pins_is_heard_and_answered(start) -> None:
    board = start(
        "uart.init(9600, tx=pin1, rx=pin2)\nwhile True:\n    said = uart.read()\n"
        "    if said:\n        uart.write(said + b'!')\n    sleep(20)\n"
    )
    board.run(0.2)
    board.serial.write(b"over the cable")
    board.pins[2].write("abc")
    answer = b""
    for _step in range(20):
        board.run(0.1)
        answer += board.pins[1].read()
    assert answer.replace(b"!", b"") == b"abc" and answer.endswith(b"!")
    assert "abc" not in board.serial.text
    board.reset()  # gives the cable back
    board.serial.read()
    assert board.run_until("go", timeout=3)


def test_another_speed_is_noise_on_the_cable(version: str) -> None:
    board = VirtualBoard(version, FIELD / "uart-at-9600.py")
    board.run(2.5)
    said = board.serial.read()
    assert said and b"speed" not in said
    stream = SampleStream("b")
    assert not any(isinstance(event, Sample) for event in stream.feed(said, 0.0))
    back = VirtualBoard(
        version, "from microbit import *\nuart.init(57600)\nprint('a:1')\nuart.init(115200)\nprint('b:2')\n"
    )
    assert back.run_until("b:2", timeout=5) and "a:1" not in back.serial.text


@pytest.mark.parametrize("baud", [1200, 9600, 19200, 38400, 57600, 230400, 1_000_000])
def test_every_other_speed_loses_the_words(baud: int) -> None:
    words = b"speed:0\r\nlight:12\r\n"
    assert b"speed" not in heard(words, baud, 115_200) != words
    assert heard(words, 115_200 * 1.02, 115_200) == words  # clocks differ a little


def test_ctrl_c_at_another_speed_does_not_stop_a_program(start) -> None:
    board = start("uart.init(9600)\nwhile True:\n    pin0.write_digital(1)\n    sleep(50)\n")
    board.run(0.3)
    board.serial.write(b"\x03" * 20)
    board.run(0.5)
    assert board.pins[0].digital == 1 and "KeyboardInterrupt" not in board.serial.text
