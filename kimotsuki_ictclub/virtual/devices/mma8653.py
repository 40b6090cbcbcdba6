"""MMA8653FC: the accelerometer of the micro:bit V1. Registers: NXP data sheet MMA8653FC, rev. 7."""

from __future__ import annotations

import struct

from .sampling import SamplingSensor, Vector

ADDRESS = 0x1D
OUT_X_MSB, WHO_AM_I, XYZ_DATA_CFG, CTRL_REG1 = 0x01, 0x0D, 0x0E, 0x2A
_PERIODS = (1.25e-3, 2.5e-3, 5e-3, 10e-3, 20e-3, 80e-3, 160e-3, 640e-3)  # seconds, by CTRL_REG1.DR
_MILLI_G_PER_G = 1024  # micro:bit's milli-g: the firmware's range of 2 g is 2048
_LARGEST, _SHIFT = 511, 6  # 10 bits, at the upper end of two bytes


class Mma8653(SamplingSensor):
    """10-bit samples; its interrupt line is active low. The vector is acceleration in the micro:bit's milli-g."""

    identity_register, identity = WHO_AM_I, 0x5A
    control, first_output = CTRL_REG1, OUT_X_MSB

    def period(self) -> float:
        """Return the seconds between samples."""
        return _PERIODS[self.registers[CTRL_REG1] >> 3 & 7]

    def encode(self, measured: Vector) -> bytes:
        """Turn into the chip's axes (the firmware turns them by 180 degrees) and range."""
        full_scale = _MILLI_G_PER_G * (2 << (self.registers[XYZ_DATA_CFG] & 3))
        x, y, z = measured
        counts = (round(milli_g * (_LARGEST + 1) / full_scale) for milli_g in (-x, -y, z))
        return struct.pack(">3h", *(max(-_LARGEST - 1, min(_LARGEST, count)) << _SHIFT for count in counts))
