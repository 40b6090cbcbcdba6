"""Temperature, light, acceleration and its gestures, compass, microphone: what the program reads is what was set."""

from __future__ import annotations

import math

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.i2c_device import RegisterDevice
from tests.virtual.conftest import said


def shows(board, *wanted, timeout=3.0):
    """Whether the board prints one of the `wanted` as a whole line before long."""
    board.serial.read()
    board.run_until("\n")  # what it has begun to print is of before
    seen = ""

    def found():
        nonlocal seen
        seen += board.serial.read().decode()
        return set(wanted) & set(seen.split("\r\n")[1:-1])

    return board.run_until(found, timeout)


def test_temperature(start):
    board = start("while True:\n    print(temperature())\n    sleep(50)\n")
    for celsius in (0, -4, 40, 21):
        board.temperature = celsius
        assert shows(board, str(celsius))
        assert set(said(board, 0.3)) == {str(celsius)}


def test_light_rises_and_falls(start):
    board = start("while True:\n    print(display.read_light_level())\n    sleep(50)\n")
    seen = []
    for level in (0, 60, 128, 200, 255):
        board.light = level
        seen.append(int(said(board, 0.4)[-1]))
    assert seen == sorted(seen)
    assert seen == pytest.approx([0, 60, 128, 200, 255], abs=12)


def test_acceleration(start):
    board = start("while True:\n    print(*accelerometer.get_values())\n    sleep(50)\n")
    for milli_g in ((0, 0, -1024), (512, -256, 1000), (-2000, 1500, 16)):
        board.acceleration = milli_g
        read = [int(value) for value in said(board, 0.3)[-1].split()]
        assert read == pytest.approx(milli_g, abs=16)  # V1 measures in steps of 16 milli-g


def test_gestures(start):
    board = start("while True:\n    print(accelerometer.current_gesture())\n    sleep(50)\n")
    for milli_g, *names in (
        ((-1000, 0, 0), "left"),
        ((1000, 0, 0), "right"),
        # The runtimes call y the other way round than the arrow on the board for "up" and "down".
        ((0, 1000, 0), "down", "up"),
        ((0, -1000, 0), "up", "down"),
        ((0, 0, -1024), "face up"),
        ((0, 0, 1024), "face down"),
        ((0, 0, 0), "freefall"),
    ):
        board.acceleration = milli_g
        assert shows(board, *names), names


def test_shaking(start):
    board = start("while True:\n    if accelerometer.was_gesture('shake'):\n        print('shaken')\n    sleep(50)\n")
    assert said(board, 0.5) == []
    board.shake()
    assert "shaken" in board.serial.read().decode()
    assert said(board, 0.5)[1:] == []


def test_the_compass_is_calibrated_by_tilting_and_measures_the_field(start):
    board = start(
        "compass.calibrate()\nprint('done')\nwhile True:\n    print(compass.get_field_strength())\n    sleep(99)\n"
    )

    def tilt() -> bool:
        cell = int(board.time / 0.1) % 25  # the dot of the game must visit the whole screen
        board.acceleration = (-900 + 450 * (cell % 5), -900 + 450 * (cell // 5), -400)
        board.magnetic_field = tuple(50_000 * part for part in _direction(board.time))
        return "done" in board.serial.text

    assert board.run_until(tilt, timeout=90)
    strengths = []
    for direction in ((1, 0, 0), (0, -1, 0), (0, 0, 1)):
        board.magnetic_field = tuple(50_000 * part for part in direction)
        strengths.append(int(said(board, 0.5)[-1]))
    assert strengths == pytest.approx([50_000] * 3, rel=0.2)


def _direction(seconds: float) -> tuple[float, float, float]:
    """Point everywhere in the course of time."""
    up = math.cos(seconds * 1.3)
    return (math.sqrt(1 - up * up) * math.cos(seconds * 3), math.sqrt(1 - up * up) * math.sin(seconds * 3), up)


def test_microphone_hears_how_loud_it_is():
    board = VirtualBoard(
        "v2", "from microbit import *\nwhile True:\n    print(microphone.sound_level())\n    sleep(50)\n"
    )
    board.run(1.6)
    levels = []
    for sound in (0, 80, 160, 240):
        board.sound = sound
        levels.append(int(said(board, 0.5)[-1]))
    assert levels == sorted(levels) and levels[-1] > 180 and levels[0] < 20


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("light", 300),
        ("light", -1),
        ("temperature", "warm"),
        ("temperature", 900),
        ("temperature", float("nan")),
        ("temperature", True),
        ("acceleration", (0, 0)),
        ("acceleration", (0, 0, 99_999)),
        ("acceleration", "up"),
    ],
)
def test_an_impossible_input_is_refused_and_changes_nothing(name, value):
    board = VirtualBoard("v1")
    before = getattr(board, name)
    with pytest.raises(VirtualBoardError) as caught:
        setattr(board, name, value)
    assert caught.value.code == "input-out-of-range"
    assert name in caught.value.message and "from" in caught.value.hint
    assert getattr(board, name) == before


def test_v1_has_no_microphone():
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v1").sound = 3
    assert caught.value.code == "no-microphone"


SLOW_BUS = """
import utime
def timed(call):
    begun = utime.ticks_us()
    try:
        print(call(), utime.ticks_diff(utime.ticks_us(), begun), sep=';')
    except OSError:
        print('refused')
timed(lambda: i2c.write(0x42, bytes([3])))
timed(lambda: i2c.read(0x42, 4))
print('end')
"""


def test_a_device_that_holds_the_clock_is_waited_for(start, version):
    """Each byte, the address too, takes 2 ms longer; V1's driver gives up where the clock is held for good."""
    device = RegisterDevice()
    device.registers[3:7], device.holds_clock = b"abcd", 2e-3
    board = VirtualBoard(version, "from microbit import *\n" + SLOW_BUS)
    board.attach(0x42, device)
    assert board.run_until("end", timeout=5)
    (written, writing), (read, reading) = (line.split(";") for line in board.serial.lines[:2])
    assert (written, read) == ("None", "b'abcd'")
    assert 4_000 < int(writing) < 6_000 and 10_000 < int(reading) < 12_000
    if version == "v1":
        device.holds_clock = math.inf
        board.reset()
        assert board.run_until("end", timeout=5)
        assert board.serial.lines[-3:] == ["refused", "refused", "end"]


BUS = """
def tried(call):
    try:
        call()
        print('answered')
    except OSError as error:
        print('refused')
tried(lambda: i2c.write(0x55, bytes([13])))
tried(lambda: i2c.read(0x55, 2))
tried(lambda: i2c.write({known}, bytes([13])))
print(accelerometer.get_z())
"""


def test_an_address_where_nobody_is_refuses_and_the_bus_goes_on(start, version):
    """On V1 the motion sensor hangs on the same bus; on V2 nobody is on the edge connector's."""
    board = start(BUS.format(known=hex(0x1D)))
    board.run(3)
    answers = board.serial.read().decode().split()
    assert answers[:3] == ["refused", "refused", "answered" if version == "v1" else "refused"]
    assert abs(int(answers[3]) + 1024) < 40
