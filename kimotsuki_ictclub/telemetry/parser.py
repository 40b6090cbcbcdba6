"""One board's bytes → its samples, text and damage, with the memory that this needs from line to line."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .board_clock import BoardClock, board_seconds, time_unit
from .forms import NotWhole, Values, read_header, read_values
from .lines import Line, LineSplitter
from .samples import Counts, Damaged, Event, Sample, Text

BYTES_PER_SECOND = 11_520  # 115,200 baud, 10 bits a byte
_MAKECODE_SPLIT = 255  # characters; MakeCode cuts longer lines there
_MOST_CHANNELS = 64  # a label that counts up would otherwise make columns without end
_RESERVED = ("time_s", "board")  # columns of a recording


class SampleStream:
    """What one board says. `names` name the values of lines without labels, when their number fits."""

    def __init__(self, board: str, names: Sequence[str] = (), *, whole: bool = True) -> None:
        self.board = board
        self.counts = Counts()
        self._names = tuple(names)
        self._splitter = LineSplitter(whole=whole)
        self._clock = BoardClock()
        self._known: dict[str, None] = dict.fromkeys(names)
        self._header: tuple[str, ...] | None = None
        self._new_header: tuple[str, ...] | None = None
        self._held: tuple[str, float] | None = None  # a line of 255 characters, and its arrival
        self._in_traceback = False
        self._last_number: float | None = None

    def feed(self, block: bytes, arrival: float) -> list[Event]:
        """Return what `block` says; its last byte arrived at `arrival` (seconds)."""
        events: list[Event] = []
        for line in self._splitter.feed(block):
            self._read(line, arrival - line.bytes_after / BYTES_PER_SECOND, events)
        return events

    def begin_line(self) -> None:
        """Tell that the next byte begins a line: the board was silent before it."""
        self._splitter.begin_line()

    def cut(self, arrival: float) -> list[Event]:
        """Tell that the connection broke here; return what was left."""
        events: list[Event] = []
        self._release(events)
        for line in self._splitter.flush():
            self._read(line, arrival, events)
        self._last_number = None
        return events

    def _read(self, line: Line, arrival: float, events: list[Event]) -> None:
        text = line.text
        if not text:
            return
        if line.damaged:
            self._damaged(arrival, text, events)
        elif line.half:
            self._text(arrival, text, events)
        elif self._held is not None:
            self._join(text, arrival, events)
        elif len(text) == _MAKECODE_SPLIT:
            self._held = (text, arrival)
        else:
            self._interpret(text, arrival, events)

    def _join(self, text: str, arrival: float, events: list[Event]) -> None:
        """Put a line that was split at 255 characters together again, where that makes a sample."""
        assert self._held is not None
        try:
            joined = read_values(self._held[0] + text, self._names, self._known) is not None
        except NotWhole:
            joined = False
        if joined:
            text = self._held[0] + text
            self._held = None
        else:
            self._release(events)
        self._interpret(text, arrival, events)

    def _release(self, events: list[Event]) -> None:
        if self._held is not None:
            (text, arrival), self._held = self._held, None
            self._interpret(text, arrival, events)

    def _interpret(self, text: str, arrival: float, events: list[Event]) -> None:
        if self._is_traceback(text):
            self._text(arrival, text, events)
            return
        try:
            values = read_values(text, self._names, self._known)
        except NotWhole:
            self._damaged(arrival, text, events)
            return
        if values is None or len(self._known.keys() | values.keys()) > _MOST_CHANNELS:
            self._new_header = read_header(text)
            self._text(arrival, text, events)
        else:
            self._sample(arrival, self._under_header(values), events)
            self._new_header = None

    def _is_traceback(self, text: str) -> bool:
        """Tell whether the line belongs to a traceback; its last line (`OSError: 19`) looks like a sample."""
        if text.startswith("Traceback (most recent call last)"):
            self._in_traceback = True
            return True
        if not self._in_traceback:
            return False
        self._in_traceback = text[0].isspace()
        return True

    def _under_header(self, values: Values) -> Values:
        unlabelled = next(iter(values), "").startswith("value")
        header = self._new_header or self._header
        if not unlabelled or header is None or len(header) != len(values):
            return values
        self._header = header
        return dict(zip(header, values.values(), strict=True))

    def _sample(self, arrival: float, values: Values, events: list[Event]) -> None:
        board_time = None
        kept: Values = {}
        for name, value in values.items():
            unit = time_unit(name)
            if unit is not None and len(values) > 1:
                board_time = board_seconds(value, unit)
            elif name == "n" and len(values) > 1:
                self._count(value)
            else:
                kept[name + "_" if name in _RESERVED else name] = value
        if not kept:
            return
        self._known.update(dict.fromkeys(kept))
        self.counts.samples += 1
        events.append(Sample(self._clock.place(arrival, board_time), self.board, kept))

    def _count(self, number: float) -> None:
        """Follow the board's counter; one that goes back is a board that began anew."""
        if math.isnan(number):
            return
        if self._last_number is not None and number > self._last_number + 1:
            self.counts.lost += int(number - self._last_number) - 1
        self._last_number = number

    def _text(self, arrival: float, text: str, events: list[Event]) -> None:
        self.counts.texts += 1
        events.append(Text(arrival, self.board, text))

    def _damaged(self, arrival: float, text: str, events: list[Event]) -> None:
        self.counts.damaged += 1
        events.append(Damaged(arrival, self.board, text))
