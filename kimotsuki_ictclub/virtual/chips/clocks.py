"""CLOCK and POWER, and the timers that only mark time: RTC and the software interrupts of the EGU."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..core.clock import Event
from .peripheral import Peripheral, event_bit

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4000_0000
HFCLKSTART, LFCLKSTART, CAL = 0x000, 0x008, 0x010
HFCLKSTARTED, LFCLKSTARTED, CAL_DONE, CTTO = 0x100, 0x104, 0x10C, 0x110
RESETREAS, HFCLKRUN, HFCLKSTAT, LFCLKRUN, LFCLKSTAT, SYSTEMOFF = 0x400, 0x408, 0x40C, 0x414, 0x418, 0x500
RAMON, RAMONB = 0x524, 0x554
_RUNNING_ON_CRYSTAL = 0x1_0001
_SOFTWARE_RESET = 1 << 2  # RESETREAS.SREQ


class ClockPower(Peripheral):
    """The oscillators start at once; SYSTEMOFF ends the run."""

    def __init__(self, chip: Chip, line: int, *, software_reset: bool) -> None:
        super().__init__(chip, BASE, line)
        self.event(HFCLKSTARTED, LFCLKSTARTED, CAL_DONE, CTTO)
        for task, event in ((HFCLKSTART, HFCLKSTARTED), (LFCLKSTART, LFCLKSTARTED), (CAL, CAL_DONE)):
            self.task(task, partial(self.raise_event, event))
        for offset in (HFCLKSTAT, LFCLKSTAT):
            self.on_read(offset, lambda: _RUNNING_ON_CRYSTAL)
        for offset in (HFCLKRUN, LFCLKRUN):
            self.on_read(offset, lambda: 1)
        self.set_register(RAMON, 3)
        self.set_register(RAMONB, 3)
        self.set_register(RESETREAS, _SOFTWARE_RESET if software_reset else 0)
        self.on_write(RESETREAS, lambda value: self.set_register(RESETREAS, self.register(RESETREAS) & ~value))
        self.on_write(SYSTEMOFF, lambda value: chip.outside.power_off() if value & 1 else None)


_RTC_HZ = 32768
_RTC_MASK = 0xFF_FFFF
_RTC_COMPARES = 4
_START, _STOP, _CLEAR = 0x000, 0x004, 0x008
_COMPARE0, _COUNTER, _PRESCALER, _CC0 = 0x140, 0x504, 0x508, 0x540


class RealTimeCounter(Peripheral):
    """RTC: counts at 32,768 Hz; only compares with an interrupt are scheduled."""

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        self._running, self._since, self._start = False, 0, 0
        self._next: Event | None = None
        for i in range(_RTC_COMPARES):
            self.event(_COMPARE0 + 4 * i)
            self.on_write(_CC0 + 4 * i, partial(self._set, _CC0 + 4 * i))
        self.on_write(_PRESCALER, partial(self._set, _PRESCALER))
        self.on_read(_COUNTER, self.value)
        self.task(_START, self._begin)
        self.task(_STOP, self._stop)
        self.task(_CLEAR, self._clear)

    def value(self) -> int:
        """Return the counter, 24 bits."""
        passed = self.clock.now() - self._since if self._running else 0
        return self._start + passed * _RTC_HZ // (self.chip.hz * (self.register(_PRESCALER) + 1)) & _RTC_MASK

    def interrupts_changed(self) -> None:
        """A compare may have become worth an event."""
        self._schedule()

    def _set(self, offset: int, value: int) -> None:
        self.set_register(offset, value)
        self._schedule()

    def _begin(self) -> None:
        self._running, self._since = True, self.clock.now()
        self._schedule()

    def _stop(self) -> None:
        self._start = self.value()
        self._running = False
        self._schedule()

    def _clear(self) -> None:
        self._start, self._since = 0, self.clock.now()
        self._schedule()

    def _schedule(self) -> None:
        self.clock.cancel(self._next)
        self._next = None
        if not self._running:
            return
        count = self.value()
        waits = [
            ((self.register(_CC0 + 4 * i) - count & _RTC_MASK) or _RTC_MASK + 1, i)
            for i in range(_RTC_COMPARES)
            if self.interrupts & event_bit(_COMPARE0 + 4 * i)
        ]
        if waits:
            ticks, i = min(waits)
            cycles = -(-ticks * self.chip.hz * (self.register(_PRESCALER) + 1) // _RTC_HZ)
            self._next = self.clock.after(cycles, lambda: self._match(i))

    def _match(self, i: int) -> None:
        self.raise_event(_COMPARE0 + 4 * i)
        self._schedule()


_EGU_CHANNELS = 16


class EventGenerator(Peripheral):
    """EGU: each task raises the event of the same number."""

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        for i in range(_EGU_CHANNELS):
            self.event(0x100 + 4 * i)
            self.task(4 * i, partial(self.raise_event, 0x100 + 4 * i))
