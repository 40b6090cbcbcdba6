"""The one table of board ids, and what the 48 characters of a unique id say."""

from __future__ import annotations

import re
from typing import Literal

Version = Literal["v1", "v2"]

# USB vendor and product of DAPLink, the same on all micro:bits (DAPLink, "USB descriptors").
USB_VENDOR = 0x0D28
USB_PRODUCT = 0x0204

# The first four characters of a unique id (microbit-connection, src/board-id.ts).
BOARD_IDS: dict[str, Version] = {
    "9900": "v1",  # V1.3
    "9901": "v1",  # V1.5
    "9903": "v2",  # reserved for V2
    "9904": "v2",  # V2.0
    "9905": "v2",  # V2.20
    "9906": "v2",  # V2.21; the Calliope mini 3 says so too, `drives` tells it apart
}

# board id (4) + family (4) + host (32) + HIC (8)
UNIQUE_ID_LENGTH = 48
_UNIQUE_ID = re.compile(r"[0-9a-f]{8,48}", re.IGNORECASE)


def version_of(unique_id: str) -> Version | None:
    """Return which micro:bit a unique id (or the start of one) belongs to; None where not in the table."""
    return BOARD_IDS.get(unique_id[:4])


def usable_id(text: str | None) -> str:
    """Return the unique id in lower case, whole or cut off as some Windows PCs do; "" where it is none."""
    return text.lower() if text and _UNIQUE_ID.fullmatch(text) else ""
