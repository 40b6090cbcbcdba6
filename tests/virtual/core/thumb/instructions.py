"""Random Thumb instructions in units that may be skipped or interrupted, but not entered in the middle.

Registers: r0–r11 are anybody's, r12 points into the middle of the data that loads and stores may touch. Encodings:
Armv6-M Architecture Reference Manual A5, Armv7-M A5 to A7. What those call unpredictable is left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable

DATA_REACH = 512  # bytes on each side of r12
Unit = list[int]  # half-words
_BASE = 12
_NOP = 0xBF00


def wide(first: int, second: int) -> Unit:
    return [first, second]


class Instructions:
    """A stream of instructions of the Cortex-M0."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.kinds: list[Callable[[], Unit]] = [
            self.shift, self.add, self.immediate, self.alu, self.alu, self.high, self.extend, self.address,
            self.word, self.indexed, self.many, self.stack, self.critical, self.supervisor, self.literal,
        ]  # fmt: skip

    def low(self) -> int:
        return self.dice.randrange(8)

    def bits(self, count: int) -> int:
        return self.dice.getrandbits(count)

    def unit(self) -> Unit:
        return self.dice.choice(self.kinds)()

    def program(self, units: int) -> Unit:
        """Units one after another, now and then skipped by a branch."""
        code: Unit = []
        ends: list[tuple[int, int]] = []  # (place of the branch, units that it still skips)
        for _ in range(units):
            if self.dice.random() < 0.15:
                ends.append((len(code), self.dice.randrange(1, 4)))
                code.append(_NOP)
            code += self.unit()
            ends = [(place, left - 1) for place, left in ends]
            for place, left in ends:
                if left == 0:
                    code[place] = self.branch(len(code) - place - 2)
            ends = [(place, left) for place, left in ends if left]
        for place, _ in ends:
            code[place] = self.branch(len(code) - place - 2)
        return code

    def branch(self, distance: int) -> int:
        if self.dice.random() < 0.2:
            return 0xE000 | distance & 0x7FF
        return 0xD000 | self.dice.randrange(14) << 8 | distance & 0xFF

    # -- sixteen bits ---------------------------------------------------------------------------------
    def shift(self) -> Unit:
        return [self.dice.randrange(3) << 11 | self.dice.randrange(1, 32) << 6 | self.bits(6)]

    def add(self) -> Unit:
        return [0x1800 | self.bits(11)]

    def immediate(self) -> Unit:
        return [0x2000 | self.bits(13)]

    def alu(self) -> Unit:
        return [0x4000 | self.bits(10)]

    def high(self) -> Unit:
        destination, source = self.dice.randrange(8, 12), self.dice.randrange(12)
        if self.dice.random() < 0.5:
            destination, source = self.low(), self.dice.randrange(8, 12)
        return [0x4400 | self.dice.randrange(3) << 8 | destination >> 3 << 7 | source << 3 | destination & 7]

    def extend(self) -> Unit:
        if self.dice.random() < 0.5:
            return [0xB200 | self.bits(8)]
        return [0xBA00 | self.dice.choice((0, 1, 3)) << 6 | self.bits(6)]

    def address(self) -> Unit:
        return [0xA000 | self.bits(12)]

    def literal(self) -> Unit:
        return [0x4800 | self.bits(11) & 0x70F]

    def based(self, register: int) -> Unit:
        """Let a low register point to the data."""
        return [0x4600 | _BASE << 3 | register]

    def word(self) -> Unit:
        base = self.low()
        kind = self.dice.choice((0x6000, 0x6800, 0x7000, 0x7800, 0x8000, 0x8800))
        return [*self.based(base), kind | self.bits(5) << 6 | base << 3 | self.low()]

    def indexed(self) -> Unit:
        base, index = self.dice.sample(range(8), 2)
        return [
            *self.based(base),
            0x2000 | index << 8 | self.bits(8) & 0xFC,
            0x5000 | self.bits(3) << 9 | index << 6 | base << 3 | self.low(),
        ]

    def many(self) -> Unit:
        base, loads = self.low(), self.dice.random() < 0.5
        registers = (self.bits(8) or 1) if loads else self.bits(8) & ~(1 << base) or 1 << (base ^ 1)
        return [*self.based(base), 0xC000 | loads << 11 | base << 8 | registers]

    def stack(self) -> Unit:
        pushed = self.bits(8) or 1
        popped = sum(1 << i for i in self.dice.sample(range(8), pushed.bit_count()))
        return [0xB400 | pushed, *self.shift(), 0x9800 | self.low() << 8, 0xBC00 | popped]  # ldr r, [sp] between

    def critical(self) -> Unit:
        return [0xB672, *self.alu(), *self.word(), 0xB662]

    def supervisor(self) -> Unit:
        return [0xDF00 | self.bits(8)]


