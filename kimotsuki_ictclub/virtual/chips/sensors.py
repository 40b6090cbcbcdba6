"""What is inside the chip to measure or to throw dice: TEMP and RNG."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from .peripheral import Peripheral

if TYPE_CHECKING:
    from .chip import Chip

TEMP_BASE, RNG_BASE = 0x4000_C000, 0x4000_D000
START, STOP, DONE, VALUE = 0x000, 0x004, 0x100, 0x508
_TEMP_SECONDS = 36e-6  # conversion time: nRF51822 and nRF52833 product specifications, TEMP
_STEPS_PER_DEGREE = 4
_RNG_SECONDS = 167e-6  # one byte with bias correction, about: nRF51822 product specification, RNG


class Thermometer(Peripheral):
    """TEMP: the temperature of the chip in quarters of a degree."""

    def __init__(self, chip: Chip, line: int) -> None:
        super().__init__(chip, TEMP_BASE, line)
        self.event(DONE)
        self.task(START, self._start)
        self.on_read(VALUE, lambda: round(chip.outside.temperature() * _STEPS_PER_DEGREE) & 0xFFFF_FFFF)

    def _start(self) -> None:
        self.raise_after(self.chip.cycles(_TEMP_SECONDS), DONE)


class RandomNumbers(Peripheral):
    """RNG: bytes from a seeded generator, so that a run can be repeated."""

    def __init__(self, chip: Chip, line: int, generator: random.Random) -> None:
        super().__init__(chip, RNG_BASE, line)
        self._generator, self._running, self._byte = generator, False, 0
        self.event(DONE)
        self.task(START, self._start)
        self.task(STOP, self._stop)
        self.on_read(VALUE, lambda: self._byte)

    def _start(self) -> None:
        if not self._running:
            self._running = True
            self._next()

    def _stop(self) -> None:
        self._running = False
        self.clock.cancel(self._coming.get(DONE))

    def _next(self) -> None:
        self.raise_after(self.chip.cycles(_RNG_SECONDS), DONE, self._done)

    def _done(self) -> None:
        self._byte = self._generator.randrange(256)
        self.raise_event(DONE)
        self._next()
