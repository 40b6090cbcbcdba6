"""What can be plugged into a board by a name: robots, a distance sensor, a display; and what a program expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .i2c_robots import KINDS, ROBOTS

OLED, DISTANCE_SENSOR, NEOPIXELS = "oled", "distance-sensor", "neopixels"
PARTS = (DISTANCE_SENSOR, NEOPIXELS, OLED, *KINDS)
USUAL_PINS = (1, 2)  # trigger and echo: as on a Maqueen

# A program's words for the two pins: trigger = pin1, HCSR04(echo=pin2), time_pulse_us(pin2, 1).
_COMMENT = re.compile(r"#.*")
_PIN = r"(?:microbit\.)?pin([0-9]|1[0-69]|20)\b"  # others are the program's mistake, which the board tells
_TRIGGER = re.compile(rf"\btrig\w*\s*=\s*{_PIN}|\b{_PIN}\.write_digital\(\s*1\s*\)", re.IGNORECASE)
_ECHO = re.compile(
    rf"\becho\w*\s*=\s*{_PIN}|(?:\btime_pulse_us\(\s*|\bwhile\b[^\n]*?){_PIN}(?!\.is_touched)", re.IGNORECASE
)
_MEASURES = re.compile(r"\btime_pulse_us\b|\bhc_?sr04\b|\bultrasonic\b|\bsonar\b", re.IGNORECASE)
_ASKS_DISTANCE = r"(?i:\btime_pulse_us\b|\bticks_us\b|sr04|ultrasonic|sonar)"
_LIGHTS = re.compile(rf"\bNeoPixel\(\s*{_PIN}")
_SHOWS = re.compile(r"\bssd1306\b|\b0x3c\b", re.IGNORECASE)
_ROBOT = re.compile(rf"""(?:\bRobot\(|\bKIND\s*=)\s*["']({"|".join(KINDS)})["']""")


def sensor_pins(part: str) -> tuple[int, int] | None:
    """Return the pins of trigger and echo in "distance-sensor" or "distance-sensor:8,12"; None for other parts."""
    found = re.fullmatch(rf"{DISTANCE_SENSOR}(?::(\d{{1,2}}),(\d{{1,2}}))?", part)
    if found is None:
        return None
    return (int(found[1]), int(found[2])) if found[1] else USUAL_PINS


def strip_pin(part: str) -> int | None:
    """Return the pin of the lights in "neopixels" (0) or "neopixels:8"; None for other parts."""
    found = re.fullmatch(rf"{NEOPIXELS}(?::(\d{{1,2}}))?", part)
    return None if found is None else int(found[1] or 0)


def expected_parts(files: Mapping[str, bytes]) -> list[str]:
    """Return the parts that the programs in `files` (name → content) seem to expect at their board."""
    texts = [content.decode("utf-8", "replace") for name, content in files.items() if name.endswith(".py")]
    code = _COMMENT.sub("", "\n".join(texts))
    parts = [OLED] if _SHOWS.search(code) else []
    parts += [f"{NEOPIXELS}:{pin}" for pin in dict.fromkeys(_LIGHTS.findall(code))]
    robot = _ROBOT.search(code)
    if robot is not None:
        parts.append(robot[1])
    measures = _MEASURES.search(code)
    if measures or "ticks_us" in code:
        trigger, echo = _first_pin(_TRIGGER, code), _first_pin(_ECHO, code)
        if trigger and echo and trigger != echo:
            parts.append(f"{DISTANCE_SENSOR}:{trigger},{echo}")
        elif measures and robot is None:
            parts.append(DISTANCE_SENSOR)
    return parts


def sensors_of(parts: Iterable[str]) -> dict[str, str]:
    """Return what of the world `parts` sense ("distance_mm", "line"), with the pattern of code that asks for it."""
    found: dict[str, str] = {}
    for part in parts:
        robot = ROBOTS.get(part)
        if sensor_pins(part) is not None or (robot is not None and robot.distance_pins is not None):
            found["distance_mm"] = _ASKS_DISTANCE
        if robot is not None and robot.line_code():
            found["line"] = robot.line_code()
    return found


def _first_pin(pattern: re.Pattern[str], code: str) -> str:
    """Return the number of the pin that a name is given to, else of the first one that is used so."""
    found = pattern.findall(code)
    return next((named for named, _ in found if named), "") or next((used for _, used in found if used), "")
