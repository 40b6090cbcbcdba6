"""Virtual time in CPU cycles, and what shall happen at which cycle.

Time is the number of instructions executed times a fixed number of cycles each; what is left of a cycle is carried on,
so that it does not matter where a slice of instructions ends. Two kinds of events:
*prompt* ones may interrupt the CPU and therefore end a slice on their very cycle; *lazy* ones change only what
the CPU sees when it looks (an LED that goes off, a counter), and fire in time order at the next look.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from .counter import CountingHook, InstructionCounter

Event = list[Any]  # [cycle, number, action or None]: compared by cycle, then number
_SWEEP_ABOVE = 256
NEVER = 1 << 62  # a cycle that does not come


class Clock:
    """The cycle counter of one board; `hz` cycles are one virtual second.

    An instruction costs cycles[0] / cycles[1] cycles.
    """

    def __init__(self, hz: int, cycles: tuple[int, int], counter: InstructionCounter | CountingHook) -> None:
        self.hz = hz
        self.cycles, self.per = cycles
        self.base = 0  # the cycle at which the running slice began, or now between slices
        self.carried = 0  # the part of a cycle that has passed since, in 1/per cycles
        self.instructions = 0  # executed since power-on, before the running slice
        self.running = False
        self.run_end = self.slice_end = 0  # the cycles at which the run and the running slice are to end
        self.stalled_until = 0  # the cycle up to which the CPU stands still
        self.prompt: list[Event] = []
        self.lazy: list[Event] = []
        self._due = NEVER  # no event is due before this cycle; asked for at every look
        self._done, self._limit = counter.done, counter.limit
        self._number = 0
        self._firing: int | None = None  # the cycle of the event that is firing

    def now(self) -> int:
        """Return the current cycle, exact also inside an I/O handler or an event."""
        if self._firing is not None:
            return self._firing
        if self.running:
            return self.base + (self.carried + self._done.value * self.cycles) // self.per
        return self.base

    @property
    def is_firing(self) -> bool:
        """Whether an event happens now."""
        return self._firing is not None

    def at(self, cycle: int, action: Callable[[], None], *, lazy: bool = False) -> Event:
        """Let `action` happen at `cycle`; returns the event, for `cancel`."""
        self._number += 1
        event: Event = [cycle, self._number, action]
        queue = self.lazy if lazy else self.prompt
        if len(queue) > _SWEEP_ABOVE and self._number & 255 == 0:  # drop cancelled far-future events
            queue[:] = [waiting for waiting in queue if waiting[2]]
            heapq.heapify(queue)
        heapq.heappush(queue, event)
        if cycle < self._due:
            self._due = cycle
        if self.running and not lazy:
            self._shorten(cycle)
        return event

    def after(self, cycles: int, action: Callable[[], None], *, lazy: bool = False) -> Event:
        """Let `action` happen `cycles` from now."""
        return self.at(self.now() + cycles, action, lazy=lazy)

    @staticmethod
    def cancel(event: Event | None) -> None:
        """Forget `event`; None and events that have fired are no error."""
        if event is not None:
            event[2] = None

    def clear(self) -> None:
        """Forget all events (power-on or reset)."""
        self.prompt.clear()
        self.lazy.clear()
        self._due = NEVER
        self.stalled_until = 0

    def sync(self) -> None:
        """Fire every event that is due by now, in time order."""
        now = self.base
        if self.running:
            now += (self.carried + self._done.value * self.cycles) // self.per
        if now >= self._due and self._firing is None:
            self._fire(now)

    def _fire(self, now: int) -> None:
        prompt, lazy = self.prompt, self.lazy
        while True:
            if prompt and prompt[0][0] <= now and (not lazy or prompt[0] <= lazy[0]):
                event = heapq.heappop(prompt)
            elif lazy and lazy[0][0] <= now:
                event = heapq.heappop(lazy)
            else:
                self._due = min(queue[0][0] if queue else NEVER for queue in (prompt, lazy))
                return
            if event[2]:
                self._firing = event[0]
                try:
                    event[2]()
                finally:
                    self._firing = None

    def next_prompt(self) -> int:
        """Return the cycle of the next prompt event, `NEVER` where there is none."""
        prompt = self.prompt
        while prompt:
            cycle: int
            cycle, _number, action = prompt[0]
            if action:
                return cycle
            heapq.heappop(prompt)
        return NEVER

    def begin(self, until: int) -> int:
        """A slice begins that shall end at cycle `until`; return how many instructions it has."""
        self.slice_end, self.running = until, True
        count = -((self.carried - (until - self.base) * self.per) // self.cycles)
        return count if count > 0 else 1

    def advance(self, executed: int) -> None:
        """A slice of `executed` instructions has ended."""
        self.running = False
        self.instructions += executed
        passed = self.carried + executed * self.cycles
        self.base += passed // self.per
        self.carried = passed % self.per

    def executed(self) -> int | None:
        """Return how many instructions have been executed since power-on; None where it is not the CPU that acts."""
        return self.instructions + self._done.value if self.running and self._firing is None else None

    def left(self) -> int:
        """Return how many more instructions the running slice may have."""
        return self._limit.value - self._done.value

    def leave_out(self, count: int) -> None:
        """Take `count` of the running slice's instructions for executed."""
        self.instructions += count
        passed = self.carried + count * self.cycles
        self.base += passed // self.per
        self.carried = passed % self.per
        self._limit.value -= count

    def stall(self, cycles: int) -> None:
        """Let the CPU stand still for `cycles` from now on, inside an I/O handler; what is left when the run ends
        is made up for in the next one."""
        self.stalled_until = self.now() + cycles
        self.skip_to(min(self.stalled_until, self.run_end))

    def skip_to(self, cycle: int) -> None:
        """Jump ahead inside an I/O handler: the CPU only polls until `cycle`, which may lie beyond the run's end."""
        if self._firing is not None:
            return
        ahead = cycle - self.now()
        if ahead <= 0:
            return
        self.base += ahead
        self.sync()
        self._shorten(min(self.next_prompt(), self.slice_end))

    def end_slice(self) -> None:
        """Stop before the next instruction: an interrupt has become pending."""
        if self.running:
            self._limit.value = self._done.value

    def _shorten(self, cycle: int) -> None:
        count = max(-((self.carried - (cycle - self.base) * self.per) // self.cycles), self._done.value)
        if count < self._limit.value:
            self._limit.value = count
