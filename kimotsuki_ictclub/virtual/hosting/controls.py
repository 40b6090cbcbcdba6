"""What a person moves of a board's world, wherever a world can be set: the only table of sliders and buttons.

The bench of a notebook, the club's page and `ictclub run` read it. What reaches the board are the names of changes.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...language import N_
from ..devices.parts import sensors_of
from ..world import LINES, held

Settings = Mapping[str, float]  # slider → where it stands
Change = tuple[str, Any]  # name of a change, and its value


@dataclass(frozen=True)
class Control:
    """A slider, or a button (`low` and `high` are the same).

    label: with readings. senses: the pattern of a program that needs it; None where the part tells that senses `world`
    (devices/parts.py); "" for what every board has. keys: those that move it in a terminal by `step`, down and up;
    a button has one. choices: words for the places of a slider.
    """

    name: str
    label: str
    change: Callable[[Settings], Change]
    senses: str | None = None
    low: int = 0
    high: int = 0
    usual: int = 0
    unit: str = ""
    step: int = 1
    keys: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    world: str = ""
    versions: tuple[str, ...] = ("v1", "v2")
    own: bool = True  # the board's own, not of what is plugged in

    @property
    def is_slider(self) -> bool:
        """Whether it has places, and is no button."""
        return self.low < self.high

    def place(self, value: object) -> float:
        """Return `value` as a place of the slider. Raises: ValueError, TypeError for what is no number."""
        return max(float(self.low), min(float(self.high), float(value)))  # type: ignore[arg-type]


def _analog(pin: int) -> Callable[[Settings], Change]:
    return lambda settings: ("analog", [pin, settings[f"p{pin}"]])


def _tilted(settings: Settings) -> Change:
    return "acceleration", held(settings["tilt_x"], settings["tilt_y"])


_WORDS_OF_LINE = {"none": N_("nowhere"), "left": N_("left"), "right": N_("right"), "both": N_("left and right")}
_PINS = (N_("Pin 0"), N_("Pin 1"), N_("Pin 2"))
_KEYS_OF_PINS = (("z", "x"), ("c", "v"), ("g", "h"))

# In the order in which they are shown.
CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Control("light", N_("Light"), lambda to: ("light", to["light"]), r"\bread_light_level\b",
                0, 255, 128, step=16, keys=("[", "]"), world="light"),
        Control("temperature", N_("Temperature"), lambda to: ("temperature", to["temperature"]), r"\btemperature\s*\(",
                -10, 50, 21, "°C", keys=("-", "+"), world="temperature"),
        Control("tilt_x", N_("Tilt left–right"), _tilted, r"\baccelerometer\b",
                -90, 90, 0, "°", step=15, keys=("left", "right")),
        Control("tilt_y", N_("Tilt forward–back"), _tilted, r"\baccelerometer\b",
                -90, 90, 0, "°", step=15, keys=("up", "down")),
        Control("sound", N_("Loudness"), lambda to: ("sound", to["sound"]), r"\bmicrophone\b",
                0, 255, 0, step=16, keys=("<", ">"), world="sound", versions=("v2",)),
        Control("distance", N_("Distance"), lambda to: ("distance_mm", to["distance"]), None,
                20, 2000, 1000, "mm", step=50, keys=(",", "."), world="distance_mm", own=False),
        Control("line", N_("Black line"), lambda to: ("line", LINES[int(to["line"])]), None,
                0, len(LINES) - 1, 0, keys=("m", "n"), choices=tuple(_WORDS_OF_LINE[line] for line in LINES),
                world="line", own=False),
        *(Control(f"p{pin}", label, _analog(pin), rf"\bpin{pin}\.read_analog\b",
                  0, 1023, 0, step=64, keys=_KEYS_OF_PINS[pin], own=False) for pin, label in enumerate(_PINS)),
        Control("a", N_("Button A"), lambda to: ("tap", "a"), r"\bbutton_a\b", keys=("a",)),
        Control("b", N_("Button B"), lambda to: ("tap", "b"), r"\bbutton_b\b", keys=("b",)),
        Control("logo", N_("Logo"), lambda to: ("tap", "logo"), r"\bpin_logo\b", keys=("l",), versions=("v2",)),
        Control("shake", N_("Shake"), lambda to: ("shake", 0.8), r"\baccelerometer\b", keys=("s",)),
        Control("reset", N_("Reset"), lambda to: ("reset", True), "", keys=("r",)),
    )
}  # fmt: skip
USUAL: Settings = {control.name: control.usual for control in CONTROLS.values() if control.is_slider}


def needed(code: str, parts: Sequence[str]) -> list[str]:
    """Return the controls of what `code` (a program without its comments) and the `parts` at its board sense.

    Without code: the board's own that every board has.
    """
    if not code:
        return [one.name for one in CONTROLS.values() if one.own and len(one.versions) > 1]
    of_parts = sensors_of(parts)
    patterns = {
        name: control.senses if control.senses is not None else of_parts.get(control.world)
        for name, control in CONTROLS.items()
    }
    return [name for name, pattern in patterns.items() if pattern is not None and re.search(pattern, code)]
