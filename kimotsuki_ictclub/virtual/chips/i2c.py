"""The I2C bus: TWI of the nRF51822 (a byte at a time) and TWIM of the nRF52833 (from and to memory), and SPI.

SPI shares the registers of TWI, and SPIM those of TWIM. Nothing is wired to SPI: it reads back what is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from ..devices.i2c_device import I2cDevice
from .peripheral import SHORTS, Peripheral

if TYPE_CHECKING:
    from .chip import Chip

Bus = dict[int, I2cDevice]  # 7-bit address -> device

STARTRX, STARTTX, STOP, SUSPEND, RESUME = 0x000, 0x008, 0x014, 0x01C, 0x020
STOPPED, RXDREADY, TXDSENT, ERROR, BB, SUSPENDED = 0x104, 0x108, 0x11C, 0x124, 0x138, 0x148
RXSTARTED, TXSTARTED, LASTRX, LASTTX = 0x14C, 0x150, 0x15C, 0x160
ERRORSRC, ENABLE, PSELSDA, RXD, TXD, FREQUENCY, ADDRESS = 0x4C4, 0x500, 0x50C, 0x518, 0x51C, 0x524, 0x588
RXD_PTR, RXD_MAXCNT, RXD_AMOUNT, TXD_PTR, TXD_MAXCNT, TXD_AMOUNT = 0x534, 0x538, 0x53C, 0x544, 0x548, 0x54C
_ADDRESS_NACK = 1 << 1
_BITS_PER_BYTE = 9
_RESET_FREQUENCY = 0x0198_0000
_SPEEDS = ((0x0600_0000, 400_000), (0x0300_0000, 250_000), (0, 100_000))  # FREQUENCY from …: bits a second
_STOP_SECONDS = 10e-6


def _byte_seconds(frequency: int) -> float:
    return _BITS_PER_BYTE / next(hz for least, hz in _SPEEDS if frequency >= least)


class Twi(Peripheral):
    """TWI of the nRF51822, with the SPI that shares its page."""

    _BB_SUSPEND, _BB_STOP = 1 << 0, 1 << 1
    _ENABLED_AS_SPI = 1
    _SPI_SECONDS = 8e-6  # a byte at 1 MHz

    def __init__(self, chip: Chip, base: int, line: int, bus: Bus) -> None:
        super().__init__(chip, base, line)
        self._bus = bus
        self._device: I2cDevice | None = None
        self._reading = self._suspended = self._first = False
        self._received = self._error = 0
        self.event(STOPPED, RXDREADY, TXDSENT, ERROR, BB)
        for offset, action in (
            (STARTRX, self._start_reading),
            (STARTTX, self._start_writing),
            (STOP, self._stop),
            (SUSPEND, self._suspend),
            (RESUME, self._resume),
        ):
            self.task(offset, action)
        self.on_write(TXD, self._write)
        self.on_read(RXD, lambda: self._received)
        self.on_read(ERRORSRC, lambda: self._error)
        self.on_write(ERRORSRC, self._clear_error)

    def _byte_cycles(self, count: int = 1, held: float = 0.0) -> int:
        return self.chip.cycles(count * (_byte_seconds(self.register(FREQUENCY, _RESET_FREQUENCY)) + held))

    def _clear_error(self, value: int) -> None:
        self._error &= ~value

    def _address(self, reading: bool) -> bool:
        self._reading, self._first, self._error = reading, True, 0
        self._device = self._bus.get(self.register(ADDRESS) & 0x7F)
        if self._device is None:
            self._error = _ADDRESS_NACK
            self.raise_after(self._byte_cycles(), ERROR)
            return False
        self._device.begin(reading)
        return True

    def _start_writing(self) -> None:
        self._address(reading=False)

    def _start_reading(self) -> None:
        self._suspended = False
        if self._address(reading=True):
            self._receive(2)

    def _write(self, value: int) -> None:
        if self.register(ENABLE) == self._ENABLED_AS_SPI:
            self._received = value & 0xFF
            self.raise_after(self.chip.cycles(self._SPI_SECONDS), RXDREADY)
        elif self._device is not None and not self._reading:
            if self._device.holds_clock == inf:
                return
            self._device.take(value & 0xFF)
            self.raise_after(self._byte_cycles(2 if self._first else 1, self._device.holds_clock), TXDSENT)
            self._first = False

    def _receive(self, bytes_on_wire: int) -> None:
        if self._device is not None and self._device.holds_clock < inf:
            cycles = self._byte_cycles(bytes_on_wire, self._device.holds_clock)
            self.raise_after(cycles, RXDREADY, self._receive_done)

    def _receive_done(self) -> None:
        self._received = self._device.give() if self._device else 0xFF
        shorts = self.register(SHORTS)
        self._suspended = self._suspended or bool(shorts & self._BB_SUSPEND)
        self.raise_event(RXDREADY)
        self.raise_event(BB)
        if shorts & self._BB_STOP:
            self._stop()
        elif not shorts & self._BB_SUSPEND:
            self._receive(1)

    def _suspend(self) -> None:
        self._suspended = True

    def _resume(self) -> None:
        if self._suspended:
            self._suspended = False
            if self._reading and self._device:
                self._receive(1)

    def _stop(self) -> None:
        if self._device:
            self._device.end()
        self._device = None
        self.clock.cancel(self._coming.pop(RXDREADY, None))
        self.raise_after(self.chip.cycles(_STOP_SECONDS), STOPPED)


class Twim(Peripheral):
    """TWIM of the nRF52833. `bus_of(pin)` gives the bus on an SDA pin.

    A transfer must take its time: the driver clears SUSPENDED right after it has started one.
    """

    _LASTTX_STARTRX, _LASTTX_SUSPEND, _LASTTX_STOP = 1 << 7, 1 << 8, 1 << 9
    _LASTRX_SUSPEND, _LASTRX_STOP = 1 << 11, 1 << 12

    def __init__(self, chip: Chip, base: int, line: int, bus_of: Callable[[int], Bus]) -> None:
        super().__init__(chip, base, line)
        self._bus_of = bus_of
        self._device: I2cDevice | None = None
        self.event(STOPPED, ERROR, SUSPENDED, RXSTARTED, TXSTARTED, LASTRX, LASTTX)
        for offset, action in (
            (STARTRX, self._start_reading),
            (STARTTX, self._start_writing),
            (STOP, self._stop),
            (SUSPEND, lambda: self.raise_event(SUSPENDED)),
        ):
            self.task(offset, action)
        self.on_write(ERRORSRC, lambda value: self.set_register(ERRORSRC, self.register(ERRORSRC) & ~value))

    def _cycles(self, count: int, held: float = 0.0) -> int:
        return self.chip.cycles(count * (_byte_seconds(self.register(FREQUENCY, _RESET_FREQUENCY)) + held))

    def _find(self) -> I2cDevice | None:
        device = self._bus_of(self.register(PSELSDA) & 63).get(self.register(ADDRESS))
        if device is None:
            self.set_register(ERRORSRC, _ADDRESS_NACK)
            self.set_register(TXD_AMOUNT, 0)
            self.set_register(RXD_AMOUNT, 0)
            self.raise_after(self._cycles(1), ERROR)
        return device

    def _start_writing(self) -> None:
        count = self.register(TXD_MAXCNT)
        self.raise_event(TXSTARTED)
        device = self._find()
        # An empty write reports nothing: the driver's bus probe times out. Nor does one whose clock is held for good.
        if device is not None and count and device.holds_clock < inf:
            data = bytes(self.chip.engine.memory(self.register(TXD_PTR), count))
            self.raise_after(self._cycles(count + 1, device.holds_clock), LASTTX, lambda: self._written(device, data))

    def _written(self, device: I2cDevice, data: bytes) -> None:
        self._device = device
        device.begin(False)
        for byte in data:
            device.take(byte)
        self.set_register(TXD_AMOUNT, len(data))
        self.raise_event(LASTTX)
        shorts = self.register(SHORTS)
        if shorts & self._LASTTX_STOP:
            self._stop()
        elif shorts & self._LASTTX_SUSPEND:
            self.raise_event(SUSPENDED)
        elif shorts & self._LASTTX_STARTRX:
            self._start_reading()

    def _start_reading(self) -> None:
        count = self.register(RXD_MAXCNT)
        self.raise_event(RXSTARTED)
        device = self._find()
        if device is not None and device.holds_clock < inf:
            self.raise_after(self._cycles(count + 1, device.holds_clock), LASTRX, lambda: self._read(device, count))

    def _read(self, device: I2cDevice, count: int) -> None:
        self._device = device
        device.begin(True)
        data = bytes(device.give() for _ in range(count))
        self.chip.engine.memory(self.register(RXD_PTR), count)[:] = data
        self.set_register(RXD_AMOUNT, count)
        self.raise_event(LASTRX)
        shorts = self.register(SHORTS)
        if shorts & self._LASTRX_STOP:
            self._stop()
        elif shorts & self._LASTRX_SUSPEND:
            self.raise_event(SUSPENDED)

    def _stop(self) -> None:
        if self._device:
            self._device.end()
        self._device = None
        self.raise_event(STOPPED)


class Spim(Peripheral):
    """SPIM of the nRF52833 with its output wired to its input."""

    _START, _STOP = 0x010, 0x014
    _STOPPED, _ENDRX, _END, _ENDTX = 0x104, 0x110, 0x118, 0x120

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        self.event(self._STOPPED, self._ENDRX, self._END, self._ENDTX)
        self.task(self._START, self._transfer)
        self.task(self._STOP, lambda: self.raise_event(self._STOPPED))

    def _transfer(self) -> None:
        memory = self.chip.engine.memory
        sent, wanted = self.register(TXD_MAXCNT), self.register(RXD_MAXCNT)
        data = bytes(memory(self.register(TXD_PTR), sent)) if sent else b""
        if wanted:
            memory(self.register(RXD_PTR), wanted)[:] = data[:wanted].ljust(wanted, b"\0")
        self.set_register(TXD_AMOUNT, sent)
        self.set_register(RXD_AMOUNT, wanted)
        for event in (self._ENDRX, self._ENDTX, self._END):
            self.raise_event(event)
