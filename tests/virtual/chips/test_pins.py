"""The edge connector: levels, voltages, touch, PWM and servo pulses, NeoPixels."""

from __future__ import annotations

import itertools

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from tests.virtual.conftest import said


def test_digital_output(start):
    board = start("pin0.write_digital(1)\nsleep(200)\npin0.write_digital(0)\npin16.write_digital(1)\n")
    board.run(0.1)
    assert (board.pins[0].digital, board.pins[16].digital) == (1, 0)
    board.run(0.3)
    assert (board.pins[0].digital, board.pins[16].digital) == (0, 1)


def test_digital_input(start):
    board = start("while True:\n    print(pin8.read_digital(), pin1.read_digital())\n    sleep(50)\n")
    assert said(board, 0.3)[-1] == "0 0"
    board.pins[8].digital = 1
    assert said(board, 0.3)[-1] == "1 0"
    board.pins[8].digital = None
    board.pins[1].digital = 1
    assert said(board, 0.3)[-1].endswith(" 1")


@pytest.mark.parametrize("value", [0, 400, 1023])
def test_analog_input(start, value):
    board = start("while True:\n    print(pin1.read_analog())\n    sleep(50)\n")
    board.pins[1].analog = value
    assert int(said(board, 0.5)[-1]) == pytest.approx(value, abs=8)


def test_a_finger_on_a_pin(start):
    board = start("while True:\n    print(pin1.is_touched())\n    sleep(100)\n")
    board.run(1)
    assert said(board, 0.5)[-1] == "False"
    board.pins[1].touched = True
    board.run(0.5)
    assert said(board, 0.5)[-1] == "True"
    board.pins[1].touched = False
    board.run(0.5)
    assert said(board, 0.5)[-1] == "False"


@pytest.mark.parametrize(("value", "width"), [(26, 508), (77, 1504), (128, 2500)])
def test_a_servo_gets_its_pulses(start, value, width):
    board = start(f"pin1.set_analog_period(20)\npin1.write_analog({value})\nsleep(1000)\n")
    board.run(0.5)
    assert board.pins[1].period_us == pytest.approx(20_000, rel=0.01)
    assert board.pins[1].pulse_width_us == pytest.approx(width, abs=40)


def test_a_dimmed_pin(start):
    board = start("pin0.write_analog(256)\nsleep(1000)\n")
    board.run(0.5)
    assert board.pins[0].duty == pytest.approx(0.25, abs=0.02)


def test_a_pin_that_stops_pulsing_shows_it(start):
    board = start("pin1.write_analog(512)\nsleep(300)\npin1.write_analog(0)\nsleep(1000)\n")
    board.run(0.2)
    assert board.pins[1].pulse_width_us > 0
    board.run(0.6)
    assert board.pins[1].pulse_width_us == 0 and board.pins[1].duty == 0


def test_neopixel_bits_are_long_for_1_and_short_for_0(start):
    board = start(
        "import neopixel\npixels = neopixel.NeoPixel(pin1, 2)\nsleep(100)\n"
        "pixels[0] = (255, 0, 129)\npixels.show()\nprint('end')\n"
    )
    strip = board.attach_neopixels(1)
    edges = board.pins[1].edges
    assert board.run_until("end")
    highs = [end - start for (start, up), (end, _) in itertools.pairwise(edges) if up]
    bits = "".join("1" if high > 500e-9 else "0" for high in highs)  # WS2812B: 0.4 µs is a 0, 0.8 µs a 1
    assert bits.startswith(f"{0:08b}{255:08b}{129:08b}" + "0" * 24)  # a NeoPixel takes green first
    board.run(0.01)
    assert strip.colors == ((255, 0, 129), (0, 0, 0)) and board.neopixels == {1: strip.colors}


def test_no_such_pin():
    board = VirtualBoard("v1")
    with pytest.raises(VirtualBoardError) as caught:
        _ = board.pins[17]
    assert caught.value.code == "no-such-pin" and "16" in caught.value.hint
    with pytest.raises(VirtualBoardError):
        board.pins[0].digital = 2
