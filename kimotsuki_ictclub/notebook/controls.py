"""What of a virtual board's world a program senses: only that gets a slider or a button on the bench."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..images.mistakes import code_only

# Control → what a program that senses it has in its code. In the order in which the bench shows them.
_SENSES = {
    "light": r"\bread_light_level\b",
    "temperature": r"\btemperature\s*\(",
    "tilt_x": r"\baccelerometer\b",
    "tilt_y": r"\baccelerometer\b",
    "sound": r"\bmicrophone\b",
    "a": r"\bbutton_a\b",
    "b": r"\bbutton_b\b",
    "logo": r"\bpin_logo\b",
    "shake": r"\baccelerometer\b",
}
_PLAYS = re.compile(r"\b(music|speech|audio|speaker)\b")
_V2_ONLY = ("sound", "logo")


def controls_of(files: Mapping[str, bytes]) -> list[str]:
    """Return what the program in `files` senses; all but the V2's own where its text can't be read."""
    code = _code(files)
    if not code:
        return [name for name in _SENSES if name not in _V2_ONLY]
    return [name for name, pattern in _SENSES.items() if re.search(pattern, code)]


def plays_tones(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` makes sounds."""
    return _PLAYS.search(_code(files)) is not None


def needs_v2(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` senses what a V1 has not: sound, or the logo."""
    return any(name in _V2_ONLY for name in controls_of(files))


def _code(files: Mapping[str, bytes]) -> str:
    texts = [content.decode("utf-8", "replace") for name, content in files.items() if name.endswith(".py")]
    return "\n".join(code_only(text) for text in texts)
