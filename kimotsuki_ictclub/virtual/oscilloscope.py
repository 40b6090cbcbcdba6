"""What an oscilloscope shows of an output pin: its edges, period and pulse width."""

from __future__ import annotations

from dataclasses import dataclass

from .chips.pwm import Wave


@dataclass(frozen=True)
class Playing:
    """A PWM sequence that a pin carries since virtual second `start`, and the one before it."""

    wave: Wave
    start: float
    before: Playing | None = None

    def level(self, second: float) -> int | None:
        """Return the level at that second; None before the first sequence. The last value is repeated."""
        if second < self.start:
            return None if self.before is None else self.before.level(second)
        number, phase = divmod(second - self.start, self.wave.period)
        return int(phase < self.wave.values[min(int(number), len(self.wave.values) - 1)] * self.wave.period)

    def followed_by(self, wave: Wave, start: float) -> Playing:
        """Return the next sequence; of those before it only this one is kept."""
        return Playing(wave, start, Playing(self.wave, self.start))


class Pulses:
    """The edges of one output pin: period and pulse width as an oscilloscope shows them."""

    def __init__(self, hz: int) -> None:
        self._hz = hz
        self._level = 0
        self._rose = self._fell = self._risen_before = -1  # cycles
        self.recorded: list[tuple[float, int]] | None = None  # (virtual seconds, level)

    def update(self, level: int, now: int) -> None:
        """The output is at `level` from cycle `now` on."""
        if level == self._level:
            return
        self._level = level
        if level:
            self._risen_before, self._rose = self._rose, now
        else:
            self._fell = now
        if self.recorded is not None:
            self.recorded.append((now / self._hz, level))

    def record_wave(self, wave: Wave, start: float) -> None:
        """Record the pulses of a PWM sequence that begins at virtual second `start`."""
        if self.recorded is not None:
            for number, duty in enumerate(wave.values):
                rise = start + number * wave.period
                if duty > 0:
                    self.recorded += [(rise, 1), (rise + duty * wave.period, 0)]

    def period(self, now: int) -> float:
        """Return the seconds between the last two rises; 0.0 where the pin doesn't pulse."""
        if self._risen_before < 0:
            return 0.0
        period = self._rose - self._risen_before
        return period / self._hz if now - self._rose <= 2 * period else 0.0

    def width(self, now: int) -> float:
        """Return how long the last whole pulse was high, in seconds; 0.0 where the pin doesn't pulse."""
        if not self.period(now):
            return 0.0
        return (self._fell - (self._rose if self._fell > self._rose else self._risen_before)) / self._hz
