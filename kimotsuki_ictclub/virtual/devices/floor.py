"""A black line on the floor, and what a robot's line sensors see of it."""

from __future__ import annotations

import itertools
import math

from ..world import Line
from .wheels import Place

TAPE_MM = 20.0  # as wide as usual insulating tape


def is_black(line: Line, place: Place, aside: float, ahead: float) -> bool:
    """Return whether it is black below a sensor `aside` mm right of the robot's middle and `ahead` mm of its axle."""
    if isinstance(line, str):
        return line == "both" or line == ("left" if aside < 0 else "right")
    point = _beside(place, aside, ahead)
    return any(_distance(point, start, end) <= TAPE_MM / 2 for start, end in itertools.pairwise(line))


def _beside(place: Place, aside: float, ahead: float) -> tuple[float, float]:
    """Return the point so many mm to the right and ahead of a robot."""
    angle = math.radians(place.heading)
    cos, sin = math.cos(angle), math.sin(angle)
    return place.x + aside * cos + ahead * sin, place.y - aside * sin + ahead * cos


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance from a point to a stretch."""
    along = (end[0] - start[0], end[1] - start[1])
    to = (point[0] - start[0], point[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    part = max(0.0, min(1.0, (to[0] * along[0] + to[1] * along[1]) / length)) if length else 0.0
    return math.dist(to, (part * along[0], part * along[1]))
