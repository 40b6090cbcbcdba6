"""One board's bytes → its samples, text and damage, with the memory that this needs from line to line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from .board_clock import BoardClock, board_seconds
from .clock_names import time_unit
from .forms import NotWhole, Values, read_values
from .label_rules import read_cell
from .lines import Line, LineSplitter
from .rows import Header, Row, header_of
from .samples import Counts, Damaged, Event, Sample, Stopped, Text
from .tracebacks import TracebackReader

BYTES_PER_SECOND = 11_520  # 115,200 baud, 10 bits a byte
_MAKECODE_SPLIT = 255  # characters; MakeCode cuts longer lines there
_MOST_CHANNELS = 64  # a label that counts up would otherwise make columns without end
_RESERVED = ("time_s", "board")  # columns of a recording
_MISFITS = 3  # rows in a row that don't fit a line that was perhaps no header
_MOST_LOST = 1_000_000  # a counter that jumps further was damaged, or is no counter
# What MicroPython says when it starts. Its display has not measured yet then: the first light is 194 on a V1 in
# half light and 0 on a V2 (seen on both firmwares).
_STARTS = re.compile(r"soft reboot$|^MicroPython v\d")


class SampleStream:
    """What one board says. `names` name the values of lines without labels, when their number fits.

    `log_names` is asked once for a header, when rows come without one: a V2 that mirrors its data log prints it only
    when the log is new.
    """

    def __init__(
        self,
        board: str,
        names: Sequence[str] = (),
        *,
        whole: bool = True,
        clock: BoardClock | None = None,
        log_names: Callable[[], str | None] | None = None,
    ) -> None:
        self.board = board
        self.counts = Counts()
        self._names = tuple(names)
        self._splitter = LineSplitter(whole=whole)
        self._clock = clock or BoardClock()
        self._known: dict[str, None] = dict.fromkeys(names)
        self._header: Header | None = None
        self._perhaps: Header | None = None  # words below a header: another one where rows fit only them
        self._log_names = log_names
        self._held: tuple[str, float] | None = None  # a line of 255 characters, and its arrival
        self._traceback = TracebackReader()
        self._last_number: float | None = None
        self._begins_anew = False  # the board was seen starting, and has not told its light yet
        self._in_seconds = False  # a time without a unit came with a fraction
        self._open_since = 0.0  # when the unfinished line began

    def feed(self, block: bytes, arrival: float) -> list[Event]:
        """Return what `block` says; its last byte arrived at `arrival` (seconds)."""
        events: list[Event] = []
        splitter = self._splitter
        ended = splitter.ended
        for line in splitter.feed(block):
            self._read(line, arrival - line.bytes_after / BYTES_PER_SECOND, events)
        if splitter.unended or self.counts.unended:
            self._note_unended(arrival, begun=splitter.ended > ended or not self.counts.unended)
        return events

    def _note_unended(self, arrival: float, *, begun: bool) -> None:
        counts = self.counts
        if begun:
            self._open_since = arrival
            counts.unended_text = self._splitter.beginning()
        counts.unended, counts.unended_seconds = self._splitter.unended, arrival - self._open_since

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
        if self._traceback.takes(text):
            self._text(arrival, text, events)
            self._tell_stop(arrival, events)
            return
        if self._header is None and self._log_names is not None and "," in text:
            self._ask_log(text)
        try:
            row = self._row_below_header(text) or self._row(read_values(text, self._names, self._known), text)
        except NotWhole:
            self._damaged(arrival, text, events)
            return
        if row is None or not row.values or len(self._known.keys() | row.values.keys()) > _MOST_CHANNELS:
            self._follow_header(text)
            self._begins_anew |= _STARTS.search(text) is not None
            self._text(arrival, text, events)
            return
        if self._begins_anew and self._drop_first_light(row.values):
            return
        if self._header is not None and not self._header.used:
            self._header = None  # it was a greeting
        self._known.update(dict.fromkeys(row.values))
        self.counts.samples += 1
        self.counts.stop = None  # it goes on
        events.append(Sample(self._clock.place(arrival, row.clock), self.board, row.values))

    def _ask_log(self, row: str) -> None:
        """Take the names of the board's data log as the header of `row`, where it is a row of such a log."""
        cells = [cell.strip() for cell in row.split(",")]
        if len(cells) == len(self._names) or any(cell and read_cell(cell) is None for cell in cells) or not any(cells):
            return
        header = header_of((self._log_names and self._log_names()) or "")
        self._log_names = None
        if header is not None and header.separator == "," and len(header.names) == len(cells):
            self._header = header
            self.counts.named_by_log = True

    def _drop_first_light(self, values: Values) -> bool:
        """Take the first light after a start out of `values`: it is no measurement. Return whether nothing is left."""
        if "light" in values:
            self._begins_anew = False
            del values["light"]
        return not values

    def _tell_stop(self, arrival: float, events: list[Event]) -> None:
        stop = self._traceback.stop
        if stop is not None:
            self.counts.stop = stop
            events.append(Stopped(arrival, self.board, stop))

    def _row_below_header(self, text: str) -> Row | None:
        """Return the row in `text` by the header in force; None where it is no row of that table.

        Raises: NotWhole.
        """
        header = self._header
        if header is None:
            return None
        try:
            row = header.read(text)
        except NotWhole:
            row = self._row_below_other_words(text)
            if row is not None:
                return row
            header.misfits += 1
            if header.used or (header.tight and header.misfits <= _MISFITS):
                raise
            return None
        return row and _with_own_names(row)

    def _row_below_other_words(self, text: str) -> Row | None:
        """Return the row in `text` by a line of words that came below the header, which it then replaces."""
        try:
            row = self._perhaps.read(text) if self._perhaps is not None else None
        except NotWhole:
            return None
        if row is None:
            return None
        self._header, self._perhaps = self._perhaps, None
        return _with_own_names(row)

    def _follow_header(self, text: str) -> None:
        """Take a line that is no sample as the header of the rows below it, where it can be one."""
        header, old = header_of(text), self._header
        if header is None:
            if old is not None and not old.used:
                self._header = None
        elif old is None or not old.used or header.renews(old):
            self._header, self._perhaps = header, None
        elif header.tight and len(header.names) != len(old.names):
            self._perhaps = header

    def _row(self, values: Values | None, text: str) -> Row | None:
        """Return the values of a line with the board's time and counter taken out.

        Raises: NotWhole where it is numbers that don't fit the header in force.
        """
        if values is None:
            return None
        header = self._header
        if header is not None and next(iter(values)).startswith("value"):
            if len(header.names) == len(values):
                return header.named(values.values())
            if header.used and text[0] not in "([":
                raise NotWhole(text)
        board_time = None
        kept: Values = {}
        for name, value in values.items():
            unit = time_unit(name) if len(values) > 1 else None
            if unit is not None:
                self._in_seconds |= unit != unit and not value.is_integer()
                board_time = board_seconds(value, 1.0 if unit != unit and self._in_seconds else unit)
            elif name == "n" and len(values) > 1:
                self._count(value)
            else:
                kept[_own_name(name)] = value
        return Row(kept, board_time)

    def _count(self, number: float) -> None:
        """Follow the board's counter; one that goes back is a board that began anew."""
        if math.isnan(number):
            return
        if self._last_number is not None and 1 < number - self._last_number <= _MOST_LOST:
            self.counts.lost += int(number - self._last_number) - 1
        self._last_number = number

    def _text(self, arrival: float, text: str, events: list[Event]) -> None:
        self.counts.texts += 1
        events.append(Text(arrival, self.board, text))

    def _damaged(self, arrival: float, text: str, events: list[Event]) -> None:
        self.counts.damaged += 1
        events.append(Damaged(arrival, self.board, text))


def _with_own_names(row: Row) -> Row:
    return Row({_own_name(name): value for name, value in row.values.items()}, row.clock)


def _own_name(name: str) -> str:
    """Return `name`, changed where a column of every recording is called so."""
    return name + "_" if name in _RESERVED else name
