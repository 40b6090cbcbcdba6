"""What is plugged into a hosted board, and what is done to its pins and its floor, by names."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.cli.run import _picture
from kimotsuki_ictclub.cli.run_keys import Keys
from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual.hosting.changes import change, state
from kimotsuki_ictclub.virtual.hosting.room import Room
from kimotsuki_ictclub.virtual.hosting.seat_request import SeatRequest

PROGRAM = b"""
from microbit import *
while True:
    digital = [pin.read_digital() for pin in (pin13, pin14, pin16)]
    print(pin8.read_digital(), pin0.read_analog() // 100, *digital)
    sleep(20)
"""


def hosted(*parts: str) -> Room:
    return Room(SeatRequest("v1", {"main.py": PROGRAM}, parts=parts), lambda what, number, content: None)


def last_line(room: Room) -> str:
    room.board.run(0.2)
    return room.board.serial.text.split("\r\n")[-2]


def test_pins_and_floor_are_set_by_name():
    room = hosted("maqueen", "oled")
    change(room, 0, {"digital": [8, 1], "analog": [0, 700], "line": "left", "wire": [8, 16], "distance_mm": 80})
    assert last_line(room) == "1 7 0 1 1"
    change(room, 0, {"digital": [8, None], "line": [[-8, 0], [-8, 500]], "light": 3})
    assert last_line(room) == "0 7 0 1 0"
    now = state(room)
    assert (now["distance_mm"], now["light"], now["senses"]) == (80, 3, ["distance_mm", "line"])
    assert now["robot"] == [0, 0, 0] and len(now["oled"].split("\n")) == 16
    for wrong in ({"digital": [8, 2]}, {"analog": 5}, {"plug": "rocket"}, {"wire": [0, 99]}, {"line": "up"}):
        with pytest.raises(VirtualBoardError):
            change(room, 0, wrong)
    with pytest.raises(VirtualBoardError):
        hosted("rocket")


def test_the_terminal_shows_and_moves_what_the_parts_sense():
    room = hosted("maqueen", "oled")
    change(room, 0, {"plug": "distance-sensor:1,2"})
    hand = Keys("v1", {}, ("maqueen", "oled"))
    for key in (".", ".", ",", "n"):
        change(room, 0, hand.changes(key))
    now = state(room) | {"neopixels": {"0": [[255, 0, 0], [0, 0, 0]]}}
    shown = _picture("v1", now, "", hand).plain
    assert "pin 0 ● ●" in shown
    assert "Distance 1050 mm" in shown and "Black line left" in shown and "robot 0 mm right" in shown
    bare, hand = state(hosted()), Keys("v1", {}, ())
    assert (bare["senses"], bare["oled"], bare["robot"]) == ([], None, None)
    assert hand.changes(".") == hand.changes("n") == {}
    assert "istance" not in _picture("v1", bare, "", hand).plain
