"""The chip of the micro:bit V2: Cortex-M4F at 64 MHz, 512 KiB flash, 128 KiB RAM."""

from __future__ import annotations

import random
import struct

from unicorn.arm_const import UC_CPU_ARM_CORTEX_M4

from ..air import Air
from .chip import GPIO_START, REGISTER_PAGE, Chip, Outside
from .clocks import ClockPower, EventGenerator, RealTimeCounter
from .flash_controller import FlashController
from .gpio import Gpio, Gpiote, Pads
from .i2c import Bus, Spim, Twim
from .pwm import Pwm
from .radio import Radio
from .saadc import Saadc
from .sensors import RandomNumbers, Thermometer
from .timer import Timer
from .uart import BASE as UARTE0
from .uart import Uarte

# Factory information, nRF52833 specification 4.4: page size and number, part, variant "AAAA", package, RAM, flash.
_FICR = {
    0x010: 0x1000, 0x014: 128, 0x0A0: 0xFFFF_FFFF, 0x100: 0x5_2833, 0x104: 0x4141_4141, 0x108: 0x2004,
    0x10C: 128, 0x110: 512, 0x130: 0x0D, 0x134: 0,
}  # fmt: skip
_FICR_RANDOM = (0x060, 0x064, 0x0A4)  # device id and address
_FICR_ADDRESS_HIGH = 0x0A8
# User configuration of a micro:bit: the reset pin is P0.18 (twice), the NFC pins are ordinary ones.
_UICR = {0x200: 18, 0x204: 18, 0x20C: 0xFFFF_FFFE}
_DWT_START, _DWT_CYCLE_COUNTER = 0xE000_1000, 0x004
_TOUCH_TIMER_SLOWER = 8


class Nrf52833(Chip):
    """nRF52833-QDAA."""

    hz = 64_000_000
    cycles_per_instruction = (3, 2)  # assumed: most instructions one cycle, loads and taken branches two or three
    model = UC_CPU_ARM_CORTEX_M4
    flash_size, ram_size, page_size = 0x8_0000, 0x2_0000, 0x1000
    peripherals_size = 0x3_0000
    cpu_id, priority_mask = 0x410F_C241, 0xE0

    def __init__(
        self,
        outside: Outside,
        *,
        pads: Pads,
        buses: dict[int, Bus],
        other_bus: Bus,
        generator: random.Random,
        air: Air | None,
        exact: bool = True,
    ) -> None:
        self._pads, self._buses, self._other_bus = pads, buses, other_bus
        self._generator, self._air = generator, air
        super().__init__(outside, exact=exact)
        self.engine.map_io(_DWT_START, 0x1000, self._read_dwt, lambda offset, size, value: None)

    def factory_information(self) -> bytes:
        """Return FICR, what the factory wrote into the chip."""
        ficr = bytearray(b"\xff" * REGISTER_PAGE)
        random_words = {offset: self._generator.getrandbits(32) for offset in _FICR_RANDOM}
        random_words[_FICR_ADDRESS_HIGH] = self._generator.getrandbits(16) | 0xFFFF_0000
        for offset, value in (_FICR | random_words).items():
            struct.pack_into("<I", ficr, offset, value)
        return bytes(ficr)

    def load(self, flash: bytes, uicr: bytes) -> None:
        """Put content into flash and user configuration; the board's own settings of pins stay."""
        settings = bytearray(uicr.ljust(REGISTER_PAGE, b"\xff"))
        for offset, value in _UICR.items():
            struct.pack_into("<I", settings, offset, value)
        super().load(flash, bytes(settings))

    def build_peripherals(self) -> None:
        """Make all peripherals, in their state after reset."""
        self.gpio = Gpio(self, GPIO_START, 2, self._pads)
        Gpiote(self, 0x4000_6000, 6, 8)
        ClockPower(self, 0, software_reset=self.resets > 0)  # every reset but the first is asked for
        self.radio = Radio(self, 1, self._air)
        self.uart = Uarte(self, UARTE0, 2)
        Uarte(self, 0x4002_8000, 40)
        for base, line in ((0x4000_3000, 3), (0x4000_4000, 4)):
            Twim(self, base, line, lambda pin: self._buses.get(pin, self._other_bus))
        for base, line in ((0x4002_3000, 35), (0x4002_F000, 47)):
            Spim(self, base, line)
        Saadc(self, 7)
        self.timers = [
            Timer(self, 0x4000_8000, 8, 4),
            Timer(self, 0x4000_9000, 9, 4),
            Timer(self, 0x4000_A000, 10, 4),
            Timer(self, 0x4001_A000, 26, 6, slower=_TOUCH_TIMER_SLOWER),
            Timer(self, 0x4001_B000, 27, 6),
        ]
        for base, line in ((0x4000_B000, 11), (0x4001_1000, 17), (0x4002_4000, 36)):
            RealTimeCounter(self, base, line)
        for i in range(6):
            EventGenerator(self, 0x4001_4000 + 0x1000 * i, 20 + i)
        self.pwms = [
            Pwm(self, base, line)
            for base, line in ((0x4001_C000, 28), (0x4002_1000, 33), (0x4002_2000, 34), (0x4002_D000, 45))
        ]
        Thermometer(self, 12)
        RandomNumbers(self, 13, self._generator)
        # nRF52833 specification 4.3.9: 85 ms a page, 41 µs a word.
        FlashController(self, erase_seconds=85e-3, write_seconds=41e-6)

    def _read_dwt(self, offset: int, _size: int) -> int:
        return self.clock.now() & 0xFFFF_FFFF if offset == _DWT_CYCLE_COUNTER else 0
