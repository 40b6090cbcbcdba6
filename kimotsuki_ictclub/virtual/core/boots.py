"""The way from power-on to the first look at the files, kept from one board and gone again by the next.

A V2 takes 1.45 virtual seconds for it, always the same ones. Which registers the CPU reads and writes, and when, is
written down once in a process; another board's peripherals then get the same accesses at the same cycles, while its
CPU rests, and its RAM and CPU are set to what they were at the end. Whatever a peripheral answers must be what was
answered then: a board that finds another world there (a button is held, say) starts again and boots by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from .clock import Clock
from .counter import InstructionCounter
from .cpu import Cpu, CpuState
from .engine import Engine
from .interrupts import InterruptController

_PIECE = 4e-3  # virtual seconds from one place where the way may end to the next
_LONGEST = 1.6  # virtual seconds that are worth being written down
_KEPT = 3  # ways: about 8 MB each
_ACCESS, _BEGIN, _END, _SLICE, _SYNC = range(5)

Beginning = tuple[tuple[bytes, bytes], Any]  # the flash before and after the files; the generator of random numbers
Op = tuple[int, ...]  # what it is, then as `Boot.replay` takes it
Touched = tuple[int, int, bytes, bytes]  # memory that a peripheral used: address, size, before, after


class Bootable(Protocol):
    """A board with its chip."""

    random: Random

    @property
    def engine(self) -> Engine:
        """Memory and registers."""

    @property
    def clock(self) -> Clock:
        """Its time."""

    @property
    def interrupts(self) -> InterruptController:
        """Its interrupts."""

    @property
    def cpu(self) -> Cpu:
        """Its CPU."""

    @property
    def files_at(self) -> range:
        """Where in the flash its files are."""

    @property
    def stands_alone(self) -> bool:
        """Whether nothing is plugged in or on the way to it, and no other board hears it."""

    def serial_sent(self) -> int:
        """Return how many bytes it has sent."""

    def power_on_again(self) -> None:
        """Start from the beginning, as if nothing had been."""


class _Different(Exception):
    """This board does not go the way that was kept."""


def pass_boot(board: Bootable, end: int, stop: Callable[[], bool]) -> None:
    """Let a board that was just switched on boot, where that ends before cycle `end`; else do nothing."""
    if not _is_plain(board):
        return
    beginning = _firmware(board), board.random.getstate()
    boot = next((kept for kept in _boots if kept.beginning == beginning), None)
    if boot is None:
        # Writing down takes as long again as booting: nothing for a process that has one board.
        if end >= board.clock.hz * _LONGEST and hash(beginning) in _seen:
            _write_down(board, Boot(beginning), stop)
        _seen.add(hash(beginning))
    elif boot.state.base <= end:
        flash = bytes(board.engine.flash)
        try:
            boot.replay(board)
        except _Different:
            board.engine.fill_flash(flash)
            board.random.setstate(beginning[1])
            board.power_on_again()


def _is_plain(board: Bootable) -> bool:
    return board.stands_alone and isinstance(board.engine.counter, InstructionCounter) and not board.engine.watched


@dataclass
class Boot:
    """A way that was written down: from where, how, and to where."""

    beginning: Beginning
    ops: list[Op] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)
    stored: list[tuple[int, int]] = field(default_factory=list)  # in the flash: address, byte
    ram: bytes = b""
    state: CpuState = field(default_factory=CpuState)

    def replay(self, board: Bootable) -> None:
        """Bring the board to the end of the way. Raises: _Different."""
        engine, clock, interrupts = board.engine, board.clock, board.interrupts
        flash = bytes(engine.flash)
        reads, writes, done = engine.reads, engine.writes, engine.counter.done
        clock.run_end = self.state.base
        with self._memory(board):
            for kind, *op in self.ops:
                if kind == _ACCESS:
                    done.value, region, offset, width, value, writing = op
                    if writing:
                        writes[region](0, offset, width, value, 0)
                    elif reads[region](0, offset, width, 0) != value:
                        raise _Different
                elif kind == _SLICE:
                    clock.base, clock.carried, clock.instructions, clock.slice_end, waiting = op
                    clock.running = False
                    clock.sync()
                    clock.running = True
                    if interrupts.pending & interrupts.enabled != waiting:
                        raise _Different
                elif kind == _END:
                    clock.running = False
                    interrupts.end()
                else:
                    clock.base, exception = op
                    clock.running = False
                    clock.sync()
                    if kind == _BEGIN:
                        interrupts.begin(exception)
        engine.flash[:], engine.ram[:] = flash, self.ram
        for address, byte in self.stored:
            engine.flash[address] = byte
        board.cpu.set_state(self.state)

    @contextmanager
    def _memory(self, board: Bootable) -> Iterator[None]:
        """Let peripherals find in memory what was there then, and see that they leave what they left then."""
        engine, clock = board.engine, board.clock
        memory, waiting = engine.memory, iter(self.touched)
        latest: tuple[memoryview, bytes] = memoryview(b""), b""

        def find(address: int, size: int) -> memoryview:
            nonlocal latest
            place, length, before, after = next(waiting, (-1, 0, b"", b""))
            if (place, length) != (address, size) or latest[0] != latest[1]:
                raise _Different
            part = memory(address, size)
            part[:] = before
            latest = part, after
            return part

        engine.memory = find  # type: ignore[method-assign]
        try:
            yield
            if latest[0] != latest[1] or next(waiting, None) is not None or engine.failure is not None:
                raise _Different
        finally:
            clock.running = False
            engine.failure = None
            del engine.memory


def _firmware(board: Bootable) -> tuple[bytes, bytes]:
    files, flash = board.files_at, board.engine.flash
    return bytes(flash[: files.start]), bytes(flash[files.stop :])


_boots: list[Boot] = []
_seen: set[int] = set()  # beginnings, hashed


def _write_down(board: Bootable, boot: Boot, stop: Callable[[], bool]) -> None:
    """Run the board until it looks at its files, and keep the way."""
    clock, engine, piece = board.clock, board.engine, int(board.clock.hz * _PIECE)
    before, reached = bytes(engine.flash), 0
    with _Writer(board, boot), engine.machine.reads_of(board.files_at) as reads:
        while not reads and clock.base < clock.hz * _LONGEST:
            end = clock.base + piece
            board.cpu.run(end, stop)
            if not reads:
                if clock.base < end or board.serial_sent() or engine.ram_runs:
                    return  # stopped, or on a way that nobody can go again
                clock.sync()
                boot.ops.append((_SYNC, clock.base, 0))
                reached = len(boot.ops)
                used = len(boot.touched)
                boot.ram, boot.state, flash = bytes(engine.ram), board.cpu.state(), bytes(engine.flash)
    if reads and reached:
        del boot.ops[reached:], boot.touched[used:]
        boot.stored = [(at, flash[at]) for at in range(len(flash)) if flash[at] != before[at]]
        _boots[:] = [*_boots[1 - _KEPT :], boot]


class _Writer:
    """Writes down what happens between a board's CPU and its peripherals."""

    def __init__(self, board: Bootable, boot: Boot) -> None:
        self._board, self._boot = board, boot
        self._open: list[tuple[int, int, bytes]] = []  # memory that the running action of a peripheral uses

    def __enter__(self) -> None:
        engine, interrupts, clock = self._board.engine, self._board.interrupts, self._board.clock
        self._run, self._memory, self._sync = engine.run, engine.memory, clock.sync
        self._begin, self._end = interrupts.begin, interrupts.end
        self._plain = engine.exchange(self._watched)
        engine.run, engine.memory, clock.sync = self._on_run, self._on_memory, self._on_sync  # type: ignore[method-assign]
        interrupts.begin, interrupts.end = self._on_begin, self._on_end  # type: ignore[method-assign]

    def __exit__(self, *_error: object) -> None:
        engine, interrupts, clock = self._board.engine, self._board.interrupts, self._board.clock
        engine.run = self._run
        del engine.memory, clock.sync, interrupts.begin, interrupts.end
        engine.exchange(lambda region, _read, _write: self._plain[region])

    def _watched(self, region: int, on_read: Any, on_write: Any) -> tuple[Any, Any]:
        done, keep = self._board.engine.counter.done, self._boot.ops.append

        def read(uc: int, offset: int, width: int, user: int) -> int:
            counted = done.value
            value: int = on_read(uc, offset, width, user)
            self._close()
            keep((_ACCESS, counted, region, offset, width, value, 0))
            return value

        def write(uc: int, offset: int, width: int, value: int, user: int) -> None:
            keep((_ACCESS, done.value, region, offset, width, value, 1))
            on_write(uc, offset, width, value, user)
            self._close()

        return read, write

    def _on_run(self, pc: int, count: int) -> int:
        clock, interrupts = self._board.clock, self._board.interrupts
        waiting = interrupts.pending & interrupts.enabled
        self._boot.ops.append((_SLICE, clock.base, clock.carried, clock.instructions, clock.slice_end, waiting))
        return self._run(pc, count)

    def _on_begin(self, exception: int) -> None:
        self._boot.ops.append((_BEGIN, self._board.clock.base, exception))
        self._begin(exception)

    def _on_end(self) -> None:
        self._boot.ops.append((_END,))
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
