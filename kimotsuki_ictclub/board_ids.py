"""The one table of board ids: what a unique id begins with, and what the parts of a universal hex are called."""

from __future__ import annotations

from typing import Literal

Version = Literal["v1", "v2"]

# The first four characters of a unique id (microbit-connection, src/board-id.ts).
BOARD_IDS: dict[str, Version] = {
    "9900": "v1",  # V1.3
    "9901": "v1",  # V1.5
    "9903": "v2",  # reserved for V2
    "9904": "v2",  # V2.0
    "9905": "v2",  # V2.20
    "9906": "v2",  # V2.21; the Calliope mini 3 says so too, `boards.drives` tells it apart
}
VIRTUAL_IDS: dict[str, str] = {"v1": "9901", "v2": "9904"}  # what a virtual board is


def version_of_part(board_id: int) -> Version | None:
    """Return which micro:bit a part of a universal hex is for; None where it is for another board."""
    return BOARD_IDS.get(f"{board_id:04x}")
