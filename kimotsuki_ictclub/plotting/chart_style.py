"""An empty figure in the club's look. matplotlib is imported only when a picture is drawn."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito, "Color Universal Design" (2008): told apart by colour-blind people too; yellow is too pale for a line.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
DASHES = ("-", "--", ":", "-.")
DPI = 100


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


def dress(axes: Axes, label: str) -> None:
    """Give `axes` the club's look: a pale grid, no box, `label` at the side."""
    axes.grid(color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylabel(label)
    axes.ticklabel_format(axis="y", useOffset=False, style="plain")


def line_look(color: int, dash: int) -> tuple[str, str]:
    """Return colour and dash of the line that is number `color` of the colours and `dash` of the dashes."""
    return COLORS[color % len(COLORS)], DASHES[dash % len(DASHES)]
