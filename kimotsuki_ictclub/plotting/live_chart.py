"""A chart that moves: only the lines are drawn anew, the rest of the picture is kept.

The time axis stands still while the lines run to the right; when they reach the edge it moves on by a fifth.
"""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..language import _
from ..lessons import Lesson
from ..readings import for_reader
from ..telemetry import Event, Gone, Sample
from .channels import ChannelStyle, channel_style
from .chart_style import LINE_WIDTH, Span, dress, fixed_range, label_order, line_look, new_figure, panel_title
from .frames import encode_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_STEP = 0.2  # part of the window by which the time axis moves on
_MARGIN = 0.15  # part of the measured span that is left free above and below
_MOST_LINES = 200
_MOST_ROWS = 6  # panels below each other; more are laid out in three columns
_WIDTH, _HEIGHT, _PANEL = 7.0, 3.8, 1.7  # inches; a panel of several is at least so high


class Series:
    """The latest points of one line; `times` in seconds since the chart began."""

    def __init__(self) -> None:
        self.times = array("d")
        self.values = array("d")

    def forget(self, before: float) -> None:
        """Drop the points before `before`, but one: the line enters from the edge."""
        index = bisect.bisect_left(self.times, before) - 1
        if index > 0:
            del self.times[:index], self.values[:index]


Panel = tuple["Axes", ChannelStyle, list[tuple["Line2D", Series]]]


