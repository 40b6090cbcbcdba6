"""What is around a virtual board: how warm, bright and loud it is, how far to a wall, what lies on the floor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import VirtualBoardError
from ..language import N_

Vector = tuple[float, float, float]
Line = str | tuple[tuple[float, float], ...]  # one of LINES, or the points of a line on the floor in mm

LINES = ("none", "left", "right", "both")  # which of a robot's line sensors are over black
GRAVITY = 1024  # milli-g that the runtime reports for a board at rest
_FARTHEST_POINT = 100_000.0  # mm
_MOST_POINTS = 1000
_SHAKE_MILLI_G = 1900.0
_SHAKE_TURN_SECONDS = 0.06  # how long a hand moves one way


@dataclass
class World:
    """Inputs of one board; the setters of VirtualBoard check them."""

    temperature: float = 21.0  # °C
    light: float = 128.0  # 0–255
    acceleration: Vector = (0.0, 0.0, -float(GRAVITY))  # milli-g: flat on the table
    magnetic_field: Vector = (0.0, 30_000.0, -40_000.0)  # nT
    sound: float = 0.0  # 0–255
    distance_mm: float = 1000.0  # from a distance sensor to what is in front of it
    line: Line = "none"
    shaken_until: float = -1.0  # virtual seconds

    def motion(self, now: float) -> Vector:
        """Return the acceleration at virtual second `now`, shaking included."""
        if now >= self.shaken_until:
            return self.acceleration
        x, y, z = self.acceleration
        there = int(now / _SHAKE_TURN_SECONDS) % 2
        return (x + (_SHAKE_MILLI_G if there else -_SHAKE_MILLI_G), y, z / 2)


def checked(name: str, value: object, low: float, high: float, unit: str) -> float:
    """Return `value` as a number in [low, high].

    Raises: VirtualBoardError `input-out-of-range`, which names the input, its range and its unit.
    """
    # NaN is in no range, and a whole number may be larger than any float.
    if not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high:
        return float(value)
    raise _refusal(N_("Give a number from %(low)s to %(high)s%(unit)s."), name, value, low, high, unit)


def checked_vector(name: str, value: object, low: float, high: float, unit: str) -> Vector:
    """Return `value` as three numbers in [low, high].

    Raises: VirtualBoardError `input-out-of-range`.
    """
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 3:
        hint = N_("Give three numbers (x, y, z) from %(low)s to %(high)s%(unit)s.")
        raise _refusal(hint, name, value, low, high, unit)
    x, y, z = (checked(name, part, low, high, unit) for part in value)
    return (x, y, z)


def held(tilt_x: float, tilt_y: float) -> Vector:
    """Return the acceleration (milli-g) of a board at rest, tilted by degrees to the right and towards the reader."""
    x, y = math.sin(math.radians(tilt_x)), math.sin(math.radians(tilt_y))
    z = -math.sqrt(max(0.0, 1 - x * x - y * y))
    return GRAVITY * x, GRAVITY * y, GRAVITY * z


def checked_line(value: object) -> Line:
    """Return `value` as one of LINES, or as points (x, y) in mm: right and forward of where a robot starts.

    Raises: VirtualBoardError `input-out-of-range`.
    """
    if isinstance(value, str) and value in LINES:
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and 2 <= len(value) <= _MOST_POINTS:
        limit = _FARTHEST_POINT
        if all(isinstance(point, Sequence) and not isinstance(point, str) and len(point) == 2 for point in value):
            return tuple(
                (checked("line", x, -limit, limit, "mm"), checked("line", y, -limit, limit, "mm")) for x, y in value
            )
    raise VirtualBoardError(
        "input-out-of-range",
        N_("%(name)s can't be %(value)s."),
        N_("Give one of %(words)s, or two or more points (x, y) in mm."),
        name="line",
        value=repr(value)[:100],
        words=", ".join(LINES),
    )


def _refusal(hint: str, name: str, value: object, low: float, high: float, unit: str) -> VirtualBoardError:
    return VirtualBoardError(
        "input-out-of-range",
        N_("%(name)s can't be %(value)s."),
        hint,
        name=name,
        value=repr(value),
        low=f"{low:g}",
        high=f"{high:g}",
        unit=f" {unit}" if unit else "",
    )
