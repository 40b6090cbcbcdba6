"""The interface chip (USB) of the micro:bit V2, as the firmware sees it over I2C.

Protocol: micro:bit developer documentation, "I2C protocol" of the V2 interface, and DAPLink, source/board/microbitv2.
"""

from __future__ import annotations

from dataclasses import dataclass

from .i2c_device import I2cDevice

POWER_ADDRESS, STORAGE_ADDRESS = 0x70, 0x72
_BUSY = bytes([0x20, 0x31])  # error reply: nothing to read yet


class _CommandDevice(I2cDevice):
    """Takes a command, then has a reply to read; the shared interrupt line is low while one waits."""

    def __init__(self) -> None:
        self._command = bytearray()
        self._reply: bytes | None = None
        self._reading = b""

    def begin(self, reading: bool) -> None:
        """A write begins a command, a read takes the reply."""
        if reading:
            self._reading, self._reply = self._reply or _BUSY, None
        else:
            self._command.clear()

    def take(self, byte: int) -> None:
        """Collect the command and answer what is complete."""
        self._command.append(byte)
        self._reply = self.answer(bytes(self._command)) or self._reply

    def give(self) -> int:
        """Give the reply, then zeros."""
        byte, self._reading = (self._reading[0], self._reading[1:]) if self._reading else (0, b"")
        return byte

    def interrupts(self) -> bool:
        """Whether a reply waits."""
        return self._reply is not None

    def answer(self, command: bytes) -> bytes | None:
        """Return the reply to a command so far; None while it is not complete."""
        raise NotImplementedError


@dataclass(frozen=True)
class Model:
    """Which chip it is, by the board id of its board; the firmware waits 20 ms or 100 ms after each sector's erase."""

    board_id: int
    sector: int  # bytes that are erased at a time
    sectors: int  # of the storage for data logs


# DAPLink, source/board/microbitv2: board_id.h, storage.h and each chip's storage_config.h.
MODELS = {
    "9904": Model(0x9904, 1024, 127),  # V2.0: KL27Z
    "9905": Model(0x9905, 4096, 31),  # V2.20: nRF52833
    "9906": Model(0x9906, 4096, 31),  # V2.21: nRF52820
}


class PowerInterface(_CommandDevice):
    """Board version and power state, on USB power."""

    _READ_PROPERTY, _READ_REPLY, _WRITE_PROPERTY, _WRITE_REPLY = 0x10, 0x11, 0x12, 0x13

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._properties = {
            1: model.board_id.to_bytes(2, "little"),
            2: b"\x02\x00",  # protocol version 2
            3: (257).to_bytes(2, "little"),  # DAPLink 0257
            4: b"\x01",  # power source: USB
            5: bytes(8),  # power consumption: not measured
            6: b"\x04",  # USB state: connected
            7: b"\x00",
            8: b"\x01",
        }

    def answer(self, command: bytes) -> bytes | None:
        """Answer reads of a property and acknowledge writes."""
        if len(command) < 2:
            return None
        if command[0] == self._READ_PROPERTY:
            value = self._properties.get(command[1], b"\x00")
            return bytes([self._READ_REPLY, command[1], len(value)]) + value
        if command[0] == self._WRITE_PROPERTY:
            return bytes([self._WRITE_REPLY, command[1]])
        return None


class StorageInterface(_CommandDevice):
    """The storage for data logs, NOR flash."""

    _FILE_SIZE, _VISIBLE = 2, 3
    _SETTINGS, _SIZE_COMMAND, _SECTOR_SIZE, _REMOUNT = (1, _FILE_SIZE, _VISIBLE), 6, 7, 9  # 1: the file's name
    _READ, _WRITE, _ERASE = 0x0A, 0x0B, 0x0C
    _HEADER = 8  # command, 24-bit address, 32-bit length

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self.content = bytearray(b"\xff" * model.sector * model.sectors)
        self._settings: dict[int, bytes] = {}

    @property
    def page(self) -> bytes:
        """The file that the drive shows of the storage, MY_DATA.HTM; b"" until the firmware shows it."""
        shown = self._settings.get(self._VISIBLE, b"\0") != b"\0"
        size = int.from_bytes(self._settings.get(self._FILE_SIZE, b""), "big")
        return bytes(self.content[:size]) if shown else b""

    def answer(self, command: bytes) -> bytes | None:
        """Answer a storage command."""
        code = command[0]
        if code in (self._READ, self._WRITE, self._ERASE):
            return self._access(command)
        if code in self._SETTINGS:
            if len(command) > 1:
                self._settings[code] = command[1:]
            return bytes([code]) + self._settings.get(code, bytes(12))
        fixed = {
            self._SIZE_COMMAND: bytes([self._model.sectors]),
            self._SECTOR_SIZE: self._model.sector.to_bytes(2, "big"),
            self._REMOUNT: b"\x00",
        }
        return bytes([code]) + fixed.get(code, b"")

    def _access(self, command: bytes) -> bytes | None:
        if len(command) < self._HEADER:
            return None
        start, length = int.from_bytes(command[1:4], "big"), int.from_bytes(command[4:8], "big")
        if command[0] == self._READ:
            return command[: self._HEADER] + bytes(self.content[start : start + length])
        if command[0] == self._ERASE:
            end = min(length + self._model.sector, len(self.content))
            self.content[start:end] = b"\xff" * max(0, end - start)
        else:
            data = command[self._HEADER :]
            if len(data) < length:
                return None
            kept = bytes(a & b for a, b in zip(self.content[start : start + length], data, strict=False))
            self.content[start : start + len(kept)] = kept
        return command[:1]
