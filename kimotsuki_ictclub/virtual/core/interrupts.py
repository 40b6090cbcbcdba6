"""The nested vectored interrupt controller and the system control space of a Cortex-M.

Register addresses and exception numbers: Armv6-M and Armv7-M Architecture Reference Manuals, B3.2 to B3.4.
"""

from __future__ import annotations

from collections.abc import Callable

from .clock import Clock
from .engine import WORD, Engine

SCS_START, SCS_SIZE = 0xE000_E000, 0x1000

# Offsets in the system control space.
ISER, ICER, ISPR, ICPR, IABR, IPR = 0x100, 0x180, 0x200, 0x280, 0x300, 0x400
CPUID, ICSR, VTOR, AIRCR, SHPR1 = 0xD00, 0xD04, 0xD08, 0xD0C, 0xD18
_ENABLE_BYTES, _PRIORITY_BYTES = 8, 0x40  # 64 interrupt lines
_PENDSVSET, _PENDSVCLR, _SYSRESETREQ = 1 << 28, 1 << 27, 1 << 2
_AIRCR_KEY = 0xFA05_0000  # what reads of AIRCR show in the upper half

SVCALL, PENDSV, SYSTICK = 11, 14, 15
FIRST_INTERRUPT = 16  # exception number of interrupt line 0
_LOWEST = 256  # above every priority


