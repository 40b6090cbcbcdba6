"""A V2 that mirrors its data log names the columns only when the log is new; its drive tells the names afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.telemetry import BoardSource, Event, Sample, SampleStream, load_recording, record
from kimotsuki_ictclub.telemetry.log_page import PAGE_NAME, names_in
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom

FIELD = Path(__file__).parents[1] / "fixtures"
NAMES = "Time (seconds),temp,light"


def until(samples: int) -> Callable[[list[Event]], None]:
    """Return what ends a recording after so many samples."""
    left = [samples]

    def watch(events: list[Event]) -> None:
        left[0] -= sum(isinstance(event, Sample) for event in events)
        if left[0] <= 0:
            raise KeyboardInterrupt

    return watch


def test_columns_are_named_where_recording_begins_after_the_names(own_home: Path, tmp_path: Path) -> None:
    own_home.mkdir(exist_ok=True)
    with Classroom(own_home, v2=1, drive_speed=20):
        program = FIELD / "lines" / "mirrored-log-goes-on.py"
        assert execute(["flash", str(program), "--yes"]) == 0
        board = find_boards()[0]
        record([BoardSource(board)], 120, watch=until(2))  # whether or not it heard the names
        recording = record([BoardSource(board)], 120, tmp_path / "later.csv", watch=until(5))
        assert board.drive is not None
        page = load_recording(board.drive / PAGE_NAME)
    assert list(recording.channels) == ["temp", "light"]
    assert set(recording.channels["temp"]) == {23} and recording.damaged == 0
    assert len(recording.notes) == 1 and board.name in recording.notes[0]
    assert list(page.channels) == ["temp", "light"] and len(page) >= 3


@pytest.mark.parametrize(
    ("said", "names", "lines", "samples", "named"),
    [
        (NAMES, (), b"1.00,23,5\n1.10,,6\n", [{"temp": 23, "light": 5}, {"light": 6}], True),
        (NAMES, (), b"23,5\n", [{"value1": 23, "value2": 5}], False),  # no row of that log
        (NAMES, ("a", "b", "c"), b"1,2,3\n", [{"a": 1, "b": 2, "c": 3}], False),  # the lesson knows better
        (NAMES, (), b"x,y,z\n1,2,3\n", [{"x": 1, "y": 2, "z": 3}], False),  # printed names
        ("no names", (), b"1,2,3\n", [{"value1": 1, "value2": 2, "value3": 3}], False),
        (None, (), b"1,2,3\n", [{"value1": 1, "value2": 2, "value3": 3}], False),
    ],
)
def test_what_the_names_of_a_log_are_taken_for(
    said: str | None, names: tuple[str, ...], lines: bytes, samples: list[dict[str, float]], named: bool
) -> None:
    asked: list[None] = []

    def log_names() -> str | None:
        asked.append(None)
        return said

    stream = SampleStream("07", names, log_names=log_names)
    events = stream.feed(lines * 2, 100.0)
    assert [event.values for event in events if isinstance(event, Sample)] == samples * 2
    assert stream.counts.named_by_log is named and len(asked) <= 1


def test_a_page_that_is_none_names_nothing() -> None:
    page = (FIELD / "recordings" / PAGE_NAME).read_bytes()
    assert names_in(page) == "Time (seconds),light"
    marker = page.index(b"UBIT_LOG")
    for damaged in (b"", page[:marker], page[: marker + 60], page[:2304] + b"\xff\xff\n"):
        assert names_in(damaged) is None
