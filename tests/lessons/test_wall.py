"""Lesson 11's robot with a distance sensor goes round a wall, on the real firmware of both boards."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.images import program_of
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.parts import expected_parts


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_robot_turns_before_a_wall_and_ends_with_b(version: str) -> None:
    program = program_of(find(11).folder / "stretch_2.py", version=version)
    board = VirtualBoard(version, program)
    assert expected_parts(program.files) == ["servo", "distance-sensor:8,12"]
    for part in expected_parts(program.files):
        board.plug(part)
    assert board.run_until(lambda: board.display.is_lit, timeout=3)
    board.distance_mm = 900
    board.tap("a")
    assert board.run_until("distance:9")
    board.run(0.5)
    assert board.robot.place.y > 20 and abs(board.robot.place.heading) < 10
    board.distance_mm = 100
    assert board.run_until(lambda: board.robot.place.heading > 45, timeout=3)
    board.press("b")
    assert board.run_until(lambda: not board.robot.is_moving, timeout=2)
