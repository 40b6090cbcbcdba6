"""What all boards on the table and at other venues send, live and kept: in small charts, and as a recording (CSV)."""

from __future__ import annotations

import asyncio
import math
import tempfile
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from ...errors import BoardError, ClubError
from ...language import N_
from ...telemetry import AnySource, EventSource, Gone, Notice, Recorder, Sample, SampleReader, Stopped, write_recording
from ...telemetry.sources import BoardSource
from ...telemetry.troubles import stopped_error
from ..live.channel import Channel
from ..said import said_error
from .table import Table

_TELL_SECONDS = 0.5
_POINTS = 120  # of each value, for its small chart
_MOST_NAMES = 6  # values of a board that are shown


class LiveValues:
    """Reads all boards as long as it is on. For the event loop's thread, but for what a thread of its own does."""

    def __init__(self, table: Table, news: Channel, elsewhere: Callable[[], list[EventSource]] = list) -> None:
        self.table = table
        self.elsewhere = elsewhere  # gives new sources of what other venues share
        self.news = news
        self._recorder = Recorder()
        self._values: dict[str, dict[str, deque[float]]] = {}  # by board and name
        self._stopped: dict[str, ClubError] = {}
        self._lock = threading.Lock()
        self._reader: SampleReader | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def on(self) -> bool:
        """Whether the boards are read."""
        return self._task is not None and not self._task.done()

    async def start(self, *, anew: bool = True) -> None:
        """Read all boards that are on the table; `anew`: forget what was kept before.

        Raises: BoardError where there is no board, or none can be read.
        """
        await self.stop()
        boards = [board for board in self.table.boards.values() if board.port]
        sources: list[AnySource] = [*map(BoardSource, boards), *self.elsewhere()]
        if not sources:
            raise BoardError("no-board", N_("No board is on the table."), N_("Plug one in."))
        if anew:
            with self._lock:
                self._recorder, self._values, self._stopped = Recorder(), {}, {}
        self._reader = await run_in_threadpool(SampleReader, sources)
        self._task = asyncio.create_task(self._follow(self._reader))

    async def stop(self) -> None:
        """Let go of the boards; what was kept stays."""
        task, self._task = self._task, None
        reader, self._reader = self._reader, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if reader is not None:
            await run_in_threadpool(reader.close)
        self.tell()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Let go of the boards while they are flashed, and read on then."""
        was_on = self.on
        await self.stop()
        try:
            yield
        finally:
            if was_on:
                with suppress(ClubError):  # told where the boards are
                    await self.start(anew=False)

    def facts(self) -> dict[str, Any]:
        """Return what the page shows."""
        with self._lock:
            boards = {
                board: {
                    "values": {name: [round(one, 2) for one in points] for name, points in values.items()},
                    "stopped": said_error(self._stopped[board]) if board in self._stopped else None,
                }
                for board, values in self._values.items()
            }
            samples = self._recorder.samples
        return {"on": self.on, "samples": samples, "boards": boards}

    def tell(self) -> None:
        """Tell the pages."""
        self.news.tell(values=self.facts())

    def csv(self) -> bytes:
        """Return the recording. Raises: TelemetryError."""
        with self._lock, tempfile.TemporaryDirectory(prefix="ictclub-page-") as folder:
            path = Path(folder) / "recording.csv"
            write_recording(self._recorder.recording(), path)
            return path.read_bytes()

    def picture(self) -> bytes:
        """Return the recording as a chart (PNG). Raises: TelemetryError; PlotError where there is nothing to draw."""
        from ...plotting import draw_recording
        from ...plotting.png import png_of

        with self._lock:
            recording = self._recorder.recording()
        return png_of(draw_recording(recording))

    async def _follow(self, reader: SampleReader) -> None:
        while True:
            await run_in_threadpool(self._take, reader)
            if self.news.heard:
                self.tell()

    def _take(self, reader: SampleReader) -> None:
        """In a thread: read for a moment, and keep what came."""
        events = reader.read(_TELL_SECONDS)
        with self._lock:
            self._recorder.add(events)
            for event in events:
                if isinstance(event, Sample):
                    board = self._values.setdefault(event.board, {})
                    for name, value in event.values.items():
                        if math.isfinite(value) and (name in board or len(board) < _MOST_NAMES):
                            board.setdefault(name, deque(maxlen=_POINTS)).append(value)
                    self._stopped.pop(event.board, None)
                elif isinstance(event, Gone | Stopped | Notice):
                    self._values.setdefault(event.board, {})
                    self._stopped[event.board] = (
                        stopped_error(event.board, event.stop) if isinstance(event, Stopped) else event.error
                    )
