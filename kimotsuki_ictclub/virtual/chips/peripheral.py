"""What all peripherals share: tasks that start something, events that report it, interrupts, plain registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.clock import Event

if TYPE_CHECKING:
    from .chip import Chip

EVENTS = 0x100  # the first event register
SHORTS, INTEN, INTENSET, INTENCLR = 0x200, 0x300, 0x304, 0x308
_POLLS_BEFORE_SKIP = 2  # reads of an event that is on its way, before the CPU is taken to be waiting for it


def event_bit(offset: int) -> int:
    """Return the bit of an event in INTEN: events are numbered from 0x100 in words."""
    return 1 << ((offset - EVENTS) >> 2)


class Peripheral:
    """One peripheral: a page of registers at `base`, with an interrupt `line` or none.

    A subclass names its registers with `task`, `event`, `on_read` and `on_write`; all others keep what is
    written to them and are seen through `register`.
    """

    def __init__(self, chip: Chip, base: int, line: int | None = None) -> None:
        self.chip, self.clock, self.base, self.line = chip, chip.clock, base, line
        self.raised = 0  # bit n: event n has happened
        self.interrupts = 0  # INTEN
        self._coming: dict[int, Event] = {}  # event register -> the clock event that will raise it
        self._polls = 0
        chip.peripherals.append(self)
        for offset in (INTEN, INTENSET, INTENCLR):
            self.on_read(offset, lambda: self.interrupts)
        self.on_write(INTEN, self._set_interrupts)
        self.on_write(INTENSET, lambda value: self._set_interrupts(self.interrupts | value))
        self.on_write(INTENCLR, lambda value: self._set_interrupts(self.interrupts & ~value))

    # -- naming registers ---------------------------------------------------------------------------
    def on_read(self, offset: int, action: Callable[[], int]) -> None:
        """Let `action` answer reads of the register at `offset`."""
        self.chip.readers[self.base + offset] = action

    def on_write(self, offset: int, action: Callable[[int], None]) -> None:
        """Let `action` take writes to the register at `offset`."""
        self.chip.writers[self.base + offset] = action

    def task(self, offset: int, action: Callable[[], None]) -> None:
        """Let `action` happen when 1 is written to the task register at `offset`, or a PPI channel points to it."""

        def trigger(value: int) -> None:
            if value & 1:
                action()

        self.on_write(offset, trigger)

    def event(self, *offsets: int) -> None:
        """Name event registers."""
        for offset in offsets:
            self._name_event(offset, event_bit(offset))

    def _name_event(self, offset: int, bit: int) -> None:
        def read() -> int:
            if self.raised & bit:
                self._polls = 0
                return 1
            coming = self._coming.get(offset)
            if coming is not None and coming[2]:
                self._polls += 1
                if self._polls > _POLLS_BEFORE_SKIP:  # the CPU only waits: jump to what it waits for
                    self.clock.skip_to(coming[0])
                    return 1 if self.raised & bit else 0
            return 0

        def write(value: int) -> None:
            self.raised = self.raised | bit if value else self.raised & ~bit
            if self.interrupts & bit:
                self.update_line()

        self.on_read(offset, read)
        self.on_write(offset, write)

    def register(self, offset: int, default: int = 0) -> int:
        """Return what was written to a plain register."""
        return self.chip.values.get(self.base + offset, default)

    def set_register(self, offset: int, value: int) -> None:
        """Put a value into a plain register, for the CPU to read."""
        self.chip.values[self.base + offset] = value

    # -- what happens -------------------------------------------------------------------------------
    def raise_event(self, offset: int) -> None:
        """Let an event happen now: its register reads 1, PPI channels fire, an enabled interrupt is pending."""
        bit = 1 << (offset - EVENTS >> 2)
        self.raised |= bit
        targets = self.chip.ppi.routes.get(self.base + offset)
        if targets:
            for target in targets:
                self.chip.trigger(target)
        if self.interrupts & bit:
            self.update_line()

    def raise_after(self, cycles: int, offset: int, action: Callable[[], None] | None = None) -> Event:
        """Let an event happen in `cycles`; `action`, if given, happens instead and raises it itself."""
        event = self.clock.after(max(1, cycles), action or (lambda: self.raise_event(offset)))
        self._coming[offset] = event
        return event

    def update_line(self) -> None:
        """Set the interrupt line to what events and INTEN say."""
        if self.line is not None:
            self.chip.interrupts.set_line(self.line, self.raised & self.interrupts)

    def interrupts_changed(self) -> None:
        """INTEN was written (for subclasses)."""

    def _set_interrupts(self, value: int) -> None:
        if value != self.interrupts:
            self.interrupts = value
            self.update_line()
            self.interrupts_changed()
