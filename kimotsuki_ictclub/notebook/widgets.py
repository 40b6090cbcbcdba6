"""The two things in a notebook that move: a live plot and a virtual board's bench. Pictures come from matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..language import _
from ..virtual.world import LINES
from .bench import BoardOnBench, held
from .controls import controls_of, plays_tones
from .words import ruby

_WEB = Path(__file__).with_name("web")

# Slider → name of a change (virtual/hosting/changes.py) and what is sent of its value.
_SENT: dict[str, tuple[str, Callable[[int], Any]]] = {
    "light": ("light", int),
    "temperature": ("temperature", int),
    "sound": ("sound", int),
    "distance": ("distance_mm", int),
    "line": ("line", lambda place: LINES[place]),
    "p0": ("analog", lambda value: [0, value]),
    "p1": ("analog", lambda value: [1, value]),
    "p2": ("analog", lambda value: [2, value]),
}


class LivePlotWidget(anywidget.AnyWidget):
    """Shows frames and has the buttons stop, pause, save picture, save CSV."""

    _esm = _WEB / "live_plot.js"
    _css = _WEB / "live_plot.css"
    labels = traitlets.Dict().tag(sync=True)
    state = traitlets.Unicode("running").tag(sync=True)  # "running", "paused" or "stopped"
    status = traitlets.Unicode("").tag(sync=True)
    still = traitlets.Bool(False).tag(sync=True)  # whether the picture beside it took the chart's place

    def __init__(self) -> None:
        super().__init__(
            labels={
                "stop": _("Stop"),
                "pause": _("Pause"),
                "go_on": _("Go on"),
                "picture": _("Save picture"),
                "csv": _("Save CSV"),
                "gone": _("This chart is from before the restart. Run the cells again from the top."),
            }
        )


class BenchWidget(anywidget.AnyWidget):
    """The LEDs of a virtual board, and sliders and buttons for what its program senses."""

    _esm = _WEB / "bench.js"
    _css = _WEB / "bench.css"
    labels = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List(traitlets.Unicode()).tag(sync=True)
    plays = traitlets.Bool(False).tag(sync=True)  # whether its program makes sounds
    pixels = traitlets.List([0] * 25).tag(sync=True)
    tone = traitlets.Float(0.0).tag(sync=True)  # Hz; 0.0 for silence
    light = traitlets.Int(128).tag(sync=True)
    temperature = traitlets.Int(21).tag(sync=True)
    tilt_x = traitlets.Int(0).tag(sync=True)
    tilt_y = traitlets.Int(0).tag(sync=True)
    sound = traitlets.Int(0).tag(sync=True)
    distance = traitlets.Int(1000).tag(sync=True)  # mm
    line = traitlets.Int(0).tag(sync=True)  # place in LINES
    p0 = traitlets.Int(0).tag(sync=True)
    p1 = traitlets.Int(0).tag(sync=True)
    p2 = traitlets.Int(0).tag(sync=True)
    oled = traitlets.Unicode("").tag(sync=True)  # the picture of an OLED display, in characters

    def __init__(self, bench: BoardOnBench) -> None:
        super().__init__(
            title=bench.label,
            controls=controls_of(bench.files),
            plays=plays_tones(bench.files),
            pixels=list(bench.pixels),
            labels={
                "light": ruby(_("Light")),
                "temperature": ruby(_("Temperature")),
                "tilt_x": ruby(_("Tilt left–right")),
                "tilt_y": ruby(_("Tilt forward–back")),
                "sound": ruby(_("Loudness")),
                "distance": ruby(_("Distance")),
                "line": ruby(_("Black line")),
                "lines": [_("nowhere"), _("left"), _("right"), _("left and right")],
                "p0": ruby(_("Pin %(number)d") % {"number": 0}),
                "p1": ruby(_("Pin %(number)d") % {"number": 1}),
                "p2": ruby(_("Pin %(number)d") % {"number": 2}),
                "a": _("Button A"),
                "b": _("Button B"),
                "logo": _("Logo"),
                "shake": _("Shake"),
                "reset": _("Reset"),
            },
        )
        self._bench = bench
        bench.watchers.append(self._show_pixels)
        bench.listeners.append(self._show_tone)
        bench.readers.append(self._show_oled)
        self.observe(self._move_world, names=[*_SENT, "tilt_x", "tilt_y"])
        self.on_msg(self._press)

    def _show_pixels(self, pixels: tuple[int, ...]) -> None:
        self.pixels = list(pixels)

    def _show_oled(self, text: str) -> None:
        self.oled = text

    def _show_tone(self, tone: float) -> None:
        self.tone = tone

    def _move_world(self, change: dict[str, Any]) -> None:
        if change["name"] in _SENT:
            name, value = _SENT[change["name"]]
            self._bench.send(name, value(change["new"]))
        else:
            self._bench.send("acceleration", held(self.tilt_x, self.tilt_y))

    def _press(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        if "watch" in message:
            self._bench.watch()
        for name in ("tap", "shake", "reset"):
            if name in message:
                self._bench.send(name, message[name])


def side_by_side(widgets: Sequence[BenchWidget]) -> Any:
    """Return several benches as one thing to show, beside each other as far as the page is wide."""
    import ipywidgets

    box = ipywidgets.Box(list(widgets))
    box.add_class("ictclub-benches")
    return box
