"""TIMER: a counter with compare registers.

Most compares are never worth an event of their own: only those that somebody hears (an interrupt, a shortcut, a
PPI channel, a CPU that polls) are scheduled, and a counter that wraps unheard is computed when it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clock import Event
from .peripheral import SHORTS, Peripheral, event_bit

if TYPE_CHECKING:
    from .chip import Chip

START, STOP, COUNT, CLEAR, SHUTDOWN, CAPTURE0 = 0x000, 0x004, 0x008, 0x00C, 0x010, 0x040
COMPARE0 = 0x140
MODE, BITMODE, PRESCALER, CC0 = 0x504, 0x508, 0x510, 0x540
_TIMER_HZ = 16_000_000
_MASKS = (0xFFFF, 0xFF, 0xFF_FFFF, 0xFFFF_FFFF)  # by BITMODE
_DEFAULT_PRESCALER = 4
_CLEARS, _STOPS = 0, 8  # where the shortcuts COMPARE→CLEAR and COMPARE→STOP begin in SHORTS

# A CPU that captures again and again, always as many instructions apart, does nothing but wait (wait_us): after
# so many equal captures time jumps ahead a little at each.
_EQUAL_CAPTURES, _LONGEST_GAP, _JUMP_SECONDS = 24, 200, 10e-6


class Timer(Peripheral):
    """A timer with `compares` compare registers.

    slower: lets the counter run so many times slower, with the same results. The firmware measures the rise time of
    touch pins with a timer that overflows often; nothing depends on its pace but the number of overflows.
    """

    def __init__(self, chip: Chip, base: int, line: int, compares: int, *, slower: int = 1) -> None:
        super().__init__(chip, base, line)
        self._compares, self._slower = range(compares), slower
        self.compare = [0] * compares
        self._running = self._counts = False
        self._since = self._start = 0  # the cycle at which the counter had the value _start
        self._mask = _MASKS[0]
        self.period = 0  # cycles of one tick
        self._wraps_at = 0  # a counter that clears itself at this value, unheard; 0: not so
        self._polled = self._shorts = 0
        self._prompt: Event | None = None
        self._lazy: Event | None = None
        self._last_capture = self._gap = self._equal = 0
        self._every = (1 << compares) - 1  # one bit each
        self._starts: list[list[int] | None] = [None] * compares  # tasks that the PPI starts at each compare
        self._routed = 0  # compares that a PPI channel hears, one bit each
        self._heard_by_cpu = False  # whether the interrupt line was on at the latest _schedule
        chip.ppi.on_change.append(self._hear_routes)
        self._set_prescaler(_DEFAULT_PRESCALER)
        for offset, action in (
            (START, self._begin),
            (STOP, self._stop),
            (COUNT, self._count),
            (CLEAR, self._clear),
            (SHUTDOWN, self._shut_down),
        ):
            self.task(offset, action)
        self.on_write(MODE, self._set_mode)
        self.on_write(BITMODE, self._set_width)
        self.on_write(PRESCALER, self._set_prescaler)
        self.on_read(SHORTS, lambda: self._shorts)
        self.on_write(SHORTS, self._set_shorts)
        for i in self._compares:
            self._name_compare(i)

    def _name_compare(self, i: int) -> None:
        bit, polled, clock = event_bit(COMPARE0 + 4 * i), 1 << i, self.clock

        def read_event() -> int:
            clock.sync()
            if not self._polled & polled:
                self._polled |= polled
                self._schedule()
            return 1 if self.raised & bit else 0

        def read_compare() -> int:
            if not self._wraps_at:
                clock.sync()
            return self.compare[i]

        def capture(value: int) -> None:
            if not value & 1:
                return
            executed = clock.executed()
            if executed is not None:  # the CPU, not a PPI channel
                self._skip_waiting(executed)
            self.compare[i] = self.value()
            if self.interrupts & bit:
                self._schedule()

        self.event(COMPARE0 + 4 * i)
        self.on_read(COMPARE0 + 4 * i, read_event)
        self.on_read(CC0 + 4 * i, read_compare)
        self.on_write(CC0 + 4 * i, lambda value: self._set_compare(i, value))
        self.on_write(CAPTURE0 + 4 * i, capture)

    # -- registers ----------------------------------------------------------------------------------
    def _set_mode(self, value: int) -> None:
        self._counts = bool(value & 3)
        self._schedule()

    def _set_width(self, value: int) -> None:
        self._settle()
        self._mask = _MASKS[value & 3]
        self._schedule()

    def _set_prescaler(self, value: int) -> None:
        self._settle()
        self.period = (self.chip.hz // _TIMER_HZ << (value & 15)) * self._slower
        self._schedule()

    def _set_shorts(self, value: int) -> None:
        self.clock.sync()
        self._shorts = value
        self._schedule()

    def _set_compare(self, i: int, value: int) -> None:
        if not self._running:  # nothing is scheduled
            self.compare[i] = value & self._mask
            return
        self.clock.sync()
        if self.compare[i] != value & self._mask:
            self.compare[i] = value & self._mask
            self._schedule()

    def interrupts_changed(self) -> None:
        """A compare may have become worth an event."""
        self._schedule()

    def line_enabled(self) -> None:
        """The interrupt controller listens to this timer again."""
        if not self._heard_by_cpu:  # else its events stand as they are
            self.clock.sync()
            self._schedule()

    def _hear_routes(self) -> None:
        routes, first = self.chip.ppi.routes, self.base + COMPARE0
        starts = [routes.get(first + 4 * i) for i in self._compares]
        if starts != self._starts:
            self._starts = starts
            self._routed = sum(1 << i for i in self._compares if starts[i] is not None)
            self._schedule()

    # -- tasks --------------------------------------------------------------------------------------
    def _begin(self) -> None:
        self.clock.sync()
        if not self._running:
            self._running, self._since = True, self.clock.now()
        self._schedule()

    def _stop(self) -> None:
        self.clock.sync()
        self._settle()
        self._running = False
        self._schedule()

    def _shut_down(self) -> None:
        self._stop()
        self._start = 0

    def _clear(self) -> None:
        self.clock.sync()
        self._start, self._since = 0, self.clock.now()
        if self._running:
            self._schedule()

    def _count(self) -> None:
        if self._counts and self._running:
            self._start = self._start + 1 & self._mask
            for i in self._compares:
                if self.compare[i] == self._start:
                    self._match(i)

    def _skip_waiting(self, executed: int) -> None:
        gap, self._last_capture = executed - self._last_capture, executed
        if gap != self._gap:
            self._gap, self._equal = gap, 0
        elif gap < _LONGEST_GAP:
            self._equal += 1
            if self._equal > _EQUAL_CAPTURES:
                self.clock.skip_to(self.clock.now() + self.chip.cycles(_JUMP_SECONDS))

    # -- counting -----------------------------------------------------------------------------------
    def value(self) -> int:
        """Return the counter."""
        if not self._running or self._counts:
            return self._start & self._mask
        count = self._start + (self.clock.now() - self._since) // self.period
        if self._wraps_at:
            count %= self._wraps_at
        return count & self._mask

    def _settle(self) -> None:
        """Move the reference point to the latest tick."""
        if not self._running or self._counts:
            return
        ticks = (self.clock.now() - self._since) // self.period
        self._since += ticks * self.period
        count = self._start + ticks
        if self._wraps_at:
            if count >= self._wraps_at:
                self.raised |= event_bit(COMPARE0)
            count %= self._wraps_at
        self._start = count & self._mask

    def _schedule(self) -> None:
        """Find the next compare that somebody hears, and let it happen. Runs thousands of times a second."""
        if self._prompt is not None:
            self._prompt[2] = None
            self._prompt = None
        if self._lazy is not None:
            self._lazy[2] = None
            self._lazy = None
        chip = self.chip
        converter = chip.converter
        if converter is not None and converter.timer is self:
            converter.unfollow()
        # An interrupt line that is off for a moment must still find its compare latched: lazily.
        hears = self.line is not None and bool(chip.interrupts.enabled >> self.line & 1)
        self._heard_by_cpu = hears
        if not self._running or self._counts:
            return
        self._settle()
        self._wraps_at = 0
        shorts = self._shorts
        if shorts >> _CLEARS & 1 and self._only_feeds_converter(hears):
            self._wraps_at = self.compare[0]
            return
        followed, interrupts = self._polled | self._routed, self.interrupts >> 16
        prompt = lazy = 0
        heard = interrupts & self._every if hears else 0
        if heard:
            prompt = self._ticks_to_first(heard)
        others = (interrupts | followed | shorts >> _CLEARS | shorts >> _STOPS) & self._every & ~heard
        if others:
            lazy = self._ticks_to_first(others)
        if lazy and not heard and not followed and shorts == 1 << _CLEARS:
            self._wraps_at = self.compare[0]
            return
        if prompt:
            self._prompt = self.clock.at(self._since + prompt * self.period, self._fire)
        if lazy:
            self._lazy = self.clock.at(self._since + lazy * self.period, self._fire, lazy=True)

    def _ticks_to_first(self, compares: int) -> int:
        """Return in how many ticks the first of the compares whose bits are set will match."""
        first, start, mask = self._mask + 1, self._start, self._mask
        for compare in self.compare:
            if compares & 1:
                ticks = compare - start & mask
                if 0 < ticks < first:
                    first = ticks
            compares >>= 1
        return first

    def _only_feeds_converter(self, hears: bool) -> bool:
        """Whether COMPARE0 does nothing but clear the counter and trigger the ADC, thousands of times a second."""
        converter = self.chip.converter
        if converter is None:
            return False
        if hears and self.interrupts & event_bit(COMPARE0):
            return False
        if self.chip.ppi.routes.get(self.base + COMPARE0) != [converter.sample_task]:
            return False
        converter.follow(self, self._since - self._start * self.period, max(1, self.compare[0]) * self.period)
        return True

    def _fire(self) -> None:
        self._settle()
        count = self._start
        for i, compare in enumerate(self.compare):
            if compare == count:
                self._match(i)
        self._schedule()

    def _match(self, i: int) -> None:
        self.raise_event(COMPARE0 + 4 * i)
        if self._shorts >> (_CLEARS + i) & 1:
            self._start, self._since = 0, self.clock.now()
        if self._shorts >> (_STOPS + i) & 1:
            self._running = False
