"""HC-SR04, the ultrasonic distance sensor with trigger and echo, and those on robots that work alike.

Data sheet HC-SR04 (Elecfreaks): after a pulse on the trigger eight periods of 40 kHz are sent; then the echo line is
high for as long as sound takes there and back; 2 cm to 4 m. Where nothing answers it is high for 38 ms.
"""

from __future__ import annotations

from collections.abc import Callable

from ..core.clock import Clock, Event

NEAREST_MM, FARTHEST_MM = 20.0, 4000.0
_MICROSECONDS_PER_MM = 5.83  # there and back at 343 m/s
_BEFORE_THE_ECHO = 450e-6  # seconds from the end of the trigger to the rise: the burst, and the sensor's own work
_NOTHING_THERE = 38e-3  # seconds


class EchoSensor:
    """A sensor of the distance that distance_mm() returns; put_echo(level) sets its echo line."""

    def __init__(self, clock: Clock, distance_mm: Callable[[], float], put_echo: Callable[[int], None]) -> None:
        self._clock, self._distance_mm, self._put_echo = clock, distance_mm, put_echo
        self._trigger = 0
        self._next: Event | None = None  # of the measurement that is under way

    def power_on(self) -> None:
        """Forget a measurement: the board was reset."""
        self._trigger, self._next = 0, None
        self._put_echo(0)

    def hear(self, level: int) -> None:
        """The trigger line is at `level` now; its fall starts a measurement."""
        before, self._trigger = self._trigger, level
        if before and not self._trigger and self._next is None:
            self._next = self._clock.after(round(_BEFORE_THE_ECHO * self._clock.hz), self._rise)

    def _rise(self) -> None:
        self._next = self._clock.after(round(echo_seconds(self._distance_mm()) * self._clock.hz), self._fall)
        self._put_echo(1)

    def _fall(self) -> None:
        self._next = None
        self._put_echo(0)


def echo_seconds(distance_mm: float) -> float:
    """Return how long the echo line is high for a distance in mm, in seconds."""
    if distance_mm > FARTHEST_MM:
        return _NOTHING_THERE
    return max(NEAREST_MM, distance_mm) * _MICROSECONDS_PER_MM * 1e-6
