"""The keys of `ictclub run`: which of them move what of the board's world (virtual/hosting/controls.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..language import _
from ..notebook.controls import controls_of
from ..readings import for_reader
from ..virtual.devices.parts import sensors_of
from ..virtual.hosting.controls import CONTROLS, USUAL, Control

# Also what a program does not sense: in a terminal there is room for it.
_ALWAYS = ("temperature", "light", "tilt_x", "tilt_y", "a", "b", "logo", "shake", "reset")
_FLAT, _QUIT = "0", "q"
_SHOWN = {"left": "←", "right": "→", "up": "↑", "down": "↓", "-": "−"}


class Keys:
    """The controls of one board, and where their sliders stand."""

    def __init__(self, version: str, files: Mapping[str, bytes], parts: Sequence[str]) -> None:
        shown = {*_ALWAYS, *controls_of(files)}
        sensed = sensors_of(parts)
        self._controls = [
            one for one in CONTROLS.values() if version in one.versions and (one.name in shown or one.world in sensed)
        ]
        self._by_key = {key: one for one in self._controls for key in one.keys}
        self._settings = dict(USUAL)

    def changes(self, key: str) -> dict[str, Any]:
        """Return what a key changes of the world, by the names that a hosted board knows."""
        if key == _FLAT:
            self._settings |= {"tilt_x": 0, "tilt_y": 0}
            return dict([CONTROLS["tilt_x"].change(self._settings)])
        control = self._by_key.get(key)
        if control is None:
            return {}
        if control.is_slider:
            step = -control.step if key == control.keys[0] else control.step
            self._settings[control.name] = control.place(self._settings[control.name] + step)
        return dict([control.change(self._settings)])

    def lines(self) -> list[str]:
        """Return what stands beside the LEDs: the sliders with their keys, then the buttons with theirs."""
        lines = [_line(one, self._settings[one.name]) for one in self._controls if one.is_slider]
        buttons = [f"{one.keys[0]} {for_reader(_(one.label))}" for one in self._controls if not one.is_slider]
        return [*lines, " · ".join([*buttons, _("0 flat"), _("q quit")])]

    def reminder(self) -> str:
        """Return what is said to a key that does nothing."""
        keys = " ".join([*(_SHOWN.get(key, key) for key in self._by_key), _FLAT, _QUIT])
        return _("That key does nothing. Keys: %(keys)s") % {"keys": keys}


def _line(control: Control, place: float) -> str:
    keys = " ".join(_SHOWN.get(key, key) for key in control.keys)
    value = for_reader(_(control.choices[int(place)])) if control.choices else f"{place:g} {control.unit}".rstrip()
    return f"{keys}   {for_reader(_(control.label))} {value}"
