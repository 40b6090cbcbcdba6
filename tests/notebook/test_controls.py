"""The bench shows what the program senses, and nothing else."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.notebook.bench import Bench
from kimotsuki_ictclub.notebook.controls import controls_of, needs_v2, plays_tones
from kimotsuki_ictclub.notebook.widgets import BenchWidget
from kimotsuki_ictclub.virtual.devices.i2c_robots import ROBOTS
from kimotsuki_ictclub.virtual.devices.robots import Robot
from kimotsuki_ictclub.virtual.hosting.changes import change
from kimotsuki_ictclub.virtual.hosting.controls import CONTROLS, USUAL
from kimotsuki_ictclub.virtual.hosting.room import Room
from kimotsuki_ictclub.virtual.hosting.seat_request import SeatRequest


@pytest.mark.parametrize(
    ("lesson", "controls"),
    [
        (2, {"a", "b"}),
        (4, {"light"}),
        (5, {"tilt_x", "tilt_y", "shake", "a", "b"}),
        (6, {"temperature", "a"}),
    ],
)
def test_a_lesson_has_its_own_controls(lesson: int, controls: set[str]) -> None:
    assert set(controls_of(find(lesson).files)) == {*controls, "reset"}


@pytest.mark.parametrize(
    ("program", "controls", "v2", "tones"),
    [
        ("print(microphone.sound_level())", ["sound"], True, False),
        ("if pin_logo.is_touched():\n    music.pitch(440)", ["logo"], True, True),
        ("# read_light_level()\nprint('button_a')", [], False, False),
        ("print(time_pulse_us(pin2, 1), pin0.read_analog())", ["distance", "p0"], False, False),
        ("robot = Robot('maqueen')\nprint(pin13.read_digital())", ["line"], False, False),
        ("start = ticks_us()\nprint(pin13.read_digital())", [], False, False),
        ("x = accelerometer.get_x()", ["tilt_x", "tilt_y", "shake"], False, False),
        ("if button_a.was_pressed() or temperature() > 30:\n    pass", ["temperature", "a"], False, False),
    ],
)
def test_code_tells_them_not_comments_or_texts(program: str, controls: list[str], v2: bool, tones: bool) -> None:
    files = {"main.py": program.encode()}
    assert (controls_of(files), needs_v2(files), plays_tones(files)) == ([*controls, "reset"], v2, tones)


def test_a_program_that_cannot_be_read_gets_them_all() -> None:
    assert {"light", "temperature", "tilt_x", "a", "shake"} <= set(controls_of({"main.mpy": b"M\x06"}))


def test_a_part_at_a_pin_is_moved_and_a_display_is_shown() -> None:
    bench = Bench("v1", {"main.py": b"import ssd1306\nprint(time_pulse_us(pin2, 1), pin0.read_analog())\n"})
    sent: list[tuple[str, object]] = []
    bench.send = lambda name, value: sent.append((name, value))  # type: ignore[method-assign]
    widget = BenchWidget(bench)
    for name, place in (("distance", 300), ("p0", 512), ("line", 2)):
        widget.move(name, place)
    assert sent == [("distance_mm", 300), ("analog", [0, 512]), ("line", "right")]
    bench.read("\u2801")
    bench.light({"8": [[255, 0, 0]]})
    assert (widget.oled, widget.lights) == ("\u2801", {"8": [[255, 0, 0]]})


def test_the_widget_moves_the_world_and_shows_leds_and_tone() -> None:
    bench = Bench("v2", {"main.py": b"from microbit import *\nmicrophone.sound_level()\nmusic.pitch(440)\n"})
    sent: list[tuple[str, object]] = []
    bench.send = lambda name, value: sent.append((name, value))  # type: ignore[method-assign]
    widget = BenchWidget(bench)
    assert ([one["name"] for one in widget.controls], widget.plays) == (["sound", "reset"], True)
    widget.move("sound", 200)
    widget._press(widget, {"press": "logo"}, None)
    assert sent == [("sound", 200), ("tap", "logo")]
    bench.show((9,) * 25)
    bench.sound(440.0)
    assert (widget.pixels, widget.tone) == ([9] * 25, 440.0)


def test_what_a_robot_senses_is_told_by_the_robot_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Crawler(Robot):
        distance_pins, line_pins = (3, 4), (5, 6)

    monkeypatch.setitem(ROBOTS, "maqueen", Crawler)
    files = {"main.py": b"robot = Robot('maqueen')\nif pin5.read_digital():\n    print(time_pulse_us(pin4, 1))\n"}
    assert controls_of(files) == ["distance", "line", "reset"]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_every_control_moves_a_board_from_end_to_end(version: str) -> None:
    room = Room(SeatRequest(version, {"main.py": b""}, parts=("maqueen",)), lambda *_what: None)
    for control in CONTROLS.values():
        if version not in control.versions:
            continue
        if control.world:
            assert getattr(room.board, control.world) in (control.usual, *control.choices[:1], "none")
        for place in (control.low, control.high, control.usual):
            name, value = control.change({**USUAL, control.name: place})
            change(room, 0, {name: value})
    keys = [key for control in CONTROLS.values() for key in control.keys]
    assert len(keys) == len(set(keys)) and not {"0", "q"} & set(keys)