class WideInstructions(Instructions):
    """A stream of instructions of the Cortex-M4F."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.kinds += [
            self.it, self.it, self.it, self.shifted, self.constant, self.half_word, self.field, self.parallel,
            self.multiply, self.divide, self.memory, self.memory, self.memory, self.float, self.float, self.float,
            self.float_memory, self.float_move,
        ]  # fmt: skip

    def any(self) -> int:
        return self.dice.randrange(12)

    def it(self) -> Unit:
        """One to four conditional instructions; loads and stores among them."""
        first, count = self.dice.randrange(14), self.dice.randrange(1, 5)
        mask = 0
        for _ in range(count - 1):
            mask = mask << 1 | self.bits(1)
        mask = (mask << 1 | 1) << 4 - count
        code = [self.based(7)[0], 0xBF00 | first << 4 | mask]
        for _ in range(count):
            memory = [0x6800 | self.bits(1) << 12 | self.bits(5) << 6 | 7 << 3 | self.dice.randrange(7)]
            kind = self.dice.choice(
                (self.alu, self.shift, lambda m=memory: m, lambda: self.memory(7), self.float, self.constant)
            )
            code += self.sparing(7, kind)
        return code

    def sparing(self, register: int, kind: Callable[[], Unit]) -> Unit:
        """Return an instruction that leaves a low register as it is: a base must not go wild."""
        while True:
            code = kind()
            if len(code) == 1 and code[0] < 0x5000 and code[0] & 7 == register:
                continue
            if len(code) == 2 and code[0] >> 12 == 0xF and code[0] < 0xF800 and code[1] >> 8 & 15 == register:
                continue
            if len(code) == 2 and code[0] >> 9 == 0b1111100 and code[1] >> 12 == register:
                continue
            return code

    def shifted(self) -> Unit:
        operation = self.dice.choice((0, 1, 2, 3, 4, 8, 10, 11, 13, 14))
        return wide(
            0xEA00 | operation << 5 | self.bits(1) << 4 | self.any(),
            self.bits(3) << 12 | self.any() << 8 | self.bits(4) << 4 | self.any(),
        )

    def constant(self) -> Unit:
        operation = self.dice.choice((0, 1, 2, 3, 4, 8, 10, 11, 13, 14))
        return wide(
            0xF000 | self.bits(1) << 10 | operation << 5 | self.bits(1) << 4 | self.any(),
            self.bits(3) << 12 | self.any() << 8 | self.dice.randrange(1, 256),
        )

    def half_word(self) -> Unit:
        return wide(
            self.dice.choice((0xF240, 0xF2C0)) | self.bits(1) << 10 | self.bits(4),
            self.bits(3) << 12 | self.any() << 8 | self.bits(8),
        )

    def field(self) -> Unit:
        low = self.dice.randrange(32)
        width = self.dice.randrange(1, 33 - low)
        kind = self.dice.choice((0xF340, 0xF3C0, 0xF360))  # SBFX, UBFX, BFI
        last = low + width - 1 if kind == 0xF360 else width - 1
        return wide(kind | self.any(), low >> 2 << 12 | self.any() << 8 | (low & 3) << 6 | last)

    def parallel(self) -> Unit:
        kind = self.dice.randrange(5)
        if kind == 0:  # SADD8 and its kin: they set the GE flags
            return wide(
                0xFA80 | self.dice.choice((0, 1, 2, 4, 5, 6)) << 4 | self.any(),
                0xF000 | self.any() << 8 | self.dice.choice((0, 1, 2, 4, 5, 6)) << 4 | self.any(),
            )
        if kind == 1:  # SEL: it reads them
            return wide(0xFAA0 | self.any(), 0xF080 | self.any() << 8 | self.any())
        if kind == 2:  # QADD and its kin: they set Q
            return wide(0xFA80 | self.any(), 0xF080 | self.any() << 8 | self.bits(2) << 4 | self.any())
        source = self.any()
        if kind == 3:  # CLZ
            return wide(0xFAB0 | source, 0xF080 | self.any() << 8 | source)
        return wide(0xFA90 | source, 0xF080 | self.any() << 8 | self.bits(2) << 4 | source)  # REV, RBIT

    def multiply(self) -> Unit:
        low, high = self.dice.sample(range(12), 2)
        kind = self.dice.choice((0xFB00, 0xFB80, 0xFBA0, 0xFBC0, 0xFBE0))
        operation = self.bits(1) << 4 if kind == 0xFB00 else 0  # MLA, MLS
        return wide(kind | self.any(), low << 12 | high << 8 | operation | self.any())

    def divide(self) -> Unit:
        return wide(self.dice.choice((0xFB90, 0xFBB0)) | self.any(), 0xF0F0 | self.any() << 8 | self.any())

    def memory(self, base: int | None = None) -> Unit:
        """A load or store of any size at any address, aligned or not; two words must be aligned."""
        code = self.based(base := self.low()) if base is None else []
        if self.dice.random() < 0.25 and base != 7:
            first, second = self.dice.sample([i for i in range(12) if i != base], 2)
            kind = self.dice.choice((0xE9C0, 0xE9D0))
            return [*code, *wide(kind | base, first << 12 | second << 8 | self.bits(6))]
        kind = self.dice.choice((0xF8C0, 0xF8D0, 0xF880, 0xF890, 0xF8A0, 0xF8B0, 0xF990, 0xF9B0))
        target = self.dice.choice([i for i in range(12) if i != base])
        return [*code, *wide(kind | base, target << 12 | self.dice.randrange(DATA_REACH - 4))]

    # -- floating point -------------------------------------------------------------------------------
    def single(self) -> tuple[int, int]:
        """A register s0–s31 as its upper four bits and its lowest one."""
        number = self.bits(5)
        return number >> 1, number & 1

    def float(self) -> Unit:
        (d, d0), (n, n0), (m, m0) = self.single(), self.single(), self.single()
        two = [(0xEE30, 0), (0xEE30, 1), (0xEE20, 0), (0xEE20, 1), (0xEE80, 0), (0xEEA0, 0), (0xEE00, 0), (0xEE90, 1)]
        if self.dice.random() < 0.6:
            kind, operation = self.dice.choice(two)
            return wide(kind | d0 << 6 | n, 0x0A00 | d << 12 | n0 << 7 | operation << 6 | m0 << 5 | m)
        # VABS, VNEG, VSQRT, VCVT both ways, VCMP
        one = [(0xEEB0, 0xAC0), (0xEEB1, 0xA40), (0xEEB1, 0xAC0), (0xEEBD, 0xAC0), (0xEEB8, 0xAC0), (0xEEB4, 0xA40)]
        kind, operation = self.dice.choice(one)
        return wide(kind | d0 << 6, operation | d << 12 | m0 << 5 | m)

    def float_memory(self) -> Unit:
        base, (d, d0) = self.low(), self.single()
        kind = self.dice.choice((0xED80, 0xED90, 0xED00, 0xED10))
        return [*self.based(base), *wide(kind | d0 << 6 | base, 0x0A00 | d << 12 | self.bits(7))]

    def float_move(self) -> Unit:
        if self.dice.random() < 0.3:
            return wide(0xEEF1, 0xFA10)  # the flags of the latest VCMP
        n, n0 = self.single()
        return wide(self.dice.choice((0xEE00, 0xEE10)) | n, self.any() << 12 | 0x0A10 | n0 << 7)
