"""The way of a robot from the speeds of its wheels."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kimotsuki_ictclub import VirtualBoard, lessons
from kimotsuki_ictclub.errors import PlotError
from kimotsuki_ictclub.plotting import draw_path, draw_robot_path, robot_path
from kimotsuki_ictclub.telemetry import Recorder, Recording, Sample


def driven(*speeds: tuple[float, float], step: float = 0.1) -> Recording:
    recorder = Recorder()
    recorder.add(
        [
            Sample(number * step, "01", {"left": float(left), "right": float(right)})
            for number, (left, right) in enumerate([*speeds, (0, 0)])
        ]
    )
    return recorder.recording()


def test_straight_on() -> None:
    x, y, heading = robot_path(driven(*[(50, 50)] * 10), full_speed=200)[-1]
    assert (x, y, heading) == pytest.approx((0, 100, 0))


def test_a_turn_on_the_spot_to_the_right() -> None:
    seconds = (math.pi / 2) / (2 * 100 / 90)  # a quarter turn at 100 mm a second, wheels 90 mm apart
    x, y, heading = robot_path(driven((50, -50), step=seconds), full_speed=200, wheel_gap=90)[-1]
    assert (x, y, heading) == pytest.approx((0, 0, 90))


def test_a_circle_ends_where_it_began() -> None:
    seconds = 2 * math.pi / (100 / 90)
    places = robot_path(driven(*[(100, 50)] * 36, step=seconds / 36), full_speed=200, wheel_gap=90)
    assert places[-1][:2] == pytest.approx((0, 0), abs=1e-6)
    assert max(x for x, _y, _heading in places) == pytest.approx(2 * 150 / (100 / 90), rel=0.01)


def test_a_silence_is_no_way() -> None:
    assert robot_path(driven((100, 100), step=60))[-1][:2] == (0, 0)


def test_the_map_is_drawn_and_other_recordings_are_refused() -> None:
    figure = draw_robot_path(driven(*[(50, 30)] * 20))
    (axes,) = figure.axes
    assert len(np.asarray(axes.lines[0].get_xdata())) == 21
    recorder = Recorder()
    recorder.add([Sample(0.0, "01", {"light": 1.0})])
    with pytest.raises(PlotError) as caught:
        draw_robot_path(recorder.recording())
    assert caught.value.code == "no-wheels"


def test_the_square_of_lesson_11_is_drawn_from_the_virtual_robots_way():
    board = VirtualBoard("v1", lessons.find("11"))
    board.attach_robot("servo")
    board.run(0.5)
    board.tap("a")
    board.run(14)
    path = board.robot.path
    across, along = (max(values) - min(values) for values in (tuple(p.x for p in path), tuple(p.y for p in path)))
    assert across > 100 and along > 100
    line = draw_path(path).axes[0].lines[0]
    assert np.asarray(line.get_xdata()).tolist() == [place.x for place in path]