class LiveChart:
    """Draws the last `window` seconds of what boards say.

    `channels` chooses some; `side_by_side` gives each board panels of its own.
    """

    def __init__(
        self,
        *,
        window: float = 10.0,
        span: Span = "auto",
        channels: Sequence[str] = (),
        lesson: Lesson | None = None,
        side_by_side: bool = False,
    ) -> None:
        self.window = window
        self._span = span
        self._channels = tuple(channels)
        self._lesson = lesson
        self._side_by_side = side_by_side
        self._series: dict[tuple[str, str], Series] = {}
        self._seen: dict[str, None] = {}
        self._zero: float | None = None
        self._newest = 0.0
        self._left = 0.0
        self._figure: Any = None
        self._panels: list[Panel] = []
        self._background: Any = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The channels that were asked for, where boards have sent samples and none of these is in them."""
        return self._channels if self._seen and not self._series else ()

    @property
    def seen(self) -> tuple[str, ...]:
        """The channels that boards have sent, shown or not."""
        return tuple(self._seen)

    @property
    def newest(self) -> float | None:
        """When the newest sample was taken, on the clock of the samples; None before the first."""
        return None if self._zero is None else self._zero + self._newest

    def add(self, events: Iterable[Event]) -> bool:
        """Take what boards said; return whether the picture changes."""
        changed = False
        for event in events:
            if isinstance(event, Sample):
                changed = self._add_sample(event) or changed
            elif isinstance(event, Gone) and self._zero is not None:
                for (board, _channel), series in self._series.items():
                    if board == event.board:
                        series.times.append(event.time - self._zero)
                        series.values.append(float("nan"))
        return changed

    def frame(self) -> bytes:
        """Return the picture now, as a PNG; only the lines are drawn anew where that is enough."""
        import numpy as np

        self._draw()
        return encode_frame(np.asarray(self._figure.canvas.buffer_rgba()))

    def picture(self) -> bytes:
        """Return the picture now as a PNG in full colour."""
        from .png import png_of

        self._draw()
        self._set_animated(False)
        try:
            return png_of(self._figure)
        finally:
            self._set_animated(True)
            self._background = None

    def _add_sample(self, sample: Sample) -> bool:
        if self._zero is None:
            self._zero = sample.time
        seconds = sample.time - self._zero
        self._newest = max(self._newest, seconds)
        shown = False
        for name, value in sample.values.items():
            self._seen[name] = None
            if self._channels and name not in self._channels:
                continue
            series = self._series.get((sample.board, name))
            if series is None:
                if len(self._series) >= _MOST_LINES:
                    continue
                series = self._series[sample.board, name] = Series()
                self._figure = None  # another line: the chart is laid out anew
            series.times.append(seconds)
            series.values.append(value)
            shown = True
        return shown

    def _draw(self) -> None:
        if self._figure is None:
            self._lay_out()
        if self._newest > self._left + self.window:
            self._left = self._newest - self.window * (1 - _STEP)
            for series in self._series.values():
                series.forget(self._left)
            self._fit(shrink=True)
        elif self._fit(shrink=False) or self._background is None:
            pass
        else:
            self._figure.canvas.restore_region(self._background)
            self._draw_lines()
            return
        self._draw_all()

    def _lay_out(self) -> None:
        """Make a panel for each unit and range (and board, side by side), and a line for each series."""
        self._panels = []
        self._background = None
        groups: dict[object, list[tuple[str, ChannelStyle, Series]]] = {}
        boards = sorted(dict.fromkeys(board for board, _name in self._series), key=label_order)
        for (board, name), series in sorted(self._series.items(), key=lambda item: boards.index(item[0][0])):
            style = channel_style(name, self._lesson)
            key = (board if self._side_by_side else "", style.panel)
            groups.setdefault(key, []).append((board, style, series))
        columns = 1 if len(groups) <= _MOST_ROWS else 3
        rows = -(-max(1, len(groups)) // columns)
        self._figure = new_figure(_WIDTH, max(_HEIGHT, _PANEL * rows))
        if not groups:
            axes = self._figure.subplots()
            dress(axes, "")
            axes.text(
                0.5, 0.5, for_reader(_("Waiting for samples …")), ha="center", va="center", transform=axes.transAxes
            )
            axes.set(xlim=(0, self.window), ylim=(0, 1))
            return
        grid = self._figure.subplots(rows, columns, sharex=True, squeeze=False).ravel()
        for axes, lines in zip(grid, groups.values(), strict=False):
            self._panels.append((axes, lines[0][1], self._lines_of(axes, lines, boards)))
        for axes in grid[len(groups) :]:
            axes.set_visible(False)
        self._figure.supxlabel(for_reader(_("Time (s)")), fontsize=10)
        self._fit(shrink=True)
        if columns > 1:  # placing many panels takes long: it is done once
            self._figure.draw_without_rendering()
            self._figure.set_layout_engine("none")

    def _lines_of(
        self, axes: Axes, lines: list[tuple[str, ChannelStyle, Series]], boards: list[str]
    ) -> list[tuple[Line2D, Series]]:
        names = list(dict.fromkeys(style.name for _board, style, _series in lines))
        dress(axes, panel_title([style for _board, style, _series in lines]))
        made = []
        for board, style, series in lines:
            color, dash = line_look(len(names), names.index(style.name), boards.index(board))
            named = board if len(boards) > 1 and not self._side_by_side else ""
            label = " · ".join(part for part in (named, style.label) if part)
            (line,) = axes.plot([], [], color=color, linestyle=dash, linewidth=LINE_WIDTH, label=label, animated=True)
            made.append((line, series))
        if self._side_by_side and len(boards) > 1:
            axes.set_title(lines[0][0], fontsize=10, loc="left", pad=3)
        if len(made) > 1:
            axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=9, frameon=False)
        return made

    def _fit(self, *, shrink: bool) -> bool:
        """Set the ranges of the panels; return whether any changed. They shrink only when the time axis moves."""
        import numpy as np

        changed = shrink
        if shrink and self._panels:
            self._panels[0][0].set_xlim(self._left, self._left + self.window)  # the others share it
        for panels in self._same_axis():
            axes, style, _lines = panels[0]
            if fixed := fixed_range(self._span, style):
                if shrink:
                    _set_range(panels, *fixed)
                continue
            values = np.concatenate([np.array(series.values) for panel in panels for _line, series in panel[2]])
            values = values[~np.isnan(values)]
            if not len(values):
                continue
            least, greatest = float(values.min()), float(values.max())
            low, high = axes.get_ylim()
            if shrink or least < low or greatest > high:
                room = max((greatest - least) * _MARGIN, abs(greatest) * 0.02, 0.5)
                _set_range(panels, least - room, greatest + room)
                changed = True
        return changed

    def _same_axis(self) -> list[list[Panel]]:
        """Group the panels that show the same kind of value: side by side they have one range, to be compared."""
        groups: dict[object, list[Panel]] = {}
        for panel in self._panels:
            style = panel[1]
            groups.setdefault((style.panel, style.name if style.range is None else ""), []).append(panel)
        return list(groups.values())

    def _draw_all(self) -> None:
        canvas = self._figure.canvas
        canvas.draw()
        self._background = canvas.copy_from_bbox(self._figure.bbox)
        self._draw_lines()

    def _draw_lines(self) -> None:
        import numpy as np

        for axes, _style, lines in self._panels:
            for line, series in lines:
                line.set_data(np.array(series.times), np.array(series.values))
                axes.draw_artist(line)

    def _set_animated(self, animated: bool) -> None:
        for _axes, _style, lines in self._panels:
            for line, _series in lines:
                line.set_animated(animated)


def _set_range(panels: list[Panel], low: float, high: float) -> None:
    for axes, _style, _lines in panels:
        axes.set_ylim(low, high)
