"""Two ways of running the same program, compared step by step: the proof for every change of the core.

`run_in_step` compares every access to a register (with the instruction and the cycle at which it happened), then CPU
and RAM. What it is given are two boards that should do the same: one with the exact and one with the slow counter, one
that is run in one go and one in small pieces, one day one with another core.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

from kimotsuki_ictclub.virtual import VirtualBoard

Access = tuple[int, int, int, bool, int]  # instruction, cycle, address, whether it is written, value
_A_CYCLE = 1e-7  # seconds; a board stops at a whole cycle
_SHOWN = 5  # accesses before the first difference


class Traced:
    """A board whose register accesses are kept until they are fetched."""

    def __init__(self, board: VirtualBoard) -> None:
        self.board, self._chip = board, board._board.chip
        self._accesses: list[Access] = []
        clock, keep = self._chip.clock, self._accesses.append

        def observe(address: int, writing: bool, value: int) -> None:
            keep((clock.executed() or 0, clock.now(), address, writing, value))

        self._chip.engine.watch(observe)

    def fetch(self) -> list[Access]:
        """Return the accesses since the last fetch."""
        accesses = self._accesses.copy()
        self._accesses.clear()
        return accesses

    def state(self) -> dict[str, object]:
        """Return what the CPU and the memory hold now."""
        cpu, engine = self._chip.cpu, self._chip.engine
        return {
            "instructions": cpu.instructions,
            "cycle": (self._chip.clock.base, self._chip.clock.carried),
            "pc": cpu.pc,
            "registers": cpu._context.read(),
            "ram": bytes(engine.ram),
            "flash": bytes(engine.flash),
            "said": self.board.serial.text,
        }


def shown(access: Access) -> str:
    instruction, cycle, address, writing, value = access
    return f"instruction {instruction:,}, cycle {cycle:,}: {address:#010x} {'<-' if writing else '->'} {value:#x}"


def run_in_step(
    one: VirtualBoard,
    other: VirtualBoard,
    seconds: float,
    *,
    pieces: Callable[[], Iterable[float]] = lambda: (),
    every: float = 0.1,
) -> int:
    """Run both for so long, `other` in pieces of so many seconds (none: in one go), and compare them every so often.

    Returns how many accesses were the same; fails at the first difference, with what came before it.
    """
    boards, compared, began = (Traced(one), Traced(other)), 0, one.time
    for number in range(1, round(seconds / every) + 1):
        until = began + number * every
        one._board.run_alone(until)
        for piece in pieces():
            if other.time > until - _A_CYCLE:
                break
            other._board.run_alone(min(until, other.time + piece))
        other._board.run_alone(until)
        first, second = boards[0].fetch(), boards[1].fetch()
        for i, (a, b) in enumerate(itertools.zip_longest(first, second)):
            if a != b:
                before = "\n".join(shown(access) for access in first[max(0, i - _SHOWN) : i])
                raise AssertionError(
                    f"after {compared + i} equal accesses\n{before}\none:   {a and shown(a)}\nother: {b and shown(b)}"
                )
        compared += len(first)
    states = [board.state() for board in boards]
    different = [name for name in states[0] if states[0][name] != states[1][name]]
    places = [f"{board._board.chip.cpu.pc:#010x}" for board in (one, other)]
    assert not different, f"{different} differ at the end, at {places}"
    return compared