class InterruptController:
    """Which exceptions are pending, enabled and active, and which is next.

    Interrupt lines are level-sensitive: a line that is still high when its handler returns is pending again.
    """

    def __init__(self, clock: Clock, *, cpu_id: int, priority_mask: int) -> None:
        self._clock = clock
        self._cpu_id = cpu_id
        self._priority_mask = priority_mask  # how many upper bits the chip implements
        self.must_wait: Callable[[], bool] = lambda: False  # whether the CPU waits for the end of a critical section
        self.on_reset_request: Callable[[], None] = lambda: None
        self.reset()

    def reset(self) -> None:
        """Return to the state after power-on."""
        self.pending = self.enabled = self._high = 0  # bit n is interrupt line n
        self.system_pending = 0  # bit n is exception number n
        self.changed = False  # whether an exception may be due that was not before; the CPU looks and takes it back
        self.priority = [0] * 64
        self._system_priority = {SVCALL: 0, PENDSV: 0, SYSTICK: 0}
        self.vector_table = 0
        self.on_enable: dict[int, Callable[[], None]] = {}  # bit of a line -> what happens when it is next enabled
        self.active: list[int] = []  # exception numbers, the running one last
        self._other: dict[int, int] = {}

    def set_line(self, line: int, high: bool | int) -> None:
        """Raise or lower the interrupt line of a peripheral."""
        bit = 1 << line
        if not high:
            self._high &= ~bit
        elif not self._high & bit:
            self._high |= bit
            self.pend(bit)

    def pend(self, lines: int) -> None:
        """Make the interrupts whose bits are set in `lines` pending."""
        self.pending |= lines
        if lines & self.enabled:
            self._look()

    def _look(self) -> None:
        self.changed = True
        self._clock.end_slice()

    def next_exception(self) -> tuple[int | None, int]:
        """Return the most urgent pending exception (None: none) and its priority (0 is the most urgent)."""
        best, best_priority = None, _LOWEST
        waiting = self.pending & self.enabled
        while waiting:
            line = (waiting & -waiting).bit_length() - 1
            waiting &= waiting - 1
            if self.priority[line] < best_priority:
                best, best_priority = line + FIRST_INTERRUPT, self.priority[line]
        if self.system_pending:
            for exception, priority in self._system_priority.items():
                if self.system_pending >> exception & 1 and priority <= best_priority:
                    best, best_priority = exception, priority
        return best, best_priority

    def active_priority(self) -> int:
        """Return the priority of the running handler; above all priorities in thread mode."""
        return self._priority_of(self.active[-1]) if self.active else _LOWEST

    def _priority_of(self, exception: int) -> int:
        if exception >= FIRST_INTERRUPT:
            return self.priority[exception - FIRST_INTERRUPT]
        return self._system_priority.get(exception, -1)

    def begin(self, exception: int) -> None:
        """Mark `exception` as running."""
        if exception >= FIRST_INTERRUPT:
            self.pending &= ~(1 << exception - FIRST_INTERRUPT)
        else:
            self.system_pending &= ~(1 << exception)
        self.active.append(exception)

    def end(self) -> None:
        """The running handler has returned."""
        exception = self.active.pop()
        if exception >= FIRST_INTERRUPT and self._high >> exception - FIRST_INTERRUPT & 1:
            self.pending |= 1 << exception - FIRST_INTERRUPT
        self.changed = True

    # -- registers --------------------------------------------------------------------------------
    def map(self, engine: Engine) -> None:
        """Answer for the system control space of `engine`."""
        # The runtimes switch a line off and on around each look at the clock, thousands of times a second.
        engine.map_io(
            SCS_START, SCS_SIZE, self.read, self.write,
            readers={ISER: lambda: self.enabled & WORD},
            writers={ISER: self._enable, ICER: self._disable},
        )  # fmt: skip

    def read(self, offset: int, size: int) -> int:
        """Answer a read in the system control space."""
        if ISER <= offset < ISER + _ENABLE_BYTES or ICER <= offset < ICER + _ENABLE_BYTES:
            return self.enabled >> 8 * (offset & 7) & WORD
        if ISPR <= offset < ISPR + _ENABLE_BYTES or ICPR <= offset < ICPR + _ENABLE_BYTES:
            return self.pending >> 8 * (offset & 7) & WORD
        if IABR <= offset < IABR + _ENABLE_BYTES:
            running = sum(1 << e - FIRST_INTERRUPT for e in self.active if e >= FIRST_INTERRUPT)
            return running >> 8 * (offset & 7) & WORD
        if IPR <= offset < IPR + _PRIORITY_BYTES:
            return int.from_bytes(bytes(self.priority[offset - IPR : offset - IPR + size]), "little")
        if offset == ICSR:
            active = self.active[-1] if self.active else 0
            return active | (self.next_exception()[0] or 0) << 12 | (self.system_pending >> PENDSV & 1) << 28
        fixed = {CPUID: self._cpu_id, VTOR: self.vector_table, AIRCR: _AIRCR_KEY}
        return fixed.get(offset, self._other.get(offset, 0))

    def write(self, offset: int, size: int, value: int) -> None:
        """Take a write in the system control space."""
        lines = value << 8 * (offset & _ENABLE_BYTES - 1)
        first = offset & -_ENABLE_BYTES
        if first == ICER:
            self._disable(lines)
        elif first == ISER:
            self._enable(lines)
        elif first == ISPR:
            self.pend(lines)
        elif first == ICPR:
            self.pending &= ~(lines & ~self._high)
        elif IPR <= offset < IPR + _PRIORITY_BYTES:
            for i in range(size):
                self.priority[offset - IPR + i] = value >> 8 * i & self._priority_mask
            self.changed = True
        elif offset == ICSR:
            self._write_icsr(value)
        elif offset == VTOR:
            self.vector_table = value & 0xFFFF_FF80
        elif offset == AIRCR:
            if value & _SYSRESETREQ:
                self.on_reset_request()
        elif SHPR1 <= offset < SHPR1 + 12:
            for i in range(size):
                self._system_priority[offset - SHPR1 + 4 + i] = value >> 8 * i & self._priority_mask
            self.changed = True
        else:
            self._other[offset] = value

    def _disable(self, lines: int) -> None:
        self.enabled &= ~lines

    def _enable(self, lines: int) -> None:
        new = lines & ~self.enabled
        self.enabled |= new
        if new and self.on_enable:
            for line in [line for line in self.on_enable if line & new]:
                self.on_enable.pop(line)()
        # A program that polls the clock in a critical section switches its line off and on at each look: the slice
        # that waits for the end of the section need not end for that.
        if self.pending & self.enabled and not self.must_wait():
            self._look()

    def _write_icsr(self, value: int) -> None:
        if value & _PENDSVSET:
            self.system_pending |= 1 << PENDSV
            self._look()
        if value & _PENDSVCLR:
            self.system_pending &= ~(1 << PENDSV)
