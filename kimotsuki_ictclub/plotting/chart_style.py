"""How every chart of the club looks, still or moving. matplotlib is imported only when a picture is drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from .channels import ChannelStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito, "Color Universal Design" (2008): told apart by colour-blind people too; yellow is too pale for a line.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
DASHES = ("-", "--", ":", "-.")
DPI = 100
LINE_WIDTH = 1.8  # points

# The range of values that a chart shows: "auto" what was measured, "whole" the channel's own (light 0–255), or a pair.
Span = Literal["auto", "whole"] | tuple[float, float]


def new_figure(width: float = 8.0, height: float = 4.5) -> Figure:
    """Return an empty figure of `width` × `height` inches at 100 dots an inch, drawn by Agg, Japanese allowed."""
    use_japanese_font()
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from .shown_figure import ShownFigure

    figure = ShownFigure(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    return figure


@cache
def use_japanese_font() -> None:
    """Let matplotlib draw Japanese, in the child's own plots too."""
    import matplotlib_fontja  # noqa: F401 - importing it sets the font


def label_order(label: str) -> list[tuple[str, int]]:
    """Return what boards are sorted by: their labels, numbers in them by size (2 before 10)."""
    return [(text, int(digits or 0)) for text, digits in re.findall(r"(\D*)(\d*)", label)]


def fixed_range(span: Span, style: ChannelStyle) -> tuple[float, float] | None:
    """Return the range that a panel with the channel `style` has whatever is measured; None where it follows that."""
    if span == "auto":
        return None
    return style.range if span == "whole" else span


def panel_title(styles: Sequence[ChannelStyle]) -> str:
    """Return what stands beside a panel: its one channel's label and unit, or the unit of several."""
    return styles[0].title if len({style.name for style in styles}) == 1 else styles[0].unit


def dress(axes: Axes, label: str) -> None:
    """Give `axes` the club's look: a pale grid, no box, `label` at the side."""
    axes.grid(color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylabel(label)
    axes.ticklabel_format(axis="y", useOffset=False, style="plain")


def line_look(channels: int, channel: int, whose: int) -> tuple[str, str]:
    """Return colour and dash of a line in a panel of so many `channels`, for its channel and board by number.

    Boards differ in colour where there is one channel; where there are several, channels do, and boards in dashes.
    """
    color, dash = (whose, 0) if channels == 1 else (channel, whose)
    return COLORS[color % len(COLORS)], DASHES[dash % len(DASHES)]
