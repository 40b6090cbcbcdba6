"""MAG3110: the compass of the micro:bit V1. Registers: NXP data sheet MAG3110, rev. 9.2."""

from __future__ import annotations

import struct

from .sampling import SamplingSensor, Vector

ADDRESS = 0x0E
OUT_X_MSB, WHO_AM_I, CTRL_REG1 = 0x01, 0x07, 0x10
_PERIOD_SECONDS = 0.1
_NANOTESLA_PER_COUNT = 100


class Mag3110(SamplingSensor):
    """16-bit samples ten times a second; its interrupt line is active high. The vector is the field in nT."""

    identity_register, identity = WHO_AM_I, 0xC4
    control, first_output = CTRL_REG1, OUT_X_MSB

    def period(self) -> float:
        """Return the seconds between samples."""
        return _PERIOD_SECONDS

    def encode(self, measured: Vector) -> bytes:
        """Turn into counts."""
        counts = (round(nanotesla / _NANOTESLA_PER_COUNT) for nanotesla in measured)
        return struct.pack(">3h", *(max(-32768, min(32767, count)) for count in counts))
