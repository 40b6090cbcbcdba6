"""Where no page shows the widgets (nbconvert, plain Python): a virtual board is recorded in its own time.

Nobody is there to move the sliders, so a hand does: light and tilt swing, the room warms up.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence

from ..telemetry import Event, Recorder, SampleStream
from ..telemetry.recorder import no_samples
from ..virtual.devices.parts import expected_parts
from ..virtual.hosting.room import boards_of
from ..virtual.world import GRAVITY, held
from .bench import Bench
from .words import in_notebook

_SLICE = 0.05  # virtual seconds between two moves of the hand
_STEP = 0.7  # of the weight: how hard a foot comes down
_WARM_UP = 1.0  # virtual seconds in which the firmware starts


def page_is_live() -> bool:
    """Whether widgets move in a page: JupyterLab and VS Code tell the kernel its notebook's name, nbconvert doesn't."""
    return in_notebook() and any(name in os.environ for name in ("JPY_SESSION_NAME", "VSCODE_PID"))


def record_benches(
    benches: Sequence[Bench],
    seconds: float,
    names: Sequence[str],
    progress: Callable[[float, Recorder], None] | None = None,
    watch: Callable[[list[Event]], None] | None = None,
) -> Recorder:
    """Record virtual boards for `seconds` of their own time, as fast as this PC can, while a hand moves their world.

    Raises: TelemetryError `no-samples`.
    """
    recorder = Recorder()
    rooms = [
        boards_of(
            bench.version,
            bench.files,
            [friend.files for friend in bench.friends],
            index + 1,
            expected_parts(bench.files),
        )
        for index, bench in enumerate(benches)
    ]
    streams = [SampleStream(bench.label, names) for bench in benches]
    for room, stream in zip(rooms, streams, strict=True):
        room[0].run(_WARM_UP)
        events: list[Event] = stream.feed(room[0].serial.read(), room[0].time)  # not kept: the world stood still
        if watch:
            watch(events)
    for step in range(round(seconds / _SLICE)):
        events = []
        for index, (room, stream) in enumerate(zip(rooms, streams, strict=True)):
            for place, board in enumerate(room, index):
                move_world(board, step * _SLICE, place, walks="steps" in names)
            room[0].run(_SLICE)
            events += stream.feed(room[0].serial.read(), room[0].time)
        recorder.add(events)
        if watch:
            watch(events)
        if progress:
            progress(step * _SLICE, recorder)
    if not recorder.samples:
        raise no_samples({stream.board: stream.counts for stream in streams})
    return recorder


def move_world(board: object, second: float, place: int = 0, *, walks: bool = False) -> None:
    """Move the world of a virtual board as a child might; `place` makes each board's a little different.

    walks: the child takes a step every second instead of tilting the board.
    """
    swing = math.sin(2 * math.pi * second / (6 + place))
    board.light = round(128 + 100 * swing)  # type: ignore[attr-defined]
    board.temperature = round(21 + 2 * place + second / 3)  # type: ignore[attr-defined]
    if "distance_mm" in getattr(board, "senses", ()):
        board.distance_mm = round(500 + 400 * swing)  # type: ignore[attr-defined]
    if walks:
        push = 1 + _STEP * max(0.0, math.sin(2 * math.pi * second))
        board.acceleration = (0.0, 0.0, -GRAVITY * push)  # type: ignore[attr-defined]
    else:
        board.acceleration = held(50 * swing, 30 * math.cos(second))  # type: ignore[attr-defined]
