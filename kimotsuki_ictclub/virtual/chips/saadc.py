"""SAADC of the nRF52833: samples of one or more channels into memory, triggered by a timer.

The triggers come thousands of times a second, so they are counted by arithmetic: the timer says when it began and
how long its period is (`follow`), and a buffer that will be full at a known cycle is filled at that cycle.
"""

from __future__ import annotations

import array
from typing import TYPE_CHECKING

from ..core.clock import Event
from .peripheral import Peripheral

if TYPE_CHECKING:
    from .chip import Chip
    from .timer import Timer

BASE = 0x4000_7000
START, SAMPLE, STOP, CALIBRATE = 0x000, 0x004, 0x008, 0x00C
STARTED, END, DONE, RESULTDONE, CALIBRATEDONE, STOPPED = 0x100, 0x104, 0x108, 0x10C, 0x110, 0x114
CH0_PSELP, CH0_CONFIG, OVERSAMPLE, RESULT_PTR, RESULT_MAXCNT, RESULT_AMOUNT = (
    0x510, 0x518, 0x5F4, 0x62C, 0x630, 0x634,
)  # fmt: skip
_CHANNELS = 8
_PINS = {1: 2, 2: 3, 3: 4, 4: 5, 5: 28, 6: 29, 7: 30, 8: 31}  # PSELP → pin
_GAINS = (1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 4)  # CONFIG.GAIN
_FULL_SCALE = 16383  # 14 bits, single-ended
_SUPPLY_PER_REFERENCE = 4  # the reference is VDD/4
_DEFAULT_RATE = 11_000.0  # samples a second, where no timer triggers them


class Saadc(Peripheral):
    """The converter."""

    def __init__(self, chip: Chip, line: int) -> None:
        super().__init__(chip, BASE, line)
        self.sample_task = BASE + SAMPLE
        self.timer: Timer | None = None
        self._counted = 0  # the cycle up to which triggers were counted
        self._period = 1
        self._buffer: tuple[int, int] | None = None  # (address, samples)
        self._triggers = 0  # since START
        self._full: Event | None = None
        chip.converter = self
        self.event(STARTED, END, DONE, RESULTDONE, CALIBRATEDONE, STOPPED)
        self.task(START, self._start)
        self.task(SAMPLE, self._sample)
        self.task(STOP, self._stop)
        self.task(CALIBRATE, lambda: self.raise_event(CALIBRATEDONE))

    # -- the timer that triggers ----------------------------------------------------------------------
    def follow(self, timer: Timer, start: int, period: int) -> None:
        """Be triggered by `timer` every `period` cycles, counted from cycle `start`."""
        self.timer, self._period = timer, period
        now = self.clock.now()
        self._counted = now - (now - start) % period
        self._plan()

    def unfollow(self) -> None:
        """The timer changes: count its triggers up to now and forget it."""
        self._count_triggers()
        self.timer = None
        self.clock.cancel(self._full)

    def _count_triggers(self) -> None:
        if self.timer is None:
            return
        passed = (self.clock.now() - self._counted) // self._period
        if passed > 0:
            self._counted += passed * self._period
            if self._buffer:
                self._triggers += passed

    def _needed(self) -> int:
        """Return how many triggers fill the buffer."""
        assert self._buffer is not None
        return -(-self._buffer[1] // max(1, len(self._selected()))) << self.register(OVERSAMPLE)

    def _plan(self) -> None:
        self.clock.cancel(self._full)
        self._full = None
        if self._buffer and self.timer is not None:
            left = max(1, self._needed() - self._triggers)
            cycle = max(self._counted + left * self._period, self.clock.now() + 1)
            self._full = self.clock.at(cycle, self._end)

    # -- tasks ----------------------------------------------------------------------------------------
    def _start(self) -> None:
        self._count_triggers()
        self._buffer = (self.register(RESULT_PTR), self.register(RESULT_MAXCNT))
        self._triggers = 0
        self._fill()  # the driver reads the live buffer before it is full
        self.raise_event(STARTED)
        self._plan()

    def _sample(self) -> None:
        if self.timer is None and self._buffer:
            self._triggers += 1
            if self._triggers >= self._needed():
                self._end()

    def _stop(self) -> None:
        self._count_triggers()
        self.clock.cancel(self._full)
        if self._buffer:
            done = (self._triggers >> self.register(OVERSAMPLE)) * max(1, len(self._selected()))
            self.set_register(RESULT_AMOUNT, min(self._buffer[1], done))
        self._buffer = None
        self.raise_event(STOPPED)

    def _end(self) -> None:
        assert self._buffer is not None
        self._count_triggers()
        self._triggers = 0
        self.set_register(RESULT_AMOUNT, self._buffer[1])
        self._fill()
        self._buffer = None
        self.raise_event(END)
        self._plan()

    # -- samples --------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """An input has changed: the live buffer shows it at once."""
        if self._buffer:
            self._fill()

    def _selected(self) -> list[int]:
        return [i for i in range(_CHANNELS) if self.register(CH0_PSELP + 16 * i)]

    def _fill(self) -> None:
        assert self._buffer is not None
        address, count = self._buffer
        selected = self._selected()
        if not count or not selected:
            return
        rate = self.chip.hz / (self._period << self.register(OVERSAMPLE)) if self.timer else _DEFAULT_RATE
        samples = array.array("h", bytes(2 * count))
        for place, channel in enumerate(selected):
            wanted = len(range(place, count, len(selected)))
            samples[place :: len(selected)] = self._convert(channel, wanted, rate)
        self.chip.engine.memory(address, 2 * count)[:] = samples.tobytes()

    def _convert(self, channel: int, count: int, rate: float) -> array.array[int]:
        pin = _PINS.get(self.register(CH0_PSELP + 16 * channel), -1)
        gain = _GAINS[self.register(CH0_CONFIG + 16 * channel) >> 8 & 7]
        scale = gain * _FULL_SCALE * _SUPPLY_PER_REFERENCE
        wave = self.chip.outside.samples(pin, count, rate)
        if wave is not None:
            return array.array("h", [_clip(value * _FULL_SCALE) for value in wave])
        return array.array("h", [_clip(self.chip.outside.analog_input(pin) * scale)]) * count


def _clip(value: float) -> int:
    return max(-_FULL_SCALE, min(_FULL_SCALE, int(value)))
