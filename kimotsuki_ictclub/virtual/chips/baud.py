"""What a serial receiver makes of bytes sent at another speed: the same wave, sampled at the wrong moments."""

from __future__ import annotations

_TOLERANCE = 0.04  # of the speed: the last of ten bits is then still sampled well inside itself


def heard(data: bytes, sent: float, listening: float) -> bytes:
    """Return what arrives of `data`, sent back to back at `sent` baud (8N1), where `listening` baud are expected."""
    if abs(sent / listening - 1) <= _TOLERANCE:
        return data
    levels = [level for byte in data for level in (0, *((byte >> bit) & 1 for bit in range(8)), 1)]
    step = sent / listening  # bits of the sender in one of the receiver
    arrived = bytearray()
    place = 0
    while True:
        while place < len(levels) and levels[place]:
            place += 1  # the line is idle until a start bit
        if place >= len(levels):
            return bytes(arrived)
        byte = sum(_level(levels, place + (bit + 1.5) * step) << bit for bit in range(8))
        arrived.append(byte)
        place = max(place + 1, int(place + 9.5 * step))
        while place < len(levels) and not levels[place]:
            place += 1  # no stop bit: the receiver waits until the line is high again


def _level(levels: list[int], place: float) -> int:
    return levels[int(place)] if place < len(levels) else 1
