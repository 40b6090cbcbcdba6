"""Writing down how a board boots: what its CPU does to registers, and when.

`python docs/make_boot.py` keeps the way of the bundled V2 runtime for boots.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .boots import ACCESS, BEGIN, CHANCE, END, SKIP, SLICE, SYNC, Boot, Bootable, Op, firmware_of
from .machine import PAGE

_PIECE = 4e-3  # virtual seconds from one place where the way may end to the next
_LONGEST = 1.6  # virtual seconds that are worth being written down


def boot_of(switch_on: Callable[[int], Bootable]) -> Boot:
    """Return the way of the boards that switch_on(seed) gives, whatever their random numbers are.

    Raises: ValueError where it depends on them, or leads nowhere.
    """
    boot, *others = (_written(switch_on(seed)) for seed in (1, 2, 3))
    for number, op in enumerate(boot.ops):
        if all(other.ops[number] == op for other in others):
            continue
        boot.ops[number] = _chance(op)
        values = [one.ops[number][5] if one is not boot else op[5] for one in (boot, *others)]
        boot.chances.append(_place(values, boot, others))
    if any(
        _without_chances(one, boot.chances) != _without_chances(boot, boot.chances) or one.state != boot.state
        for one in others
    ):
        raise ValueError("random numbers come to lie where nobody has seen them go")
    return boot


def _chance(op: Op) -> Op:
    kind, done, region, offset, width, _value, writing = op
    if kind != ACCESS or writing:
        raise ValueError("another way with other random numbers")
    return CHANCE, done, region, offset, width, 0, 0


def _place(values: list[int], boot: Boot, others: list[Boot]) -> int:
    """Return where in the RAM a random number lies at the end."""
    differ = [at for at, byte in enumerate(boot.ram) if any(other.ram[at] != byte for other in others)]
    found = [at for at in differ if at not in boot.chances and [one.ram[at] for one in (boot, *others)] == values]
    if len(found) != 1:
        raise ValueError("a random number that lies nowhere, or at several places")
    return found[0]


def _without_chances(boot: Boot, chances: list[int]) -> tuple[bytes, list[tuple[int, int]], int]:
    ram = bytearray(boot.ram)
    for at in chances:
        ram[at] = 0
    return bytes(ram), boot.stored, len(boot.ops)


def _written(board: Bootable) -> Boot:
    """Run a board that was just switched on until it looks at its files; return the way."""
    boot = Boot(firmware_of(board))
    clock, engine, piece = board.clock, board.engine, int(board.clock.hz * _PIECE)
    before, reached, used = bytes(engine.flash), 0, 0
    flash = before
    with _Writer(board, boot), engine.machine.reads_of(board.files_at) as reads:
        while not reads and clock.base < clock.hz * _LONGEST:
            board.cpu.run(clock.base + piece)
            if not reads:
                if board.serial_sent() or len(engine.running_ram) > PAGE:
                    raise ValueError("a way that nobody can go again")
                clock.sync()
                boot.ops.append((SYNC, clock.base, 0, 0, 0, 0, 0))
                reached, used = len(boot.ops), len(boot.touched)
                boot.ram, boot.state, flash = bytes(engine.ram), board.cpu.state(), bytes(engine.flash)
    if not reads:
        raise ValueError("it does not look at its files")
    del boot.ops[reached:], boot.touched[used:]
    boot.stored = [(at, flash[at]) for at in range(len(flash)) if flash[at] != before[at]]
    return boot


class _Writer:
    """Writes down what happens between a board's CPU and its peripherals."""

    def __init__(self, board: Bootable, boot: Boot) -> None:
        self._board, self._boot = board, boot
        self._open: list[tuple[int, int, bytes]] = []  # memory that the running action of a peripheral uses

    def __enter__(self) -> None:
        engine, interrupts, clock = self._board.engine, self._board.interrupts, self._board.clock
        self._run, self._memory, self._sync = engine.run, engine.memory, clock.sync
        self._begin, self._end = interrupts.begin, interrupts.end
        self._plain, self._reach = engine.exchange(self._watched), engine.reach
        engine.reach = self._on_reach
        engine.run, engine.memory, clock.sync = self._on_run, self._on_memory, self._on_sync  # type: ignore[method-assign]
        interrupts.begin, interrupts.end = self._on_begin, self._on_end  # type: ignore[method-assign]

    def __exit__(self, *_error: object) -> None:
        engine, interrupts, clock = self._board.engine, self._board.interrupts, self._board.clock
        engine.run, engine.reach = self._run, self._reach
        del engine.memory, clock.sync, interrupts.begin, interrupts.end
        engine.exchange(lambda region, _read, _write: self._plain[region])

    def _watched(self, region: int, on_read: Any, on_write: Any) -> tuple[Any, Any]:
        done, keep = self._board.engine.counter.done, self._boot.ops.append

        def read(uc: int, offset: int, width: int, user: int) -> int:
            counted = done.value
            value: int = on_read(uc, offset, width, user)
            self._close()
            keep((ACCESS, counted, region, offset, width, value, 0))
            return value

        def write(uc: int, offset: int, width: int, value: int, user: int) -> None:
            keep((ACCESS, done.value, region, offset, width, value, 1))
            on_write(uc, offset, width, value, user)
            self._close()

        return read, write

    def _on_run(self, pc: int, count: int) -> int:
        clock, interrupts = self._board.clock, self._board.interrupts
        waiting = interrupts.pending & interrupts.enabled
        self._boot.ops.append((SLICE, clock.base, clock.carried, clock.instructions, clock.slice_end, waiting, 0))
        return self._run(pc, count)

    def _on_reach(self, address: int) -> None:
        clock = self._board.clock
        before = clock.instructions
        self._reach(address)
        skipped = clock.instructions - before
        self._boot.ops.append((SKIP, self._board.engine.counter.done.value, skipped, 0, 0, 0, 0))

    def _on_begin(self, exception: int) -> None:
        self._boot.ops.append((BEGIN, self._board.clock.base, exception, 0, 0, 0, 0))
        self._begin(exception)

    def _on_end(self) -> None:
        self._boot.ops.append((END, 0, 0, 0, 0, 0, 0))
        self._end()

    def _on_memory(self, address: int, size: int) -> memoryview:
        part = self._memory(address, size)
        clock = self._board.clock
        if clock.running or clock.is_firing:  # else it is the CPU that looks
            self._close()
            self._open.append((address, size, bytes(part)))
        return part

    def _on_sync(self) -> None:
        self._sync()
        if not self._board.clock.is_firing:
            self._close()

    def _close(self) -> None:
        for address, size, before in self._open:
            self._boot.touched.append((address, size, before, bytes(self._memory(address, size))))
        self._open.clear()
