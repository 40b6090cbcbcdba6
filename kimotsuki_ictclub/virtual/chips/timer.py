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
        self._every, self._line_bit = (1 << compares) - 1, 1 << line  # one bit each
        self._starts: list[list[int] | None] = [None] * compares  # tasks that the PPI starts at each compare
        self._routed = 0  # compares that a PPI channel hears, one bit each
        # What the latest _schedule found: whether the interrupt line is on, which compares are heard at once and which
        # lazily, and whether there are events for them.
        self._line_is_on = self._stands = False
        self._heard = self._noted = 0
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
                gap, self._last_capture = executed - self._last_capture, executed
                if gap != self._gap:
                    self._gap, self._equal = gap, 0
                elif gap < _LONGEST_GAP:
                    self._skip_waiting()
            if self._stands:  # the next match is a whole round away: nothing comes sooner
                self.compare[i] = self._start + (clock.now() - self._since) // self.period & self._mask
                return
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
            if self._stands:
                self._look_forward_to(i)
            else:
                self._schedule()

    def _look_forward_to(self, i: int) -> None:
        """A compare has another value: let it happen then. What was to happen at the old one finds nothing there."""
        heard = self._heard >> i & 1
        if not heard and not self._noted >> i & 1:
            return
        self._settle()
        ticks = (self.compare[i] - self._start & self._mask) or self._mask + 1
        event = self._prompt if heard else self._lazy
        if event is not None and event[0] <= self._since + ticks * self.period:
            return
        if heard:
            self._prompt = self._put(event, ticks, lazy=False)
        else:
            self._lazy = self._put(event, ticks, lazy=True)

    def interrupts_changed(self) -> None:
        """A compare may have become worth an event."""
        self._schedule()

    def _line_enabled(self) -> None:
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

    def _skip_waiting(self) -> None:
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
        chip = self.chip
        converter = chip.converter
        if converter is not None and converter.timer is self:
            converter.unfollow()
        self._line_is_on = bool(chip.interrupts.enabled & self._line_bit)
        if not self._line_is_on and self.interrupts:
            chip.interrupts.on_enable[self._line_bit] = self._line_enabled
        self._stands = False
        prompt = lazy = 0
        if self._running and not self._counts:
            self._settle()
            self._wraps_at = 0
            if self._sort_compares():
                prompt, lazy = self._ticks_to_first(self._heard), self._ticks_to_first(self._noted)
            else:
                self._wraps_at = self.compare[0]
        self._prompt = self._put(self._prompt, prompt, lazy=False)
        self._lazy = self._put(self._lazy, lazy, lazy=True)

    def _sort_compares(self) -> bool:
        """Find which compares are heard at once and which lazily; False: the counter only wraps, at the first."""
        shorts, heard = self._shorts, self.interrupts >> 16 & self._every
        if shorts >> _CLEARS & 1 and self._only_feeds_converter():
            return False
        followed = self._polled | self._routed
        others = (heard | followed | shorts >> _CLEARS | shorts >> _STOPS) & self._every
        if not self._line_is_on:  # for a moment, and must still find its compares latched
            heard = 0
        self._heard, self._noted = heard, others & ~heard
        self._stands = bool(heard or followed or shorts != 1 << _CLEARS)
        return self._stands

    def _put(self, event: Event | None, ticks: int, *, lazy: bool) -> Event | None:
        """Let the compares be looked at in so many ticks (0: not) instead of when `event` is."""
        cycle = self._since + ticks * self.period
        if event is not None:
            if ticks and event[0] == cycle:
                return event
            event[2] = None
        return self.clock.at(cycle, self._fire, lazy=lazy) if ticks else None

    def _ticks_to_first(self, compares: int) -> int:
        """Return in how many ticks the first of the compares whose bits are set will match; 0 where none is."""
        if not compares:
            return 0
        first, start, mask = self._mask + 1, self._start, self._mask
        for compare in self.compare:
            if compares & 1:
                ticks = compare - start & mask
                if 0 < ticks < first:
                    first = ticks
            compares >>= 1
        return first

    def _only_feeds_converter(self) -> bool:
        """Whether COMPARE0 does nothing but clear the counter and trigger the ADC, thousands of times a second."""
        converter = self.chip.converter
        if converter is None:
            return False
        if self._line_is_on and self.interrupts & event_bit(COMPARE0):
            return False
        if self.chip.ppi.routes.get(self.base + COMPARE0) != [converter.sample_task]:
            return False
        converter.follow(self, self._since - self._start * self.period, max(1, self.compare[0]) * self.period)
        return True

    def _fire(self) -> None:
        self._settle()
        count, waited = self._start, self._heard | self._noted
        met = [i for i, compare in enumerate(self.compare) if compare == count]
        for i in met:
            if waited >> i & 1:  # on none: the compare that was to match has got another value
                for each in met:
                    self._match(each)
                break
        self._schedule()

    def _match(self, i: int) -> None:
        self.raise_event(COMPARE0 + 4 * i)
        if self._shorts >> (_CLEARS + i) & 1:
            self._start, self._since = 0, self.clock.now()
        if self._shorts >> (_STOPS + i) & 1:
            self._running = False
