"""A serial monitor's text that was saved: read by the same forms as a board's lines."""

from __future__ import annotations

import math
import re

from ..board_clock import BoardClock
from ..clock_names import clock_unit
from ..forms import NotWhole, read_header, read_values
from ..parser import SampleStream
from ..recording import Recording
from ..samples import Damaged, Sample, Text
from .notes import Notes

_SAMPLE = 400  # lines that show what the file is
# 10:00:00.123 -> …, [2020-06-13 10:00:00.123] …, [Sat Jun 13 10:00:00 2020] …, 2020-06-13 10:00:00 light:5
_STAMP = re.compile(
    r"\s*(?P<open>\[)?(?:[\d/.-]+[ T]|(?:[A-Z][a-z]{2} ){2} ?\d{1,2} )?(?P<time>\d{1,2}:\d\d:\d\d(?:[.,]\d+)?)"
    r"(?(open)(?: \d{4})?\])\s*(?P<mark>->)?\s*"
)
_LONGEST = 1e12  # seconds; what says more is no clock


class FileClock(BoardClock):
    """The time in a file: the board's own clock where it prints one, going on after a reset."""

    def __init__(self) -> None:
        super().__init__()
        self.used = False
        self.stamp: float | None = None  # seconds since midnight that a monitor wrote before the line
        self._spent = 0.0
        self._before = math.nan

    def place(self, arrival: float, board: float | None = None) -> float:
        """Return the seconds since the first sample that had a time; `arrival` means nothing here."""
        board = self.stamp if board is None else board
        if board is not None and abs(board) < _LONGEST:
            self.used = True
            if self._before == self._before:
                step = board - self._before
                self._spent += step if step >= 0 else max(board, 0.0)
            self._before = board
        return self._spent


def are_printed_lines(text: str) -> bool:
    """Tell whether lines that name their values, or stand in brackets, are more than rows of a table."""
    lines = text.split("\n", _SAMPLE)[:_SAMPLE]
    if 2 * sum(_stamped(line)[0] is not None for line in lines) > sum(bool(line.strip()) for line in lines):
        return True
    if any(clock_unit(name) is not None for name in read_header(lines[0]) or ()):
        return False  # a table, whatever its times look like
    described = sum(_describes_itself(line.strip()) for line in lines)
    rows = sum(line.strip()[:1].isdigit() for line in lines)
    return described > rows


def printed_recording(text: str, notes: Notes) -> Recording:
    """Return the samples among the lines of `text`; lines that are none are noted."""
    import numpy as np

    clock = FileClock()
    stream = SampleStream("", clock=clock)
    samples: list[Sample] = []
    for number, line in enumerate(text.split("\n"), 1):
        clock.stamp, line = _stamped(line)
        for event in stream.feed(line.encode() + b"\n", 0.0):
            if isinstance(event, Sample):
                samples.append(event)
            elif isinstance(event, Text | Damaged):
                notes.text_line(number, event.text)
    names = dict.fromkeys(name for sample in samples for name in sample.values)
    times = [sample.time for sample in samples] if clock.used else range(len(samples))
    return Recording(
        times=np.array(times, dtype=np.float64),
        board_index=np.zeros(len(samples), dtype=np.intp),
        boards=("",),
        channels={
            name: np.array([sample.values.get(name, math.nan) for sample in samples], dtype=np.float64)
            for name in names
        },
        has_time=clock.used,
    )


def _stamped(line: str) -> tuple[float | None, str]:
    """Return the time of day that a monitor wrote before a line, in seconds, and the rest of it."""
    found = _STAMP.match(line)
    if found is None or not (found["mark"] or found["open"] or _describes_itself(line[found.end() :].strip())):
        return None, line
    hours, minutes, seconds = found["time"].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", ".")), line[found.end() :]


def _describes_itself(line: str) -> bool:
    if not line or line[0].isdigit() or not (":" in line or "：" in line or line[0] in "([{"):
        return False
    try:
        return read_values(line) is not None
    except NotWhole:
        return True
