"""Where two wheels take a robot: dead reckoning, for virtual robots and for the recorded speeds of real ones."""

from __future__ import annotations

import math
from typing import NamedTuple

FULL_SPEED = 200.0  # mm a second at speed 100, as a usual small robot's; real ones differ
WHEEL_GAP = 90.0  # mm between the wheels


class Place(NamedTuple):
    """Where the robot is: mm to the right and forward of its start, heading in degrees (0 is forward, right is +)."""

    x: float
    y: float
    heading: float


START = Place(0.0, 0.0, 0.0)


def rolled(
    place: Place,
    left: float,
    right: float,
    seconds: float,
    *,
    full_speed: float = FULL_SPEED,
    wheel_gap: float = WHEEL_GAP,
) -> Place:
    """Return where a robot comes to whose wheels keep the speeds `left` and `right` (−100 to 100) for `seconds`.

    full_speed: mm a second at 100. wheel_gap: mm between the wheels. The way is an arc of a circle.
    """
    left_way, right_way = (speed / 100 * full_speed * seconds for speed in (left, right))
    turn = (left_way - right_way) / wheel_gap  # radians to the right
    chord = (left_way + right_way) / 2 * (math.sin(turn / 2) / (turn / 2) if turn else 1.0)
    middle = math.radians(place.heading) + turn / 2
    return Place(
        place.x + chord * math.sin(middle),
        place.y + chord * math.cos(middle),
        place.heading + math.degrees(turn),
    )
