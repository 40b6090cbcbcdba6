"""Devices on an I2C bus, seen byte by byte."""

from __future__ import annotations


class I2cDevice:
    """A device: `begin` for each (repeated) start, then `take` or `give` for each byte, then `end`.

    holds_clock: how long it holds the clock line low at each byte (clock stretching), in seconds; `inf` is for good.
    """

    holds_clock = 0.0

    def begin(self, reading: bool) -> None:
        """The device was addressed, to read from it or to write to it."""

    def take(self, byte: int) -> None:
        """A byte was written to the device."""

    def give(self) -> int:
        """Return the next byte that is read from the device."""
        return 0xFF

    def end(self) -> None:
        """The bus was released."""


class RegisterDevice(I2cDevice):
    """A device with byte registers: the first byte written is the register number, which then counts up.

    number_mask keeps the bits of the number (some chips use the highest one for "count up").
    """

    number_mask = 0xFF

    def __init__(self) -> None:
        self.registers = bytearray(256)
        self.number = 0  # of the register that is next
        self._first = False

    def begin(self, reading: bool) -> None:
        """Expect the register number after a start for writing."""
        self._first = not reading

    def take(self, byte: int) -> None:
        """Take the register number, then bytes for the registers from there on."""
        if self._first:
            self.number, self._first = byte & self.number_mask, False
            return
        self.store(self.number, byte)
        self.number = (self.number + 1) & 0xFF

    def give(self) -> int:
        """Give the registers' bytes, one after another."""
        byte = self.load(self.number)
        self.number = (self.number + 1) & 0xFF
        return byte

    def store(self, number: int, byte: int) -> None:
        """A register was written."""
        self.registers[number] = byte

    def load(self, number: int) -> int:
        """Return a register that is read."""
        return self.registers[number]
