"""What of a virtual board's world a program senses: only that gets a slider or a button on the bench."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..images.mistakes import code_only
from ..virtual.devices.i2c_robots import I2C_ROBOTS
from ..virtual.devices.parts import DISTANCE_SENSOR, expected_parts

# Control → what a program that senses it has in its code. In the order in which the bench shows them.
_SENSES = {
    "light": r"\bread_light_level\b",
    "temperature": r"\btemperature\s*\(",
    "tilt_x": r"\baccelerometer\b",
    "tilt_y": r"\baccelerometer\b",
    "sound": r"\bmicrophone\b",
    "distance": r"(?i)\btime_pulse_us\b|\bticks_us\b|sr04|ultrasonic|sonar",
    "line": r"\bpin1[34]\.read_digital\b|(?i:0x1d)",
    **{f"p{pin}": rf"\bpin{pin}\.read_analog\b" for pin in (0, 1, 2)},
    "a": r"\bbutton_a\b",
    "b": r"\bbutton_b\b",
    "logo": r"\bpin_logo\b",
    "shake": r"\baccelerometer\b",
}
_PLAYS = re.compile(r"\b(music|speech|audio|speaker)\b")
_V2_ONLY = ("sound", "logo")
_AT_PINS = ("distance", "line", "p0", "p1", "p2")  # not the board's own


def controls_of(files: Mapping[str, bytes]) -> list[str]:
    """Return what the program in `files` senses; all of a V1's own where its text can't be read."""
    code = _code(files)
    if not code:
        return [name for name in _SENSES if name not in (*_V2_ONLY, *_AT_PINS)]
    parts = expected_parts(files)
    plugged = {
        "distance": any(part.startswith(DISTANCE_SENSOR) or part in I2C_ROBOTS for part in parts),
        "line": any(part in I2C_ROBOTS for part in parts),
    }
    return [name for name, pattern in _SENSES.items() if plugged.get(name, True) and re.search(pattern, code)]


def plays_tones(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` makes sounds."""
    return _PLAYS.search(_code(files)) is not None


def needs_v2(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` senses what a V1 has not: sound, or the logo."""
    return any(name in _V2_ONLY for name in controls_of(files))


def _code(files: Mapping[str, bytes]) -> str:
    texts = [content.decode("utf-8", "replace") for name, content in files.items() if name.endswith(".py")]
    return "\n".join(code_only(text) for text in texts)
