"""The evening's PIN and the key of its cookies, kept: a server that was stopped lets the same browsers in again."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from ..attendance.desk.guard import PIN_DIGITS, SESSION_SECONDS, new_pin
from ..files import read_json, written_whole

FILE_NAME = "page-door.json"
_KEY_BYTES = 32


@dataclass(frozen=True)
class KeptDoor:
    """What lets browsers in: the PINs that people type, and the key that signs cookies."""

    pin: str
    club_pin: str  # the instructors'
    key: bytes


def kept_door(folder: Path) -> KeptDoor:
    """Return the door of this evening; one that is older than a cookie may be gets a new PIN and a new key.

    Raises: OSError where it cannot be written.
    """
    path = folder / FILE_NAME
    try:
        kept = read_json(path)
        pins, key = (str(kept["pin"]), str(kept["club_pin"])), bytes.fromhex(kept["key"])
        age = time.time() - float(kept["since"])
        right = all(len(pin) == PIN_DIGITS and pin.isdecimal() for pin in pins) and len(key) == _KEY_BYTES
        if right and 0 <= age < SESSION_SECONDS:
            return KeptDoor(*pins, key)
    except (OSError, ValueError, LookupError, TypeError):
        pass  # there is none yet, or nothing that can be read
    door = KeptDoor(new_pin(), new_pin(), secrets.token_bytes(_KEY_BYTES))
    content = {"pin": door.pin, "club_pin": door.club_pin, "key": door.key.hex(), "since": time.time()}
    with written_whole(path, private=True) as stream:
        stream.write(json.dumps(content).encode())
    return door
