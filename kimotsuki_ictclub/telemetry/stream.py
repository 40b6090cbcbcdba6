"""Reads the samples of one board or a whole class in one loop.

On POSIX one `select` waits for all lines, then 10 ms of bytes are read in one go: a class of thirty costs a few
per cent of a core (benchmarks/stream.py). Lines without a file descriptor (Windows, `virtual://`) have a thread
each that reads blocks. A board that is lost is looked for in a thread of its own, so the others go on.
"""

from __future__ import annotations

import logging
import os
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..errors import BoardError, ClubError
from ..language import N_
from .parser import SampleStream
from .samples import Back, Counts, Event, Gone, Notice
from .sources import BROKEN_OR_CLOSED, AnySource, EventSource, SerialLike, Source
from .troubles import no_samples

if TYPE_CHECKING:
    from .line_log import LineLog

_logger = logging.getLogger(__name__)

_BLOCK = 65_536
_BATCH = 0.010  # seconds of bytes that are read in one go
_RETRY = 0.5  # seconds between two looks for a lost board
_ASLEEP = 5.0  # seconds in which nobody looked: the PC slept, and what boards sent meanwhile is lost
_QUIET = 0.05  # seconds of silence after opening that show that no line was under way


class SampleReader:
    """Samples of many boards, in the order in which they arrived.

    `names` name the values of lines without labels. Raises: BoardError where no board can be opened; where only
    some can't, `read` tells of them as `Gone` and goes on looking for them.
    """

    def __init__(self, sources: Sequence[AnySource], names: Sequence[str] = ()) -> None:
        self._selector = selectors.DefaultSelector()
        self._log = _line_log() if _logger.isEnabledFor(logging.INFO) else None
        self._lines: list[_Line] = []
        self._inbox: deque[tuple[_Line, bytes | ClubError | SerialLike, float]] = deque()  # what threads bring
        self._closed = threading.Event()
        self._looked: tuple[float, float] | None = None  # when `read` looked last, by both clocks
        self._waker, self._awake = socket.socketpair()
        self._awake.setblocking(False)
        self._waker.setblocking(False)
        self._selector.register(self._awake, selectors.EVENT_READ, None)
        self._names = tuple(names)
        self._elsewhere = [source for source in sources if isinstance(source, EventSource)]
        self._notices: list[Event] = []
        self._lines = [self._line(source) for source in sources if not isinstance(source, EventSource)]
        failures = [failure for line in self._lines if (failure := self._open_first(line))]
        failures += [failure for source in self._elsewhere if (failure := self._begin(source))]
        if failures and len(failures) == len(sources):
            self.close()
            raise failures[0]

    @property
    def counts(self) -> dict[str, Counts]:
        """How many lines of each kind came, by board."""
        counts = {line.source.label: line.stream.counts for line in self._lines}
        for source in self._elsewhere:
            counts |= source.counts
        return counts

    def no_samples(self) -> ClubError:
        """Return the error that tells why there are none."""
        return no_samples(self.counts) if self._lines or not self._elsewhere else self._elsewhere[0].nothing_came()

    def add(self, source: Source) -> None:
        """Read one more board; it is opened in a thread, and told of as `Back`, or as `Gone` until it opens."""
        line = self._line(source)
        self._lines = [*self._lines, line]
        threading.Thread(target=self._open_later, args=(line,), daemon=True).start()

    def read(self, timeout: float = 0.5) -> list[Event]:
        """Return what has come, waiting up to `timeout` seconds for the first of it; [] when nothing came."""
        if self._inbox or self._selector.select(timeout):
            self._closed.wait(_BATCH)
        events = self._wake(timeout)
        for key, _mask in self._selector.select(0):
            line: _Line | None = key.data
            if line is None:
                self._drain_waker()
            else:
                events += self._read_line(line, key.fd)
        while self._inbox:
            events += self._settle(*self._inbox.popleft())
        for source in self._elsewhere:
            events += source.take()
        events, self._notices = self._notices + events, []
        events.sort(key=_time_of)
        return events

    def _wake(self, timeout: float) -> list[Event]:
        """Tell of every board that it was away while this PC slept since the last look."""
        last, self._looked = self._looked, (clock_of_sleep(), time.monotonic())
        slept = self._looked[0] - last[0] - timeout if last else 0.0
        if last is None or slept < _ASLEEP:
            return []
        _logger.info("this PC slept for %.0f s", slept)
        events: list[Event] = []
        for line in self._lines:
            if line.serial is not None:
                events += [Gone(last[1], line.source.label, _pc_slept(slept)), Back(last[1], line.source.label)]
        return events

    def close(self) -> None:
        """Close every line. Further calls do nothing."""
        if self._closed.is_set():
            return
        self._closed.set()
        for source in self._elsewhere:
            source.close()
        for line in self._lines:
            self._drop(line)
            if self._log:
                self._log.closed(line.source, line.stream.counts)
        self._selector.close()
        self._awake.close()
        self._waker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self, source: Source) -> _Line:
        log_names = getattr(source, "log_names", None)
        return _Line(source, SampleStream(source.label, self._names, whole=False, log_names=log_names))

    def _begin(self, source: EventSource) -> ClubError | None:
        try:
            source.begin(self._rouse)
        except ClubError as error:
            self._notices.append(Notice(time.monotonic(), source.label, error))
            return error
        return None

    def _open_later(self, line: _Line) -> None:
        """Open a board that has come, in a thread."""
        try:
            serial = line.source.open()
        except ClubError as error:
            self._deliver(line, error)
            return
        if self._closed.is_set():
            serial.close()
        else:
            self._deliver(line, serial)

    def _open_first(self, line: _Line) -> ClubError | None:
        try:
            self._attach(line, line.source.open())
        except ClubError as error:
            self._deliver(line, error)
            return error
        return None

    def _attach(self, line: _Line, serial: SerialLike) -> None:
        line.serial, line.opened, line.fresh = serial, time.monotonic(), True
        if self._log:
            self._log.opened(line.source)
        descriptor = _descriptor(serial)
        if descriptor is None:
            threading.Thread(target=self._pump, args=(line, serial), daemon=True).start()
        else:
            self._selector.register(descriptor, selectors.EVENT_READ, line)
            line.descriptor = descriptor

    def _read_line(self, line: _Line, descriptor: int) -> list[Event]:
        try:
            block = os.read(descriptor, _BLOCK)
        except BlockingIOError:
            return []
        except OSError as error:
            return self._lost(line, _broken(line, error))
        return self._take(line, block, time.monotonic()) if block else self._lost(line, _broken(line))

    def _take(self, line: _Line, block: bytes, arrival: float) -> list[Event]:
        if line.fresh:
            line.fresh = False
            if arrival - line.opened > _QUIET:
                line.stream.begin_line()
        events = line.stream.feed(block, arrival)
        if self._log:
            self._log.came(line.source, len(block), line.stream.counts)
        return events

    def _pump(self, line: _Line, serial: SerialLike) -> None:
        """Read one line in a thread: block by block, into the inbox."""
        serial.timeout = _RETRY
        while line.serial is serial and not self._closed.is_set():
            try:
                block = serial.read(1)
                if block:
                    self._closed.wait(_BATCH)
                    block += serial.read(serial.in_waiting)
            except (*BROKEN_OR_CLOSED, BoardError) as error:
                if line.serial is serial and not self._closed.is_set():
                    self._deliver(line, _broken(line, error))
                return
            if block:
                self._deliver(line, block)

    def _lost(self, line: _Line, error: ClubError) -> list[Event]:
        now = time.monotonic()
        self._drop(line)
        if self._log:
            self._log.gone(line.source, error, line.stream.counts)
        threading.Thread(target=self._look_for, args=(line,), daemon=True).start()
        return [*line.stream.cut(now), Gone(now, line.source.label, error)]

    def _look_for(self, line: _Line) -> None:
        """Open a lost board again, in a thread: finding boards takes longer than the others may wait."""
        while not self._closed.wait(_RETRY):
            try:
                serial = line.source.open()
            except ClubError:
                continue
            if self._closed.is_set():
                serial.close()
            else:
                self._deliver(line, serial)
            return

    def _drop(self, line: _Line) -> None:
        serial, line.serial = line.serial, None
        if line.descriptor is not None:
            self._selector.unregister(line.descriptor)
            line.descriptor = None
        if serial is not None:
            with suppress(OSError):  # pyserial's too; it may be gone: then nothing is left to give back
                serial.close()

    def _deliver(self, line: _Line, what: bytes | ClubError | SerialLike) -> None:
        """Hand something from a thread to `read`."""
        self._inbox.append((line, what, time.monotonic()))
        self._rouse()

    def _rouse(self) -> None:
        """Wake `read`, from any thread."""
        with suppress(OSError):  # full (it will wake anyway) or closed meanwhile
            self._waker.send(b"!")

    def _settle(self, line: _Line, what: bytes | ClubError | SerialLike, now: float) -> list[Event]:
        """Take what a thread brought: bytes, the news that the line broke, or the line opened again."""
        if isinstance(what, bytes):
            return self._take(line, what, now)
        if isinstance(what, ClubError):
            return self._lost(line, what)
        self._attach(line, what)
        return [Back(now, line.source.label)]

    def _drain_waker(self) -> None:
        with suppress(BlockingIOError):
            self._awake.recv(4096)


