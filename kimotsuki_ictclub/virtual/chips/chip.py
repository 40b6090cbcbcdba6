"""What both chips share: the core, the register map, and how the outside is wired to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from ..core.clock import Clock
from ..core.cpu import Cpu
from ..core.engine import Engine, Readers, Writers
from ..core.interrupts import InterruptController
from .peripheral import Peripheral
from .ppi import Ppi

if TYPE_CHECKING:
    from .gpio import Gpio
    from .pwm import Wave
    from .radio import Radio
    from .saadc import Saadc
    from .uart import SerialPeripheral

PERIPHERALS_START = 0x4000_0000
GPIO_START, GPIO_SIZE = 0x5000_0000, 0x1000
FICR_START, UICR_START, REGISTER_PAGE = 0x1000_0000, 0x1000_1000, 0x1000


class Outside(Protocol):
    """The board around the chip: what peripherals ask of it and tell it. Pins are 0–31 on P0, 32–63 on P1."""

    def pins_changed(self, pins: int) -> None:
        """The output state of the pins whose bits are set in `pins` may have changed."""

    def analog_input(self, pin: int) -> float:
        """Return the voltage at `pin` as a part of the supply, 0.0–1.0."""

    def samples(self, pin: int, count: int, rate: float) -> list[float] | None:
        """Return `count` voltages at `pin`, `rate` a second; None where it is steady."""

    def rise_time(self, pin: int) -> float | None:
        """Return how long `pin` takes to change after it is let go, in seconds; None where it doesn't."""

    def temperature(self) -> float:
        """Return the temperature of the chip, in °C."""

    def uart_sent(self, data: bytes, pin: int, baud: int) -> None:
        """The serial line at `pin` carried `data` from the chip, at `baud` bits a second."""

    def uart_waiting(self, pin: int) -> tuple[bytearray, int]:
        """Return the bytes under way to `pin`, to be taken from it, and their speed (0: the one that is expected)."""

    def pwm_played(self, waves: Mapping[int, Wave]) -> None:
        """A PWM peripheral has begun a sequence: pin → what it will carry."""

    def power_off(self) -> None:
        """The firmware has switched the chip off."""


class Chip:
    """A core with peripherals. `build_peripherals` of a subclass makes them anew at each reset."""

    hz: int
    cycles_per_instruction: tuple[int, int]
    model: int
    flash_size: int
    ram_size: int
    page_size: int
    peripherals_size: int
    cpu_id: int
    priority_mask: int
    interrupts: InterruptController

    def __init__(self, outside: Outside, *, exact: bool = True) -> None:
        self.outside = outside
        self.engine = Engine(self.model, self.flash_size, self.ram_size, exact=exact)
        self.clock = Clock(self.hz, self.cycles_per_instruction, self.engine.counter)
        self.interrupts = InterruptController(self.clock, cpu_id=self.cpu_id, priority_mask=self.priority_mask)
        self.cpu = Cpu(self.engine, self.clock, self.interrupts)
        self.peripherals: list[Peripheral] = []
        self.readers: Readers = {}
        self.writers: Writers = {}
        self.values: dict[int, int] = {}  # registers that only keep what was written
        self.resets = 0  # since power-on, which is one
        self.ppi: Ppi
        self.gpio: Gpio
        self.radio: Radio
        self.uart: SerialPeripheral
        self.converter: Saadc | None = None  # an ADC whose samples a timer triggers
        self.engine.map_constants(FICR_START, self.factory_information())
        self._uicr = self.engine.map_constants(UICR_START, b"\xff" * REGISTER_PAGE)
        self.interrupts.map(self.engine)
        self._map_registers(PERIPHERALS_START, self.peripherals_size)
        self._map_registers(GPIO_START, GPIO_SIZE)

    def factory_information(self) -> bytes:
        """Return FICR, what the factory wrote into the chip."""
        raise NotImplementedError

    def build_peripherals(self) -> None:
        """Make all peripherals, in their state after reset."""
        raise NotImplementedError

    def load(self, flash: bytes, uicr: bytes) -> None:
        """Put content into flash and user configuration registers, as the USB interface does."""
        self.engine.fill_flash(flash)
        self._uicr[: len(uicr)] = uicr

    def reset(self) -> None:
        """Reset core and peripherals; memory stays."""
        self.clock.clear()
        for registers in (self.readers, self.writers, self.values):
            registers.clear()
        self.peripherals.clear()
        self.converter = None
        self.ppi = Ppi(self)
        self.build_peripherals()
        self.resets += 1
        self.cpu.reset()

    def cycles(self, seconds: float) -> int:
        """Return so many seconds in cycles."""
        return round(seconds * self.hz)

    def trigger(self, task: int) -> None:
        """Start the task at this address, as a PPI channel does."""
        action = self.writers.get(task)
        if action is not None:
            action(1)

    def _map_registers(self, start: int, size: int) -> None:
        self.engine.map_registers(start, size, self.readers, self.writers, self.values)
