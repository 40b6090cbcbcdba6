"""NeoPixels: a strip of lights that takes bits on one wire. Times: WorldSemi data sheet WS2812B.

A bit is a pulse, 0.4 µs for 0 and 0.8 µs for 1; each light takes 24, green first; a pause shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

_LONG_SECONDS = 0.5e-6  # a longer pulse is a 1; the board's own are as long as its instructions are on average
_PAUSE_SECONDS = 50e-6
_BITS = 24
_MOST_LIGHTS = 256

Color = tuple[int, int, int]


class NeoPixels:
    """A strip at a pin; now() tells virtual seconds. `colors` are its lights' (red, green, blue), 0–255 each."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._level = 0
        self._rose = self._fell = 0.0
        self._bits: list[int] = []
        self._shown: list[Color] = []

    def hear(self, level: int) -> None:
        """The wire is at `level` now."""
        if level == self._level:
            return
        self._level, now = level, self._now()
        if level:
            self._begin(now)
            self._rose = now
        else:
            self._take(now - self._rose, now)

    def play(self, duties: Sequence[float], period: float) -> None:
        """A PWM peripheral sends pulses now: each is high for its part of `period` seconds."""
        start = self._now()
        self._begin(start)
        for number, duty in enumerate(duties):
            if duty:
                self._take(duty * period, start + number * period)

    def _begin(self, now: float) -> None:
        if now - self._fell > _PAUSE_SECONDS:
            self._show()

    def _take(self, seconds: float, now: float) -> None:
        self._fell = now
        if len(self._bits) < _BITS * _MOST_LIGHTS:
            self._bits.append(int(seconds > _LONG_SECONDS))

    def _show(self) -> None:
        """Give the bits to the lights, from the first one on; lights that get none stay as they were."""
        whole = len(self._bits) // _BITS * _BITS
        for start in range(0, whole, _BITS):
            value = int("".join(map(str, self._bits[start : start + _BITS])), 2)
            self._shown[start // _BITS : start // _BITS + 1] = [(value >> 8 & 255, value >> 16, value & 255)]
        self._bits.clear()

    @property
    def colors(self) -> tuple[Color, ...]:
        """The lights as they are now; as many as have ever been sent."""
        self._begin(self._now())
        return tuple(self._shown)
