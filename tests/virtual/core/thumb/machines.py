"""The same image on QEMU and on our bare core, which may be interrupted between any two instructions."""

from __future__ import annotations

import random
import struct
import subprocess
import tempfile
from pathlib import Path

from unicorn.arm_const import UC_ARM_REG_XPSR_NZCVQG, UC_CPU_ARM_CORTEX_M0, UC_CPU_ARM_CORTEX_M4

from kimotsuki_ictclub.virtual.core.clock import Clock
from kimotsuki_ictclub.virtual.core.cpu import Cpu, FirmwareFault
from kimotsuki_ictclub.virtual.core.engine import Engine
from kimotsuki_ictclub.virtual.core.interrupts import IPR, ISER, InterruptController

from .image import END_MARK, FAULT_MARK, INTERRUPTS, RESUME_AT, Image

_FLASH, _RAM, _PAGE = 0x4_0000, 0x8000, 0x1000
_PATIENCE = 60.0
_END = struct.pack("<I", END_MARK)
_NESTED, _FLUSHED = 0.08, 0.1  # parts of the pieces that end with an interrupt in a handler, with a flush
_TLB_FLUSH = 11  # uc_control_type
_SHORT, _LONG, _IN_ONE_GO = 5, 2000, 100_000  # cycles between interrupts


def on_qemu(image: Image, qemu: str) -> bytes:
    """Return all reports."""
    machine = "netduinoplus2" if image.wide else "microbit"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.bin"
        path.write_bytes(image.code)
        arguments = [qemu, "-M", machine, "-device", f"loader,file={path},addr=0,force-raw=on", "-display", "none"]
        with subprocess.Popen(
            [*arguments, "-monitor", "none", "-serial", "stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            try:
                assert process.stdout
                said = b""
                while not said.endswith(_END):
                    part = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
                    assert part, said[-100:]
                    said += part
                return said
            finally:
                process.kill()


class BareCore:
    """Our core with a serial line that is always ready."""

    def __init__(self, image: Image) -> None:
        self.image, self.said = image, bytearray()
        model = UC_CPU_ARM_CORTEX_M4 if image.wide else UC_CPU_ARM_CORTEX_M0
        self.engine = Engine(model, _FLASH, _RAM)
        self.clock = Clock(16_000_000, (1, 1), self.engine.counter)
        self.interrupts = InterruptController(self.clock, cpu_id=0, priority_mask=0xE0)
        self.cpu = Cpu(self.engine, self.clock, self.interrupts)
        self.interrupts.map(self.engine)
        page = image.line.send & -_PAGE
        self.engine.map_io(page, _PAGE, lambda offset, size: 1 << image.line.ready_bit, self._write)
        self.engine.fill_flash(bytes(image.code))
        self.cpu.reset()
        self.interrupts.write(ISER, 4, (1 << INTERRUPTS) - 1)
        for number in range(INTERRUPTS):
            self.interrupts.write(IPR + number, 1, 0x40 * (INTERRUPTS - 1 - number))

    def _write(self, offset: int, _size: int, value: int) -> None:
        if offset == self.image.line.send & _PAGE - 1:
            self.said.append(value & 0xFF)

    def run(self, dice: random.Random | None = None) -> bytes:
        """Return all reports; with `dice` interrupts and flushes of the TLB come at any time."""
        while not self.said.endswith(_END):
            reports = self.cpu.pc < self.image.sender_ends
            piece = dice.randrange(1, _LONG if reports else _SHORT) if dice else _IN_ONE_GO
            try:
                self.cpu.run(self.clock.base + piece)
            except FirmwareFault as fault:
                self._go_on(fault.pc)
            if dice and dice.random() < (_NESTED if self.interrupts.active else 1):
                self.interrupts.pend(1 << dice.randrange(INTERRUPTS))
                if dice.random() < _FLUSHED:
                    self.engine.uc.ctl(_TLB_FLUSH, 1)
        return bytes(self.said)

    def _go_on(self, pc: int) -> None:
        """Do what the image's handler of faults does: this core has none."""
        self.said += struct.pack("<2I", FAULT_MARK, pc)
        self.engine.machine.clear_it_state()
        self.engine.set_register(UC_ARM_REG_XPSR_NZCVQG, 1 << 24)
        self.cpu.pc = int.from_bytes(self.engine.memory(RESUME_AT, 4), "little")
