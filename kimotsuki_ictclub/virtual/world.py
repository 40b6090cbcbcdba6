"""What is around a virtual board: how warm, how bright, how loud it is, and how the board is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import VirtualBoardError
from ..language import N_

Vector = tuple[float, float, float]

_SHAKE_MILLI_G = 1900.0
_SHAKE_TURN_SECONDS = 0.06  # how long a hand moves one way


@dataclass
class World:
    """Inputs of one board; the setters of VirtualBoard check them."""

    temperature: float = 21.0  # °C
    light: float = 128.0  # 0–255
    acceleration: Vector = (0.0, 0.0, -1024.0)  # milli-g: flat on the table
    magnetic_field: Vector = (0.0, 30_000.0, -40_000.0)  # nT
    sound: float = 0.0  # 0–255
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
