"""An image for a bare Cortex-M: random programs, each of which starts from known registers and reports what it left.

The same image runs in QEMU and on our core. A report is s0–s31 on a Cortex-M4F, r8–r11, r0–r7 and the flags; at the end
come all data. A fault reports where it was and goes on with the next program.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field

from .instructions import DATA_REACH, Instructions, Unit, WideInstructions

RAM = 0x2000_0000
DATA = RAM + 0x1000
RESUME_AT = RAM + 0x20  # where the next program begins, for the fault handler
COUNTS = RAM + 0x40  # of the interrupt handlers
STACK = RAM + 0x3F00
_INPUT_WORDS = 16  # r0–r7, r8–r11, flags, where to go on after a fault, where that is kept, the stack
REPORT_BYTES, FLOAT_BYTES = 4 * 13, 4 * 32  # r8–r11, r0–r7, flags; s31 … s0 before them
_NOP = 0xBF00
HARD_FAULT, SUPERVISOR_CALL, FIRST_INTERRUPT, INTERRUPTS = 3, 11, 16, 4
FAULT_MARK, END_MARK = 0xF0F0_F0F0, 0xE0E0_E0E0


@dataclass(frozen=True)
class Line:
    """A serial line of the chip: what is written at the start, the register to send with, and one to wait for."""

    start: tuple[tuple[int, int], ...]
    send: int
    ready: int
    ready_bit: int


NRF51 = Line(((0x4000_2500, 4), (0x4000_2008, 1)), 0x4000_251C, 0x4000_211C, 0)
STM32 = Line(((0x4001_100C, 0x200C), (0xE000_ED88, 0xF0_0000)), 0x4001_1004, 0x4001_1000, 7)


@dataclass
class Image:
    """Half-words from address 0 on, with literals behind each piece."""

    line: Line
    wide: bool
    code: bytearray = field(default_factory=lambda: bytearray(4 * (FIRST_INTERRUPT + INTERRUPTS)))
    places: list[int] = field(default_factory=list)  # where each program begins, and the end
    sender_ends: int = 0
    _literals: list[tuple[int, int]] = field(default_factory=list)

    def put(self, *half_words: int) -> None:
        self.code += struct.pack(f"<{len(half_words)}H", *half_words)

    def load(self, register: int, value: int) -> None:
        """ldr register, =value"""
        self._literals.append((len(self.code), value))
        self.put(0x4800 | register << 8)

    def pool(self) -> None:
        """Put the literals here; nothing runs into them."""
        if len(self.code) % 4:
            self.put(_NOP)
        for place, value in self._literals:
            offset = (len(self.code) - (place + 4 & ~3)) // 4
            struct.pack_into("<H", self.code, place, struct.unpack_from("<H", self.code, place)[0] | offset)
            self.code += struct.pack("<I", value & 0xFFFF_FFFF)
        self._literals.clear()

    def call(self, target: int) -> None:
        """bl target"""
        distance = target - (len(self.code) + 4)
        self.put(0xF000 | distance >> 12 & 0x7FF, 0xF800 | distance >> 1 & 0x7FF)

    def vector(self, number: int, target: int) -> None:
        struct.pack_into("<I", self.code, 4 * number, target)


def _sender(image: Image) -> int:
    """Put a routine that sends r1 bytes from r0 on; it uses r0–r5 and keeps nothing. Return its address."""
    start, line = len(image.code), image.line
    image.load(2, line.send)
    image.load(3, line.ready)
    image.put(0x7804, 0x6014)  # ldrb r4,[r0]; str r4,[r2]
    image.put(0x681D, 0x07ED if line.ready_bit == 0 else 0x062D, 0xD5FC)  # wait: ldr r5,[r3]; lsls r5,#…; bpl wait
    if line.ready_bit == 0:
        image.put(0x2400, 0x601C)  # movs r4,#0; str r4,[r3]
    else:
        image.put(_NOP, _NOP)
    image.put(0x3001, 0x3901, 0xD1F5)  # adds r0,#1; subs r1,#1; bne
    image.put(0x4770)
    image.pool()
    return start


def _handlers(image: Image, sender: int) -> None:
    image.vector(SUPERVISOR_CALL, len(image.code) | 1)
    image.put(0x2000, 0x4770)  # movs r0,#0 (the frame brings it back); bx lr
    # A fault: send mark and address, go on at RESUME_AT.
    image.vector(HARD_FAULT, len(image.code) | 1)
    image.put(0xB500, 0x9807, 0xB401)  # push {lr}; ldr r0,[sp,#28]: pc of the frame; push {r0}
    image.load(0, FAULT_MARK)
    image.put(0xB401, 0x4668, 0x2108)  # push {r0}; mov r0,sp; movs r1,#8
    image.call(sender)
    image.put(0xB002)  # add sp,#8
    image.load(0, RESUME_AT)
    image.put(0x6800, 0x9007)  # ldr r0,[r0]; str r0,[sp,#28]
    image.put(0x2001, 0x0600, 0x9008, 0xBD00)  # movs r0,#1; lsls r0,#24: Thumb, no IT; str r0,[sp,#32]; pop {pc}
    image.pool()
    for number in range(INTERRUPTS):
        image.vector(FIRST_INTERRUPT + number, len(image.code) | 1)
        image.put(0xB510)  # push {r4,lr}
        image.load(0, COUNTS + 4 * number)
        image.put(0x6801, 0x3101, 0x6001)  # ldr r1,[r0]; adds r1,#1; str r1,[r0]
        if image.wide and number % 2:  # floating point in the handler
            image.put(0xEE00, 0x1A10, 0xEE30, 0x0A20, 0xEEF4, 0x0A40)  # vmov s0,r1; vadd s0,s0,s1; vcmp s1,s0
        image.put(0x2405, 0x3C01, 0xD1FD)  # movs r4,#5; wait: subs r4,#1; bne wait: room for a nested one
        image.put(0x2200, 0x43D2, 0x0013, 0x4694)  # movs r2,#0; mvns r2,r2; movs r3,r2; mov r12,r2
        image.put(0xBD10)
        image.pool()


def build(seed: int, programs: int, units: int, *, wide: bool, faults: tuple[Unit, ...] = ()) -> Image:
    """Return an image of random programs, and of one for each of `faults`."""
    dice = random.Random(seed)
    image = Image(STM32 if wide else NRF51, wide)
    stream: Instructions = (WideInstructions if wide else Instructions)(dice)
    sender = _sender(image)
    image.sender_ends = len(image.code)
    _handlers(image, sender)
    image.vector(0, STACK)
    image.vector(1, len(image.code) | 1)
    for address, value in image.line.start:
        image.load(0, value)
        image.load(1, address)
        image.put(0x6008)
    image.load(0, DATA + DATA_REACH)
    image.put(0x4684)  # mov r12,r0
    if wide:
        # isb; vmov s0,r12: from here on an interrupt keeps the floating-point registers
        image.put(0xF3BF, 0x8F6F, 0xEE00, 0xCA10)
    image.put(0xE000)  # over the literals: replaced below
    jump = len(image.code) - 2
    image.pool()
    struct.pack_into("<H", image.code, jump, 0xE000 | (len(image.code) - jump - 4) // 2)
    for number in range(programs + len(faults)):
        program = stream.program(units) if number < programs else faults[number - programs]
        _put_program(image, dice, sender, program)
    image.places.append(len(image.code))
    image.load(0, DATA)
    image.load(1, 2 * DATA_REACH)
    image.call(sender)
    image.load(0, END_MARK)
    image.put(0xB401, 0x4668, 0x2104)
    image.call(sender)
    image.put(0xE7FE)  # b .
    image.pool()
    return image


def _put_program(image: Image, dice: random.Random, sender: int, program: Unit) -> None:
    if len(image.code) % 4:
        image.put(_NOP)
    image.places.append(len(image.code))
    image.put(0xA000 | 9)  # adr r0, inputs
    image.put(0x6B41, 0x6B82, 0x6011)  # ldr r1,[r0,#52]; ldr r2,[r0,#56]; str r1,[r2]
    image.put(0x6BC1, 0x468D)  # ldr r1,[r0,#60]; mov sp,r1
    image.put(0x4607, 0x3020)  # mov r7,r0; adds r0,#32
    image.put(0xC81E, 0x4688, 0x4691, 0x469A, 0x46A3)  # ldm r0!,{r1-r4}; mov r8,r1 … r11,r4
    image.put(0x6800, 0xF380, 0x8800)  # ldr r0,[r0]; msr apsr,r0
    image.put(0xCFFF, 0xE000 | 2 * _INPUT_WORDS - 1, _NOP, _NOP)  # ldm r7,{r0-r7}; b over the inputs
    inputs = len(image.code)
    for _ in range(12):
        value = dice.choice((dice.getrandbits(32), dice.getrandbits(8), -dice.getrandbits(8), 1 << dice.randrange(32)))
        image.code += struct.pack("<I", value & 0xFFFF_FFFF)
    image.code += struct.pack("<4I", dice.getrandbits(5) << 27, 0, RESUME_AT, STACK)
    image.put(*program)
    image.put(0xB082, 0xB4FF)  # sub sp,#8; push {r0-r7}
    image.put(0xF3EF, 0x8000, 0x9008)  # mrs r0,apsr; str r0,[sp,#32]
    image.put(0x4640, 0x4649, 0x4652, 0x465B, 0xB40F)  # mov r0,r8 … r3,r11; push {r0-r3}
    size = REPORT_BYTES
    if image.wide:
        image.put(0xED2D, 0x0A20)  # vpush {s0-s31}
        size += FLOAT_BYTES
    image.put(0x4668, 0x2100 | size)  # mov r0,sp; movs r1,#size
    image.call(sender)
    if len(image.code) % 4:
        image.put(_NOP)
    struct.pack_into("<I", image.code, inputs + 52, len(image.code))
