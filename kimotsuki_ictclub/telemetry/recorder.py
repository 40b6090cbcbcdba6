"""Keeps samples while they come: in memory, and in a file if one is wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ..errors import TelemetryError
from ..language import N_
from .csv_files.writer import RecordingWriter, Row
from .recording import Recording
from .samples import Counts, Event, Gone, Sample
from .sources import Source
from .stream import SampleReader

Progress = Callable[[float, "Recorder"], None]  # seconds so far, and what was kept


class Recorder:
    """Takes events of a reader and keeps the samples; a board that goes leaves one empty row, a gap."""

    def __init__(self, path: Path | None = None) -> None:
        self.samples = 0
        self.gaps = 0
        self._writer = RecordingWriter(path) if path else None
        self._rows: list[Row] = []
        self._zero: float | None = None
        self._boards: dict[str, int] = {}

    def add(self, events: Iterable[Event]) -> None:
        """Keep what is in `events`. Raises: TelemetryError where the disk takes no more."""
        rows: list[Row] = []
        for event in events:
            if isinstance(event, Sample):
                if self._zero is None:
                    self._zero = event.time
                self._boards.setdefault(event.board, len(self._boards))
                rows.append((max(event.time - self._zero, 0.0), event.board, event.values))
                self.samples += 1
            elif isinstance(event, Gone) and self._zero is not None and event.board in self._boards:
                rows.append((max(event.time - self._zero, 0.0), event.board, {}))
                self.gaps += 1
        self._rows += rows
        if rows and self._writer:
            self._writer.append(rows)

    def finish(self) -> Path | None:
        """Give the file its name and return it; without samples there is none."""
        if self._writer is None:
            return None
        if not self.samples:
            self._writer.discard()
            return None
        return self._writer.finish()

    def recording(self, *, lost: int | None = None, damaged: int | None = None) -> Recording:
        """Return everything that was kept so far."""
        import numpy as np

        names = dict.fromkeys(name for _time, _board, values in self._rows for name in values)
        missing = float("nan")
        return Recording(
            times=np.array([row[0] for row in self._rows], dtype=np.float64),
            board_index=np.array([self._boards[row[1]] for row in self._rows], dtype=np.intp),
            boards=tuple(self._boards),
            channels={
                name: np.array([row[2].get(name, missing) for row in self._rows], dtype=np.float64) for name in names
            },
            lost=lost,
            damaged=damaged,
            path=self._writer.path if self._writer else None,
        )


def record(
    sources: Sequence[Source],
    seconds: float | None = None,
    path: Path | None = None,
    *,
    names: Sequence[str] = (),
    progress: Progress | None = None,
    watch: Callable[[list[Event]], None] | None = None,
) -> Recording:
    """Record boards for `seconds` (None: until Ctrl-C), to `path` as it goes if one is given.

    Ctrl-C ends the recording early and returns what was kept. `watch` sees every event.

    Raises: BoardError where no board opens; TelemetryError `no-samples` where none printed a sample, and
    `recording-cut` where the disk was full: the file then holds all samples up to there.
    """
    with SampleReader(sources, names) as reader:
        recorder = Recorder(path)
        try:
            _follow(reader, recorder, seconds, progress, watch)
        except KeyboardInterrupt:
            pass  # asked to end: what came so far is the recording
        finally:
            recorder.finish()
        if not recorder.samples:
            raise no_samples(reader.counts)
        counts = reader.counts.values()
        return recorder.recording(
            lost=sum(count.lost for count in counts), damaged=sum(count.damaged for count in counts)
        )


def no_samples(counts: Mapping[str, Counts]) -> TelemetryError:
    """Return the error that tells why nothing was recorded: silent boards, or lines that are no samples."""
    lines = sum(count.texts + count.damaged for count in counts.values())
    boards = ", ".join(counts)
    if lines:
        return TelemetryError(
            "no-samples",
            N_("The board %(boards)s printed %(lines)s lines, but no samples."),
            N_("Print a name and a number, for example: print('light:' + str(display.read_light_level()))"),
            boards=boards,
            lines=lines,
        )
    return TelemetryError(
        "no-samples",
        N_("The board %(boards)s printed nothing."),
        N_("Is a program on it that prints? Flash a sensing lesson, for example: ictclub flash 4"),
        boards=boards,
    )


def _follow(
    reader: SampleReader,
    recorder: Recorder,
    seconds: float | None,
    progress: Progress | None,
    watch: Callable[[list[Event]], None] | None,
) -> None:
    begin = time.monotonic()
    while seconds is None or time.monotonic() - begin < seconds:
        events = reader.read(0.2 if seconds is None else min(0.2, max(0.0, begin + seconds - time.monotonic())))
        recorder.add(events)
        if watch:
            watch(events)
        if progress:
            progress(time.monotonic() - begin, recorder)
