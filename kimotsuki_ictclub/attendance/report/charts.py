"""The report's charts. As SVG the letters are drawn, so that they print sharply on any PC."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from ...language import _, language
from ..fiscal_year import first_day, fiscal_year_name, last_day, months
from ..models import LessonProgress
from .facts import Facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, PALE = "#22303c", "#d9d9d9"
# Dark to light, so that they differ on a black-and-white printer too.
COLORS = ("#0f766e", "#f2a65a", "#7aa6c2", "#c9b5d4")
GOAL_COLOR = "#b45309"
_WIDTH = 7.2  # inches: the width between the margins of an A4 page


def growth_chart(facts: Facts) -> Figure:
    """Draw how the number of people grew towards the goal, and where the forecast ends."""
    figure, axes = _figure(2.7)
    year = facts.year.fiscal_year
    end = _place(year, last_day(year))
    days = [0, *(_place(year, day) for day, _people in facts.growth), min(_place(year, facts.as_of), end)]
    people = [0, *(count for _day, count in facts.growth), facts.year.people]
    axes.step(days, people, where="post", color=COLORS[0], linewidth=2.4)
    axes.fill_between(days, people, step="post", color=COLORS[0], alpha=0.12, linewidth=0)
    _note(axes, str(people[-1]), days[-1], people[-1], color=COLORS[0], fontsize=13)
    goal = facts.progress.goal
    axes.axhline(goal, color=GOAL_COLOR, linewidth=1.6, linestyle=(0, (5, 3)))
    _note(axes, _("Goal %(goal)s") % {"goal": goal}, 0, goal, color=GOAL_COLOR, fontsize=10)
    highest = max(goal, people[-1])
    coming = facts.progress.forecast
    if coming is not None:
        highest = max(highest, coming.high)
        reach = [[coming.expected - coming.low], [coming.high - coming.expected]]
        axes.errorbar([end], [coming.expected], yerr=reach, fmt="o", color=INK, capsize=4, linewidth=1.4, markersize=4)
        _note(axes, _("Forecast"), end, coming.high, color=INK, fontsize=9, ha="center")
    axes.set_ylim(0, highest * 1.18)
    axes.set_xlim(0, end + 12)
    starts = [date(*month, 1) for month in months(year)]
    axes.set_xticks(
        [_place(year, start) for start in starts], [_month_name(start.month) for start in starts], ha="left"
    )
    axes.set_ylabel(_("People"))
    return figure


def month_chart(facts: Facts) -> Figure:
    """Draw the presences of each month, by venue."""
    figure, axes = _figure(2.4)
    places = range(len(facts.months))
    below = [0] * len(facts.months)
    for color, (key, name) in zip(_colors(len(facts.venues)), facts.venues.items(), strict=True):
        heights = [month.presences[key] for month in facts.months]
        axes.bar(places, heights, bottom=below, color=color, width=0.68, label=_plain(name))
        below = [one + other for one, other in zip(below, heights, strict=True)]
    for place, total in zip(places, below, strict=True):
        if total:
            axes.annotate(
                str(total), (place, total), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=9
            )
    axes.set_ylim(0, max([*below, 1]) * 1.2)
    axes.set_xticks(places, [_month_name(month.month) for month in facts.months])
    axes.set_ylabel(_("Presences"))
    figure.legend(loc="outside upper right", ncols=4, frameon=False, fontsize=9)
    return figure


def lesson_chart(facts: Facts) -> Figure:
    """Draw how far people came with each lesson."""
    figure, axes = _figure(0.9 + 0.34 * len(facts.lessons))
    names = [_shortened(lesson) for lesson in facts.lessons]
    before = [0] * len(names)
    levels = ((LessonProgress.ALONE, _("alone")), (LessonProgress.WITH_HELP, _("with help")),
              (LessonProgress.NOT_YET, _("not yet")))  # fmt: skip
    for (level, label), color in zip(levels, (COLORS[0], COLORS[1], PALE), strict=True):
        counts = [reached[level] for reached in facts.lessons.values()]
        bars = axes.barh(range(len(names)), counts, left=before, color=color, height=0.66, label=label)
        axes.bar_label(bars, [str(count) if count else "" for count in counts], label_type="center", fontsize=9,
                       color="white" if color == COLORS[0] else INK)  # fmt: skip
        before = [one + other for one, other in zip(before, counts, strict=True)]
    axes.set_yticks(range(len(names)), names, parse_math=False)
    axes.invert_yaxis()
    axes.grid(visible=False)
    axes.set_xlabel(_("People"))
    figure.legend(loc="outside upper right", ncols=3, frameon=False, fontsize=9)
    return figure


def year_chart(facts: Facts) -> Figure:
    """Draw people, new and returning, of this fiscal year and those before it."""
    figure, axes = _figure(2.2)
    years = [*facts.earlier, facts.year]
    places = range(len(years))
    returning, new = [one.returning for one in years], [one.new for one in years]
    axes.bar(places, returning, color=COLORS[0], width=0.5, label=_("Came in an earlier year too"))
    axes.bar(places, new, bottom=returning, color=COLORS[1], width=0.5, label=_("Came for the first time this year"))
    for place, one in zip(places, years, strict=True):
        axes.annotate(str(one.people), (place, one.people), xytext=(0, 2), textcoords="offset points", ha="center")
    axes.axhline(facts.progress.goal, color=GOAL_COLOR, linewidth=1.4, linestyle=(0, (5, 3)))
    axes.set_ylim(0, max(facts.progress.goal, *(one.people for one in years)) * 1.25)
    axes.set_xticks(places, [fiscal_year_name(one.fiscal_year) for one in years])
    axes.set_ylabel(_("People"))
    figure.legend(loc="outside upper right", ncols=2, frameon=False, fontsize=9)
    return figure


def svg(figure: Figure) -> str:
    """Return the chart as an SVG element, the same for the same figures."""
    from matplotlib import rc_context

    output = io.StringIO()
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "ictclub"}):
        figure.savefig(output, format="svg", metadata={"Date": None, "Creator": None})
    text = output.getvalue()
    return text[text.index("<svg") :]


def png(figure: Figure) -> bytes:
    """Return the chart as a PNG picture of 200 dots an inch."""
    output = io.BytesIO()
    figure.savefig(output, format="png", dpi=200, metadata={"Software": None})
    return output.getvalue()


def _place(year: int, day: date) -> int:
    """Return how many days of the fiscal year have gone by."""
    return (day - first_day(year)).days


def _note(axes: Axes, words: str, x: float, y: float, **look: Any) -> None:
    axes.annotate(words, (x, y), xytext=(4, 4), textcoords="offset points", **look)


def _figure(height: float) -> tuple[Figure, Axes]:
    import matplotlib_fontja  # noqa: F401 - importing it sets the font
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(_WIDTH, height), layout="constrained", facecolor="none")
    axes = figure.add_subplot(facecolor="none")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e3ddd0", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, labelsize=9)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    return figure, axes


def _colors(count: int) -> list[str]:
    return [COLORS[index % len(COLORS)] for index in range(count)]


def _month_name(month: int) -> str:
    names = "JanFebMarAprMayJunJulAugSepOctNovDec"
    return f"{month}月" if language() == "ja" else names[3 * month - 3 : 3 * month]


def _shortened(text: str) -> str:
    return text if len(text) <= 18 else text[:17] + "…"


def _plain(text: str) -> str:
    """A dollar sign begins a formula in matplotlib, a leading underscore hides a legend's entry."""
    return text.replace("$", r"\$").removeprefix("_")
