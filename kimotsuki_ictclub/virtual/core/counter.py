"""How many instructions a slice has executed, and how to end it early: exactly and fast, or exactly and slowly.

Virtual time is counted in instructions, so an I/O handler needs the number in the middle of a slice, and an
interrupt must end the slice before the next instruction. Unicorn keeps both numbers (`emu_counter` and
`emu_count` of its `uc_struct`) but has no call for them. `InstructionCounter` finds them by running a loop of
known length; where it finds nothing, or more than one place, `CountingHook` counts each instruction in Python:
the same numbers, about forty times slower.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Protocol

_SEARCHED_WORDS = 512  # of 64 bits, from the start of uc_struct
_LOOP_AT = 0x100
_LOOP = b"\xfe\xe7"  # b .
_TRIALS = (12347, 23459)  # two odd lengths: a place that fits both by chance is not to be expected


class Cell(Protocol):
    """Anything with a number in `value`."""

    value: int


class Countable(Protocol):
    """A CPU whose instructions can be counted (`engine.Engine`)."""

    @property
    def handle(self) -> ctypes.c_void_p:
        """Unicorn's `uc_struct`."""

    @property
    def flash(self) -> memoryview:
        """Memory at 0 that code runs from."""

    def run(self, pc: int, count: int, /) -> int:
        """Run `count` instructions from `pc` on; return Unicorn's error, 0 for none."""

    def stop(self) -> None:
        """End the run."""

    def hook_code(self, callback: Callable[[], None], /) -> None:
        """Call `callback` before each instruction."""


class InstructionCounter:
    """The two numbers read and written where Unicorn itself keeps them."""

    spare = 0  # instructions that Unicorn's own limit lies above ours

    def __init__(self, done: Cell, limit: Cell) -> None:
        self.done, self.limit = done, limit

    @classmethod
    def find(cls, engine: Countable) -> InstructionCounter | None:
        """Return the counter of `engine`, or None where Unicorn's inside looks different."""
        address = ctypes.cast(engine.handle, ctypes.c_void_p).value
        if address is None:
            return None
        words = (ctypes.c_uint64 * _SEARCHED_WORDS).from_address(address)
        engine.flash[_LOOP_AT : _LOOP_AT + 2] = _LOOP
        places = set(range(_SEARCHED_WORDS - 1))
        for length in _TRIALS:
            engine.run(_LOOP_AT, length)
            # The hook counts before it compares: the counter has passed the limit by one.
            places &= {i for i in places if words[i] == length + 1 and words[i + 1] == length}
        engine.flash[_LOOP_AT : _LOOP_AT + 2] = b"\xff\xff"
        if len(places) != 1:
            return None
        place = address + 8 * places.pop()
        return cls(ctypes.c_uint64.from_address(place), ctypes.c_uint64.from_address(place + 8))

    def begin(self, count: int) -> None:
        """Prepare a slice of `count` instructions (Unicorn sets its own numbers)."""


class _Number:
    def __init__(self) -> None:
        self.value = 0


class CountingHook:
    """The same two numbers, counted by a hook on every instruction."""

    spare = 16

    def __init__(self, engine: Countable) -> None:
        self.done: Cell = _Number()
        self.limit: Cell = _Number()
        self._engine = engine
        engine.hook_code(self._count)

    def begin(self, count: int) -> None:
        """Prepare a slice of `count` instructions."""
        self.done.value, self.limit.value = 0, count

    def _count(self) -> None:
        self.done.value += 1
        if self.done.value > self.limit.value:
            self._engine.stop()
