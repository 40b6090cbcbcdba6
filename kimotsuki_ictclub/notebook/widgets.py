"""The two things in a notebook that move: a live plot and a virtual board's bench. Pictures come from matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..language import _
from ..virtual.hosting.controls import CONTROLS, USUAL, Control
from .bench import BoardOnBench
from .controls import controls_of, plays_tones
from .words import ruby

_WEB = Path(__file__).with_name("web")


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
    title = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List(traitlets.Dict()).tag(sync=True)
    plays = traitlets.Bool(False).tag(sync=True)  # whether its program makes sounds
    pixels = traitlets.List([0] * 25).tag(sync=True)
    tone = traitlets.Float(0.0).tag(sync=True)  # Hz; 0.0 for silence
    settings = traitlets.Dict(dict(USUAL)).tag(sync=True)  # slider → where it stands
    lights = traitlets.Dict().tag(sync=True)  # pin → the (red, green, blue) of its NeoPixels
    oled = traitlets.Unicode("").tag(sync=True)  # the picture of an OLED display, in characters

    def __init__(self, bench: BoardOnBench) -> None:
        super().__init__(
            title=bench.label,
            controls=[_shown(CONTROLS[name]) for name in controls_of(bench.files)],
            plays=plays_tones(bench.files),
            pixels=list(bench.pixels),
        )
        self._bench = bench
        bench.watchers.append(self._show_pixels)
        bench.listeners.append(self._show_tone)
        bench.readers.append(self._show_oled)
        bench.lighters.append(self._show_lights)
        self.observe(self._move_world, names="settings")
        self.on_msg(self._press)

    def _show_pixels(self, pixels: tuple[int, ...]) -> None:
        self.pixels = list(pixels)

    def _show_oled(self, text: str) -> None:
        self.oled = text

    def _show_tone(self, tone: float) -> None:
        self.tone = tone

    def _show_lights(self, lights: dict[str, list[list[int]]]) -> None:
        self.lights = lights

    def move(self, name: str, value: float) -> None:
        """Put the slider `name` to `value`, as a hand does in the page."""
        self.settings = {**self.settings, name: value}

    def _move_world(self, change: dict[str, Any]) -> None:
        before, settings = change["old"], {**USUAL, **change["new"]}
        for name, value in change["new"].items():
            if name in USUAL and value != before.get(name):
                self._bench.send(*CONTROLS[name].change(settings))

    def _press(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        if "watch" in message:
            self._bench.watch()
        control = CONTROLS.get(message.get("press", ""))
        if control is not None:
            self._bench.send(*control.change(self.settings))


def _shown(control: Control) -> dict[str, Any]:
    """Return what the page needs to show a control; its words are HTML."""
    words = {"label": ruby(_(control.label)), "choices": [ruby(_(choice)) for choice in control.choices]}
    return words | {name: getattr(control, name) for name in ("name", "low", "high", "unit")}


def side_by_side(widgets: Sequence[BenchWidget]) -> Any:
    """Return several benches as one thing to show, beside each other as far as the page is wide."""
    import ipywidgets

    box = ipywidgets.Box(list(widgets))
    box.add_class("ictclub-benches")
    return box
