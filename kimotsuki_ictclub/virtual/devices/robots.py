"""Two-wheeled robots that a board can drive: their wheels, where they go, what they see. Those on I2C: i2c_robots.py.

Sources of the pulses: saitodev.co, pxt-kitronik-servo-lite.
"""

from __future__ import annotations

from collections.abc import Callable

from ..world import Line
from .floor import is_black
from .wheels import START, Place, rolled

STEP_SECONDS = 0.02  # how often the place is computed: one servo period
LINE_SENSORS_ASIDE, LINE_SENSORS_AHEAD = 8.0, 60.0  # mm from the middle, mm from the axle
_LONGEST_PATH = 100_000  # places: half an hour of driving
_FULL = 100.0
_STOP_PULSE_US, _FULL_PULSE_US = 1505.0, 997.0  # write_analog(77) at 20 ms, and 51 steps more
_DEAD_BAND = 3.0  # a servo that is told almost nothing stands


class Robot:
    """The wheels and the way. `left` and `right` are −100 (back) to 100 (forward).

    distance_pins: trigger and echo of its distance sensor; line_pins: its line sensors, left and right; None where it
    has none. black: the level of a line sensor over black.
    """

    distance_pins: tuple[int, int] | None = None
    line_pins: tuple[int, int] | None = None
    black = 0

    def __init__(self) -> None:
        self.left = self.right = 0.0
        self.path: list[Place] = [START]
        self.line: Callable[[], Line] = lambda: "none"  # what lies on the floor

    @property
    def place(self) -> Place:
        """Where the robot is now."""
        return self.path[-1]

    @classmethod
    def line_code(cls) -> str:
        """Return the pattern of a program that reads its line sensors; "" where it has none."""
        return "|".join(rf"\bpin{pin}\.read_digital\b" for pin in cls.line_pins or ())

    @property
    def sees_lines(self) -> bool:
        """Whether it has line sensors."""
        return bool(self.line_code())

    @property
    def is_moving(self) -> bool:
        """Whether a wheel turns."""
        return bool(self.left or self.right)

    def sees_black(self, aside: float) -> bool:
        """Whether it is black below a line sensor `aside` mm right of the middle (left: negative)."""
        return is_black(self.line(), self.place, aside, LINE_SENSORS_AHEAD)

    def line_level(self, aside: float) -> int:
        """Return the level of a line sensor `aside` mm right of the middle."""
        return self.black if self.sees_black(aside) else 1 - self.black

    def update(self) -> None:
        """Look at what the wheels are told now (for robots that are not told over I2C)."""

    def move(self, seconds: float) -> None:
        """Let the wheels turn for so long."""
        self.update()
        if self.is_moving:
            self.path.append(rolled(self.place, self.left, self.right, seconds))
            if len(self.path) > _LONGEST_PATH:
                del self.path[: _LONGEST_PATH // 2]


class ServoRobot(Robot):
    """Continuous servos on P1 (left) and P2 (right); `signs` say which way each turns for a long pulse."""

    def __init__(self, pulse_us: Callable[[int], float], signs: tuple[int, int]) -> None:
        super().__init__()
        self._pulse_us, self._signs = pulse_us, signs

    def update(self) -> None:
        """Read the pulses; no pulse means stop."""
        self.left, self.right = (self._speed(pin, sign) for pin, sign in zip((1, 2), self._signs, strict=True))

    def _speed(self, pin: int, sign: int) -> float:
        pulse = self._pulse_us(pin)
        if not pulse:
            return 0.0
        speed = max(-_FULL, min(_FULL, (pulse - _STOP_PULSE_US) / _FULL_PULSE_US * _FULL))
        return sign * speed if abs(speed) > _DEAD_BAND else 0.0


SERVO_SIGNS = {"servo": (1, -1), "move-mini": (-1, 1)}  # kind -> which way P1 and P2 turn forward