def _line_log() -> LineLog:
    from .line_log import LineLog

    return LineLog(_logger)


class _Line:
    """One board's line while it is read."""

    def __init__(self, source: Source, stream: SampleStream) -> None:
        self.source = source
        self.stream = stream
        self.serial: SerialLike | None = None
        self.descriptor: int | None = None
        self.opened = 0.0
        self.fresh = True  # nothing was read yet


def clock_of_sleep() -> float:
    """Return seconds of a clock that goes on while the PC sleeps, as `time.monotonic` does not everywhere."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def _pc_slept(seconds: float) -> BoardError:
    return BoardError(
        "pc-slept",
        N_("This PC slept for %(seconds)s seconds: what the board sent meanwhile is lost."),
        N_("Let it stay awake while boards are read."),
        seconds=round(seconds),
    )


def _descriptor(serial: SerialLike) -> int | None:
    """Return the file descriptor that `select` can wait for, None where there is none."""
    if os.name != "posix":
        return None
    try:
        return int(serial.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError):
        return None


def _time_of(event: Event) -> float:
    return event.time


def _broken(line: _Line, error: Exception | None = None) -> ClubError:
    if isinstance(error, ClubError):
        return error
    broken = BoardError(
        "board-gone",
        N_("The board %(board)s is not connected."),
        N_("Plug it in again: reading goes on by itself."),
        board=line.source.label,
    )
    broken.__cause__ = error
    return broken
