"""Keeps samples while they come: in memory, and in a file if one is wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..language import _
from .csv_files import load_recording
from .csv_files.writer import RecordingWriter, Row
from .kept_rows import KeptRows
from .recording import Recording
from .samples import Event, Gone, Notice, Sample
from .sources import AnySource
from .stream import SampleReader
from .troubles import no_samples, trouble_of

__all__ = ["Progress", "Recorder", "no_samples", "record"]

Progress = Callable[[float, "Recorder"], None]  # seconds so far, and what was kept


class Recorder:
    """Takes events of a reader and keeps the samples; a board that goes leaves one empty row, a gap.

    With a path the rows go to the file and nowhere else: a long recording takes no more memory than a short one.
    """

    def __init__(self, path: Path | None = None, *, replace: bool = True) -> None:
        self.samples = 0
        self.gaps = 0
        self._writer = RecordingWriter(path, replace=replace) if path else None
        self._kept = KeptRows()
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
        if not rows:
            return
        if self._writer:
            self._writer.append(rows)
        else:
            self._kept.add((time, self._boards[board], values) for time, board, values in rows)

    def finish(self) -> Path | None:
        """Give the file its name and return it; without samples there is none."""
        if self._writer is None:
            return None
        if not self.samples:
            self._writer.discard()
            return None
        return self._writer.finish()

    def recording(self, *, lost: int | None = None, damaged: int | None = None) -> Recording:
        """Return everything that was kept so far, read back where it is in a file. Raises: TelemetryError."""
        if self._writer is None:
            recording = self._kept.recording(tuple(self._boards))
        elif self.samples:
            recording = replace(load_recording(self._writer.written), name="", path=self._writer.path)
        else:
            recording = KeptRows().recording(())
        return replace(recording, lost=lost, damaged=damaged)


def record(
    sources: Sequence[AnySource],
    seconds: float | None = None,
    path: Path | None = None,
    *,
    names: Sequence[str] = (),
    overwrite: bool = True,
    progress: Progress | None = None,
    watch: Callable[[list[Event]], None] | None = None,
) -> Recording:
    """Record boards for `seconds` (None: until Ctrl-C), to `path` as it goes if one is given.

    Ctrl-C ends the recording early and returns what was kept. `watch` sees every event. `overwrite` replaces a file
    that was at `path` before; where another recording has taken that name meanwhile, this one gets the next free name,
    as its `path` says. Its `notes` tell of boards that had troubles while others were fine, and of venues' notices.

    Raises: BoardError where no board opens; TelemetryError `no-samples` where none printed a sample, and
    `recording-cut` where the disk was full: the file then holds all samples up to there.
    """
    notices: dict[str, None] = {}

    def hear(events: list[Event]) -> None:
        notices.update({str(event.error): None for event in events if isinstance(event, Notice)})
        if watch:
            watch(events)

    with SampleReader(sources, names) as reader:
        recorder = Recorder(path, replace=overwrite)
        try:
            _follow(reader, recorder, seconds, progress, hear)
        except KeyboardInterrupt:
            pass  # asked to end: what came so far is the recording
        finally:
            recorder.finish()
        if not recorder.samples:
            raise reader.no_samples()
        counts = reader.counts
        recording = recorder.recording(
            lost=sum(count.lost for count in counts.values()), damaged=sum(count.damaged for count in counts.values())
        )
        troubles = [trouble for board, count in counts.items() if (trouble := trouble_of(board, count))]
        named = [_named_by_log(board) for board, count in counts.items() if count.named_by_log]
        return replace(recording, notes=(*map(str, troubles), *named, *notices))


def _named_by_log(board: str) -> str:
    return _("The board %(board)s printed no names; the columns are called as in its data log.") % {"board": board}


def _follow(
    reader: SampleReader,
    recorder: Recorder,
    seconds: float | None,
    progress: Progress | None,
    watch: Callable[[list[Event]], None],
) -> None:
    begin = time.monotonic()
    while seconds is None or time.monotonic() - begin < seconds:
        events = reader.read(0.2 if seconds is None else min(0.2, max(0.0, begin + seconds - time.monotonic())))
        recorder.add(events)
        watch(events)
        if progress:
            progress(time.monotonic() - begin, recorder)
