"""The distance sensor with trigger and echo: what programs measure is what the test has set."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.echo_sensor import echo_seconds
from kimotsuki_ictclub.virtual.devices.parts import expected_parts
from tests.conftest import FIXTURES
from tests.virtual.conftest import said

ECHO = (FIXTURES / "programs" / "waits-for-an-echo.py").read_text(encoding="utf-8")
AS_INPUT = ECHO.replace("while True", "pin2.read_digital()\nwhile True", 1)  # a V1 reads only pins that are inputs
POLLS = """
from utime import ticks_us, ticks_diff
pin12.set_pull(pin12.PULL_UP)
while True:
    pin8.write_digital(0)
    pin8.write_digital(1)
    pin8.write_digital(0)
    while pin12.read_digital() == 0:
        pass
    rise = ticks_us()
    while pin12.read_digital():
        pass
    print(ticks_diff(ticks_us(), rise))
    sleep(60)
"""


def echo(board: VirtualBoard, distance_mm: float) -> int:
    """Return the middle of some measurements: now and then the firmware's clock makes a step while it looks."""
    board.distance_mm = distance_mm
    board.run(0.1)  # a measurement may be under way
    lines = [line for line in said(board, 0.5) if line.startswith("echo:")]
    return sorted(int(line.removeprefix("echo:")) for line in lines)[len(lines) // 2]


def test_the_echo_is_as_long_as_the_way(version):
    board = VirtualBoard(version, AS_INPUT)
    board.distance_mm = 250
    assert board.run_until("echo", timeout=3)
    # A V1 begins to look when its line is done, up to 0.3 ms after the echo has begun; a real one does too.
    assert 1150 < echo(board, 250) < 1480
    assert 5500 < echo(board, 1000) < 5900
    assert echo(board, 5000) == -1  # nobody answers: 38 ms, longer than the program waits
    board.reset()
    assert board.run_until("echo", timeout=3)
    assert 2600 < echo(board, 500) < 3000


def test_a_v1_hears_only_pins_that_were_made_inputs():
    board = VirtualBoard("v1", ECHO)
    board.distance_mm = 250
    assert board.run_until("echo:-2")  # as on the chip, whose input buffer is off after a reset


def test_without_a_sensor_nothing_answers(start):
    board = VirtualBoard("v2", ECHO)
    assert board.run_until("echo:-2", timeout=3)
    with pytest.raises(VirtualBoardError):
        board.distance_mm = -1
    with pytest.raises(VirtualBoardError):
        board.attach_distance_sensor(trigger=1, echo=17)


def test_a_loop_that_looks_at_the_pin_measures_too(start):
    board = start(POLLS)
    board.attach_distance_sensor(trigger=8, echo=12)
    board.distance_mm = 400
    measured = sorted(int(line) for line in said(board, 0.6)[1:])  # the firmware's own work stretches some
    assert 2200 < measured[len(measured) // 2] < 2900  # a V1's turns take 0.3 ms each


def test_echo_seconds_are_those_of_the_data_sheet():
    assert echo_seconds(1000) == pytest.approx(58e-6 * 100, rel=0.01)  # 58 µs a centimetre
    assert echo_seconds(5) == echo_seconds(20)
    assert echo_seconds(4001) == 38e-3


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (ECHO, ["distance-sensor:1,2"]),
        (POLLS, ["distance-sensor:8,12"]),
        ("sensor = HCSR04(trigger_pin=pin13, echo_pin=pin14)", ["distance-sensor:13,14"]),
        ("def far(echo=pin15, trigger=pin16):\n    return time_pulse_us(echo, 1)", ["distance-sensor:16,15"]),
        ("from hcsr04 import HCSR04", ["distance-sensor"]),
        ("from ssd1306 import initialize", ["oled"]),
        ("i2c.write(0x3C, b'')", ["oled"]),
        ("KIND = 'servo'\nwith Robot(KIND) as robot: pass", ["servo"]),
        ("np = neopixel.NeoPixel(pin0, 8)\nother = NeoPixel(pin16, 2)", ["neopixels:0", "neopixels:16"]),
        ("np = NeoPixel(pin17, 8)\ntrigger = pin99\necho = pin21\nticks_us()", []),
        ("# time_pulse_us(pin2, 1)\nprint(ticks_us())", []),
        ("with Robot('maqueen') as robot: pass", ["maqueen"]),
        ("while True:\n    if pin1.is_touched():\n        pin2.write_digital(1)", []),
    ],
)
def test_what_a_program_expects_at_its_board(code, parts):
    assert expected_parts({"main.py": code.encode(), "data.csv": ECHO.encode()}) == parts
