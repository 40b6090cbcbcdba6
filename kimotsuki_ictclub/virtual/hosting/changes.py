"""What can be done to a hosted board by a name: its world, its buttons, its cable. The only such table.

Whoever reaches the control port of a board may use these names: none of them may touch the PC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ...errors import VirtualBoardError
from ...language import N_
from .room import Room, lights_of

WORLD = ("temperature", "light", "acceleration", "sound", "magnetic_field", "distance_mm", "line")

Change = Callable[[Room, int, Any], None]  # room, number of the board in it, value


def _set(name: str, room: Room, number: int, value: Any) -> None:
    setattr(room.boards[number], name, tuple(value) if isinstance(value, list) else value)


def _set_pin(name: str, room: Room, number: int, pin_and_value: Any) -> None:
    pin, value = pin_and_value
    setattr(room.boards[number].pins[pin], name, value)


def _wire(room: Room, number: int, pins: Any) -> None:
    one, other = pins
    room.boards[number].wire(one, other)


CHANGES: dict[str, Change] = {
    **{name: partial(_set, name) for name in WORLD},
    "digital": partial(_set_pin, "digital"),  # [pin, 0 or 1, or None to let it go]
    "analog": partial(_set_pin, "analog"),  # [pin, 0–1023]
    "touched": partial(_set_pin, "touched"),  # [pin, whether a finger is there]
    "wire": _wire,  # [pin, pin]
    "plug": lambda room, number, part: room.boards[number].plug(part),
    "press": lambda room, number, button: room.boards[number].press(button),
    "release": lambda room, number, button: room.boards[number].release(button),
    "tap": Room.tap,
    "shake": lambda room, number, seconds: room.boards[number].begin_shake(float(seconds)),
    "reset": lambda room, number, _value: room.reset(number),
    "break": lambda room, _number, held: room.hold(bool(held)),
}


def change(room: Room, number: int, changes: Mapping[str, Any], more: Mapping[str, Change] | None = None) -> None:
    """Do the changes, in their order; `more` are those that a cable adds.

    Raises: VirtualBoardError (`request-wrong` and those of the board); ImageError.
    """
    table = CHANGES if more is None else {**CHANGES, **more}
    for name in changes:
        if name not in table:
            raise VirtualBoardError(
                "request-wrong",
                N_("A virtual board has nothing called %(name)s."),
                N_("Look at `ictclub classroom set --help`."),
                name=name,
            )
    for name, value in changes.items():
        try:
            table[name](room, number, value)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            raise VirtualBoardError(
                "request-wrong",
                N_("%(name)s can't be %(value)s."),
                N_("Look at `ictclub classroom set --help`."),
                name=name,
                value=repr(value)[:100],
            ) from error


def state(room: Room, number: int = 0) -> dict[str, Any]:
    """Return how a board is now: its LEDs, its time, its world, and what its parts sense and show."""
    board = room.boards[number]
    robot = board.robot.place if board.has_robot else None
    return {
        "display": [list(row) for row in board.display],
        "time": round(board.time, 6),
        "behind": round(room.behind, 3),
        "is_on": board.is_on,
        "senses": list(board.senses),
        "robot": None if robot is None else [round(robot.x, 1), round(robot.y, 1), round(robot.heading, 1)],
        "neopixels": lights_of(board),
        "oled": board.oled.text if board.has_oled else None,
        **{name: getattr(board, name) for name in WORLD if name != "sound" or board.version == "v2"},
    }
