"""The way of a V2 from power-on to the first look at its files, gone once for all boards.

It takes 1.45 virtual seconds, always the same ones. Which registers the CPU reads and writes, and when, was written
down (boot_writer.py) and lies beside this file; a board's peripherals get the same accesses at the same cycles, while
its CPU rests, and its RAM and CPU are set to what they were at the end. Whatever a peripheral answers must be what was
answered then, but for random numbers, which come to lie where those lay: a board that finds another world (a button is
held, say) starts again and boots by itself, as one with another firmware does.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from math import inf
from pathlib import Path
from random import Random
from typing import Protocol

from .clock import Clock
from .counter import InstructionCounter
from .cpu import Cpu, CpuState
from .engine import Engine
from .interrupts import InterruptController

KNOWN = Path(__file__).with_name("v2.boot")
# CHANCE: a random number is read; SKIP: turns of the delay loop are left out
ACCESS, CHANCE, BEGIN, END, SLICE, SYNC, SKIP = range(7)

Op = tuple[int, int, int, int, int, int, int]  # what it is, then as `Boot.replay` takes it
Touched = tuple[int, int, bytes, bytes]  # memory that a peripheral used: address, size, before, after
_OP = struct.Struct("<7q")


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
        """Whether nothing is plugged in or on the way to it."""

    def serial_sent(self) -> int:
        """Return how many bytes it has sent."""

    def power_on_again(self) -> None:
        """Start from the beginning, as if nothing had been."""


class _Different(Exception):
    """This board does not go the way that was kept."""


def pass_boot(board: Bootable, end: float = inf) -> bool:
    """Let a board that was just switched on boot in one step, where its way is known and ends before cycle `end`.

    Return whether it has; else it is as it was.
    """
    boot = known_boot()
    if boot is None or end < boot.state.base or not _is_plain(board):
        return False
    if boot.firmware != firmware_of(board):
        return False
    flash, chances = bytes(board.engine.flash), board.random.getstate()
    try:
        boot.replay(board)
    except _Different:
        board.engine.fill_flash(flash)
        board.random.setstate(chances)
        board.power_on_again()
        return False
    return True


@cache
def known_boot() -> Boot | None:
    """Return the way that was written down; None where there is none."""
    return Boot.from_bytes(KNOWN.read_bytes()) if KNOWN.is_file() else None


def firmware_of(board: Bootable) -> str:
    """Return a fingerprint of what is in the flash beside the files."""
    files, flash = board.files_at, board.engine.flash
    return hashlib.sha256(bytes(flash[: files.start]) + bytes(flash[files.stop :])).hexdigest()


def _is_plain(board: Bootable) -> bool:
    return board.stands_alone and isinstance(board.engine.counter, InstructionCounter) and not board.engine.watched


@dataclass
class Boot:
    """A way that was written down: of which firmware, how, and to where."""

    firmware: str
    ops: list[Op] = field(default_factory=list)
    chances: list[int] = field(default_factory=list)  # in the RAM: where each random number comes to lie
    touched: list[Touched] = field(default_factory=list)
    stored: list[tuple[int, int]] = field(default_factory=list)  # in the flash: address, byte
    ram: bytes = b""
    state: CpuState = field(default_factory=CpuState)

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        touched = [(address, size, before.hex(), after.hex()) for address, size, before, after in self.touched]
        rest = asdict(self) | {"touched": touched, "ram": self.ram.hex()}
        del rest["ops"]
        ops = b"".join(_OP.pack(*op) for op in self.ops)
        return zlib.compress(json.dumps(rest).encode() + b"\n" + ops, 9)

    @classmethod
    def from_bytes(cls, data: bytes) -> Boot:
        """Return the way that is kept in `data`."""
        rest, _line, ops = zlib.decompress(data).partition(b"\n")
        kept = json.loads(rest)
        kept["touched"] = [
            (address, size, bytes.fromhex(before), bytes.fromhex(after))
            for address, size, before, after in kept["touched"]
        ]
        kept["stored"] = [tuple(one) for one in kept["stored"]]
        kept["ram"] = bytes.fromhex(kept["ram"])
        kept["state"]["registers"] = tuple(kept["state"]["registers"])
        kept["state"] = CpuState(**kept["state"])
        return cls(ops=list(_OP.iter_unpack(ops)), **kept)

    def replay(self, board: Bootable) -> None:
        """Bring the board to the end of the way. Raises: _Different."""
        engine, clock, interrupts = board.engine, board.clock, board.interrupts
        flash = bytes(engine.flash)
        reads, writes, done = engine.reads, engine.writes, engine.counter.done
        drawn: list[int] = []
        clock.run_end = self.state.base
        with self._memory(board):
            for kind, a, b, c, d, e, f in self.ops:
                if kind == ACCESS:
                    done.value = a
                    if f:
                        writes[b](0, c, d, e, 0)
                    elif reads[b](0, c, d, 0) != e:
                        raise _Different
                elif kind == SLICE:
                    clock.base, clock.carried, clock.instructions, clock.slice_end = a, b, c, d
                    clock.running = False
                    clock.sync()
                    clock.running = True
                    if interrupts.pending & interrupts.enabled != e:
                        raise _Different
                elif kind == CHANCE:
                    done.value = a
                    drawn.append(reads[b](0, c, d, 0))
                elif kind == SKIP:
                    done.value = a
                    clock.leave_out(b)
                elif kind == END:
                    interrupts.end()
                else:
                    clock.base = a
                    clock.running = False
                    clock.sync()
                    if kind == BEGIN:
                        interrupts.begin(b)
        engine.flash[:], engine.ram[:] = flash, self.ram
        for address, number in zip(self.chances, drawn, strict=True):
            engine.ram[address] = number
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
