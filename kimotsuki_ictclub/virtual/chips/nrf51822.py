"""The chip of the micro:bit V1: Cortex-M0 at 16 MHz, 256 KiB flash, 16 KiB RAM."""

from __future__ import annotations

import random
import struct

from unicorn.arm_const import UC_CPU_ARM_CORTEX_M0

from ..air import Air
from .adc import Adc
from .chip import GPIO_START, REGISTER_PAGE, Chip, Outside
from .clocks import ClockPower
from .flash_controller import FlashController
from .gpio import Gpio, Gpiote, Pads
from .i2c import Bus, Twi
from .radio import Radio
from .sensors import RandomNumbers, Thermometer
from .timer import Timer
from .uart import Uart

# Factory information, nRF51 manual 8: page size and number of pages, RAM, hardware id, device id, address.
_FICR = {
    0x010: 1024, 0x014: 256, 0x02C: 0xFF, 0x034: 4, 0x038: 0x1000, 0x05C: 0x7A,
    0x060: 0x1234_5678, 0x064: 0x9ABC_DEF0, 0x0A4: 0xC0FF_EE01, 0x0A8: 0xBEEF,
}  # fmt: skip
# The revision that SystemInit looks up to work around faults of early chips: this one is revision 3.
_REVISION_START, _REVISION_OFFSET, _REVISION = 0xF000_0000, 0xFE0, (0x1, 0x0, 0x70, 0x0)


class Nrf51822(Chip):
    """nRF51822-QFAA with 16 KiB RAM."""

    hz = 16_000_000
    cycles_per_instruction = (17, 10)  # measured: a trace of the runtime against the Cortex-M0 TRM's timings
    model = UC_CPU_ARM_CORTEX_M0
    flash_size, ram_size, page_size = 0x4_0000, 0x4000, 1024
    peripherals_size = 0x2_0000
    cpu_id, priority_mask = 0x410C_C200, 0xC0

    def __init__(
        self,
        outside: Outside,
        *,
        pads: Pads,
        bus: Bus,
        generator: random.Random,
        air: Air | None,
        exact: bool = True,
    ) -> None:
        self._pads, self._bus = pads, bus
        self._generator, self._air = generator, air
        super().__init__(outside, exact=exact)
        revision = bytes(_REVISION_OFFSET) + struct.pack("<4I", *_REVISION)
        self.engine.map_constants(_REVISION_START, revision)

    def factory_information(self) -> bytes:
        """Return FICR, what the factory wrote into the chip."""
        ficr = bytearray(b"\xff" * REGISTER_PAGE)
        for offset, value in _FICR.items():
            struct.pack_into("<I", ficr, offset, value)
        return bytes(ficr)

    def build_peripherals(self) -> None:
        """Make all peripherals, in their state after reset."""
        self.gpio = Gpio(self, GPIO_START, 1, self._pads)
        Gpiote(self, 0x4000_6000, 6, 4)
        ClockPower(self, 0, software_reset=False)
        self.radio = Radio(self, 1, self._air)
        self.uart = Uart(self, 2)
        for base, line in ((0x4000_3000, 3), (0x4000_4000, 4)):
            Twi(self, base, line, self._bus)
        Adc(self, 7)
        for i in range(3):
            Timer(self, 0x4000_8000 + 0x1000 * i, 8 + i, 4)
        Thermometer(self, 12)
        RandomNumbers(self, 13, self._generator)
        # nRF51822 product specification, flash: 21 ms a page, 46 µs a word.
        FlashController(self, erase_seconds=21e-3, write_seconds=46e-6)
