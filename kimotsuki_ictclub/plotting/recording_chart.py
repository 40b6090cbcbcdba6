"""A recording as a picture, and several recordings compared in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import PlotError
from ..language import N_, _
from ..lessons import Lesson
from ..readings import for_reader
from ..telemetry import Recording
from .channels import ChannelStyle, channel_style
from .chart_style import LINE_WIDTH, Span, dress, fixed_range, label_order, line_look, new_figure, panel_title
from .thinning import thin

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .thinning import Points

_PANEL = 2.6  # inches of height a further panel takes
_MOST_PANELS = 8


def draw_recording(
    recording: Recording,
    *,
    title: str = "",
    lesson: Lesson | None = None,
    channels: Sequence[str] = (),
    span: Span = "auto",
) -> Figure:
    """Return a chart of `recording` over time: channels of the same unit share a panel, boards differ in dashes.

    `channels` chooses some; `span` is the range of values, as chart_style.Span says.

    Raises: PlotError where there is nothing to draw; TelemetryError where a channel is missing.
    """
    return draw_comparison([recording], title=title or recording.name, lesson=lesson, channels=channels, span=span)


def draw_comparison(
    recordings: Sequence[Recording],
    *,
    names: Sequence[str] = (),
    title: str = "",
    lesson: Lesson | None = None,
    channels: Sequence[str] = (),
    span: Span = "auto",
) -> Figure:
    """Return one chart of several recordings, each from its own second 0; `names` tell them apart.

    Raises: PlotError where there is nothing to draw; TelemetryError where a channel is missing.
    """
    if channels:
        recordings = [recording.with_channels(channels) for recording in recordings]
    panels = _panels(recordings, lesson)
    named = list(names) or [recording.name for recording in recordings]
    figure = new_figure(height=4.5 + _PANEL * (len(panels) - 1))
    grid = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for axes, styles in zip(grid, panels, strict=True):
        for index, recording in enumerate(recordings):
            _draw_lines(axes, recording, styles, named[index] if len(recordings) > 1 else "", index)
        _finish_panel(axes, styles, span)
    has_time = all(recording.has_time for recording in recordings)
    grid[-1].set_xlabel(for_reader(_("Time (s)")) if has_time else _("Sample"))
    if title:
        figure.suptitle(title, fontsize=14)
    return figure


def _panels(recordings: Sequence[Recording], lesson: Lesson | None) -> list[list[ChannelStyle]]:
    """Group the channels that have values: the same unit and range is the same panel."""
    groups: dict[object, list[ChannelStyle]] = {}
    present = dict.fromkeys(row.channel for recording in recordings for row in recording.summary())
    for name in present:
        style = channel_style(name, lesson)
        groups.setdefault(style.panel, []).append(style)
    if not groups:
        raise PlotError(
            "nothing-to-plot",
            N_("There are no samples to draw."),
            N_("Record again, and see that the board prints names and numbers."),
        )
    panels = list(groups.values())
    if len(panels) > _MOST_PANELS:
        raise PlotError(
            "too-many-panels",
            N_("%(panels)s kinds of channels do not fit one picture (%(most)s do)."),
            N_("Choose some of them by name."),
            panels=len(panels),
            most=_MOST_PANELS,
        )
    return panels


def _draw_lines(axes: Axes, recording: Recording, styles: Sequence[ChannelStyle], name: str, order: int) -> None:
    """Draw the channels of one panel; `order` counts the compared recordings, 0 where there is one."""
    for number, board in enumerate(sorted(recording.boards, key=label_order)):
        of_board = recording.of_board(board)
        for position, style in enumerate(styles):
            if style.name not in of_board.channels:
                continue
            times, values = _own_rows(of_board, style.name)
            color, dash = line_look(len(styles), position, order + number)
            several = board if len(recording.boards) > 1 else ""
            label = " · ".join(part for part in (name, several, style.label) if part)
            if len(times):
                axes.plot(*thin(times, values), color=color, linestyle=dash, linewidth=LINE_WIDTH, label=label)


def _own_rows(recording: Recording, channel: str) -> tuple[Points, Points]:
    """Return times and values of a channel: rows that have other channels only are no gap in it."""
    import numpy as np

    values = recording.channels[channel]
    missing = np.isnan(values)
    if not missing.any():
        return recording.times, values
    others = np.zeros(len(recording), dtype=bool)
    for name, column in recording.channels.items():
        if name != channel:
            others |= ~np.isnan(column)
    keep = ~(missing & others)
    return recording.times[keep], values[keep]


def _finish_panel(axes: Axes, styles: Sequence[ChannelStyle], span: Span) -> None:
    dress(axes, panel_title(styles))
    if limits := fixed_range(span, styles[0]):
        axes.set_ylim(*limits)
    if len(axes.lines) > 1 or len(styles) > 1:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=4, frameon=False, fontsize=9)
