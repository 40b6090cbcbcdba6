"""Where a robot went, from the speeds of its two wheels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import PlotError
from ..language import N_, _
from ..telemetry import Recording
from ..virtual.devices.wheels import FULL_SPEED, START, WHEEL_GAP, Place, rolled
from .chart_style import COLORS, dress, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LONGEST_STEP = 1.0  # seconds; after a longer silence nobody knows what the wheels did: the robot stood


def robot_path(recording: Recording, *, full_speed: float = FULL_SPEED, wheel_gap: float = WHEEL_GAP) -> list[Place]:
    """Return the places of a robot: x and y in mm (it starts at 0, 0 and looks up), heading in degrees (right is +).

    The recording has the channels `left` and `right`, −100 to 100. full_speed: mm a second at 100. wheel_gap: mm
    between the wheels. Both are measured on the robot.

    Raises: PlotError where there are no such channels.
    """
    if not {"left", "right"} <= recording.channels.keys():
        raise PlotError(
            "no-wheels",
            N_("The recording has no speeds of two wheels."),
            N_("The board prints lines like left:50,right:50."),
        )
    places: list[Place] = [START]
    rows = zip(recording.times, recording.channels["left"], recording.channels["right"], strict=True)
    moving = [(float(time), float(left), float(right)) for time, left, right in rows if left == left and right == right]
    for (begin, left, right), (end, *_next) in itertools.pairwise(moving):
        if end - begin <= _LONGEST_STEP:
            step = rolled(places[-1], left, right, end - begin, full_speed=full_speed, wheel_gap=wheel_gap)
            places.append(step)
    return places


def draw_robot_path(recording: Recording, *, full_speed: float = FULL_SPEED, wheel_gap: float = WHEEL_GAP) -> Figure:
    """Return a map of the way a robot went; see `robot_path`. Raises: PlotError."""
    return draw_path(robot_path(recording, full_speed=full_speed, wheel_gap=wheel_gap))


def draw_path(places: Sequence[Place]) -> Figure:
    """Return a map of `places`, such as `board.robot.path` of a virtual board."""
    xs, ys, headings = zip(*places, strict=True)
    figure = new_figure(6.0, 5.6)
    axes = figure.subplots()
    dress(axes, _("Forward (mm)"))
    axes.set_xlabel(_("To the right (mm)"))
    axes.plot(xs, ys, color=COLORS[0], linewidth=2.5)
    axes.plot(xs[:1], ys[:1], "o", color=COLORS[2], markersize=11, label=_("Start"))
    axes.plot(xs[-1:], ys[-1:], marker=(3, 0, -headings[-1]), color=COLORS[1], markersize=16, linestyle="",
              label=_("End"))  # fmt: skip
    axes.set_aspect("equal", adjustable="datalim")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return figure
