"""The bench shows what the program senses, and nothing else."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.notebook.bench import Bench
from kimotsuki_ictclub.notebook.controls import controls_of, needs_v2, plays_tones
from kimotsuki_ictclub.notebook.widgets import BenchWidget


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
    assert set(controls_of(find(lesson).files)) == controls


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
    assert (controls_of(files), needs_v2(files), plays_tones(files)) == (controls, v2, tones)


def test_a_program_that_cannot_be_read_gets_them_all() -> None:
    assert {"light", "temperature", "tilt_x", "a", "shake"} <= set(controls_of({"main.mpy": b"M\x06"}))


def test_a_part_at_a_pin_is_moved_and_a_display_is_shown() -> None:
    bench = Bench("v1", {"main.py": b"import ssd1306\nprint(time_pulse_us(pin2, 1), pin0.read_analog())\n"})
    sent: list[tuple[str, object]] = []
    bench.send = lambda name, value: sent.append((name, value))  # type: ignore[method-assign]
    widget = BenchWidget(bench)
    widget.distance, widget.p0, widget.line = 300, 512, 2
    assert sent == [("distance_mm", 300), ("analog", [0, 512]), ("line", "right")]
    bench.read("\u2801")
    assert widget.oled == "\u2801"


def test_the_widget_moves_the_world_and_shows_leds_and_tone() -> None:
    bench = Bench("v2", {"main.py": b"from microbit import *\nmicrophone.sound_level()\nmusic.pitch(440)\n"})
    sent: list[tuple[str, object]] = []
    bench.send = lambda name, value: sent.append((name, value))  # type: ignore[method-assign]
    widget = BenchWidget(bench)
    assert (widget.controls, widget.plays) == (["sound"], True)
    widget.sound = 200
    widget._press(widget, {"tap": "logo"}, None)
    assert sent == [("sound", 200), ("tap", "logo")]
    bench.show((9,) * 25)
    bench.sound(440.0)
    assert (widget.pixels, widget.tone) == ([9] * 25, 440.0)
