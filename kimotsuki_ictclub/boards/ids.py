"""What the 48 characters of a unique id say."""

from __future__ import annotations

import re

from ..board_ids import BOARD_IDS, Version

__all__ = ["BOARD_IDS", "UNIQUE_ID_LENGTH", "USB_PRODUCT", "USB_VENDOR", "Version", "usable_id", "version_of"]

# USB vendor and product of DAPLink, the same on all micro:bits (DAPLink, "USB descriptors").
USB_VENDOR = 0x0D28
USB_PRODUCT = 0x0204

# board id (4) + family (4) + host (32) + HIC (8)
UNIQUE_ID_LENGTH = 48
_UNIQUE_ID = re.compile(r"[0-9a-f]{8,48}", re.IGNORECASE)


def version_of(unique_id: str) -> Version | None:
    """Return which micro:bit a unique id (or the start of one) belongs to; None where not in the table."""
    return BOARD_IDS.get(unique_id[:4])


def usable_id(text: str | None) -> str:
    """Return the unique id in lower case, whole or cut off as some Windows PCs do; "" where it is none."""
    return text.lower() if text and _UNIQUE_ID.fullmatch(text) else ""
