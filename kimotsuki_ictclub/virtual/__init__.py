"""A micro:bit in software: chips, pins and time. It runs the unmodified firmware and knows nothing of the club.

Importing it lets pyserial open `virtual://v1` and `virtual://v2` (hosting/protocol_virtual.py).
"""

import serial

from .air import Air
from .board import VirtualBoard
from .display import Display

__all__ = ["Air", "Display", "VirtualBoard"]

_HANDLERS = f"{__name__}.hosting"  # where pyserial looks for protocol_virtual.py when such a port is opened
if _HANDLERS not in serial.protocol_handler_packages:
    serial.protocol_handler_packages.append(_HANDLERS)
