"""A live plot: samples are read and drawn in a thread, so the notebook stays usable meanwhile."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import ClubError
from ..files import free_name, write_whole
from ..language import _
from ..plotting.live_chart import LiveChart
from ..telemetry import AnySource, Back, Event, Gone, Notice, Recorder, SampleReader
from .showing.shown_recording import Recording
from .stopped import StopWatch
from .words import notebook_name, page, show_widget

FRAMES_PER_SECOND = 25
_UNDER_WAY = 5  # frames that may be on their way to the page
_WAIT_FOR_PAGE = 0.5  # seconds; a page that says nothing (the kernel is busy) still gets a frame now and then
_KEEP = 5.0  # seconds between two pictures that the notebook keeps of a chart that still moves
_SILENT = 3.0  # seconds without a sample before the chart says so


class LivePlot:
    """A chart that moves until `seconds` are over or stop is pressed. `recording` is what it saw."""

    def __init__(
        self,
        sources: Sequence[AnySource],
        chart: LiveChart,
        seconds: float | None,
        *,
        names: Sequence[str] = (),
        folder: Path | None = None,
    ) -> None:
        from .widgets import LivePlotWidget

        self.widget = LivePlotWidget()
        self.delays: deque[float] = deque(maxlen=5000)  # seconds from a sample to the screen
        self.frames = 0  # that were on the screen
        self._sources, self._chart, self._seconds, self._names = sources, chart, seconds, names
        self._folder = folder or Path.cwd()
        self._recorder = Recorder()
        self._sent: dict[int, float] = {}  # frame -> when its newest sample was taken
        self._number = 0
        self._last_frame: bytes | None = None
        self._last_answer = 0.0
        self._troubles: dict[str, str] = {}
        self._notice = ""  # the last thing that should be known of another venue
        self._stops = StopWatch(sources)
        self._kept: Any = None  # the page's place for the picture that stays
        self._over = threading.Event()
        self._drawing = threading.Lock()
        self.widget.on_msg(self._answer)
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def recording(self) -> Recording:
        """The samples so far, or all of them when the plot has stopped."""
        return Recording.of(self._recorder.recording())

    @property
    def labels(self) -> list[str]:
        """The names of its boards."""
        return [source.label for source in self._sources]

    @property
    def running(self) -> bool:
        """Whether it still reads samples."""
        return self._thread.is_alive()

    def __repr__(self) -> str:
        return _("Live plot, %(samples)s samples") % {"samples": self._recorder.samples}

    def show(self) -> None:
        """Put the chart into the page, and before it a place for the picture that the notebook keeps."""
        self._kept = page().display({"text/plain": ""}, raw=True, display_id=True)
        show_widget(self.widget)

    def start(self) -> None:
        """Begin to read and draw."""
        self._thread.start()

    def stop(self) -> None:
        """End the plot; the last picture stays."""
        self._over.set()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the plot has ended."""
        self._thread.join(timeout)

    def save_picture(self, path: Path | str | None = None) -> Path:
        """Write the picture as a PNG (default: a new file in the notebook's folder); return the path."""
        path = Path(path) if path else self._new_name(".png")
        with self._drawing:
            write_whole(path, self._chart.picture())
        return path

    def save_csv(self, path: Path | str | None = None) -> Path:
        """Write all samples so far as a CSV (default: a new file in the notebook's folder); return the path."""
        return self.recording.to_csv(path or self._new_name(".csv"))

    def picture(self) -> bytes:
        """Return the picture now as a PNG."""
        with self._drawing:
            return self._chart.picture()

    def _new_name(self, ending: str) -> Path:
        return free_name(self._folder, f"{notebook_name() or 'board'}-{datetime.now():%m-%d-%H%M%S}", ending)

    def _run(self) -> None:
        try:
            with SampleReader(self._sources, self._names) as reader:
                self._follow(reader)
                if not self._recorder.samples:
                    raise next(iter(self._stops.errors), reader.no_samples())
        except ClubError as error:
            self.widget.status = str(error)
        finally:
            if self._recorder.samples:
                self._keep(self.picture())
                self.widget.still = self._kept is not None
            self.widget.state = "stopped"

    def _follow(self, reader: SampleReader) -> None:
        begin = last_sample = time.monotonic()
        due, keep_again = begin, begin + _KEEP
        while not self._over.is_set() and (self._seconds is None or time.monotonic() - begin < self._seconds):
            self._over.wait(max(0.0, due - time.monotonic()))
            due = max(due + 1 / FRAMES_PER_SECOND, time.monotonic())
            events = reader.read(0)
            self._recorder.add(events)
            with self._drawing:
                changed = self._chart.add(events)
            if changed:
                last_sample = time.monotonic()
            if self.widget.state == "running" and (changed or not self._number):
                self._send_frame()
            if self._last_frame and time.monotonic() > keep_again:  # a page that closes suddenly leaves this
                self._keep(self._last_frame)
                keep_again = time.monotonic() + _KEEP
            self._tell(events, time.monotonic() - last_sample)

    def _keep(self, picture: bytes) -> None:
        """Lay the picture into the notebook: it is seen where the chart can't be, also next week."""
        if self._kept is not None:
            self._kept.update({"image/png": b64encode(picture).decode(), "text/plain": repr(self)}, raw=True)

    def _send_frame(self) -> None:
        now = time.monotonic()
        if len(self._sent) >= _UNDER_WAY:
            if now - self._last_answer < _WAIT_FOR_PAGE:
                return
            self._sent.pop(min(list(self._sent), default=0), None)
            self._last_answer = now
        with self._drawing:
            self._last_frame = self._chart.frame()
        self._number += 1
        self._sent[self._number] = self._chart.newest or now
        self.widget.send({"frame": self._number}, buffers=[self._last_frame])

    def _tell(self, events: Sequence[Event], silent: float) -> None:
        """Say in one sentence what is wrong, as long as it is."""
        for event in events:
            if isinstance(event, Gone):
                self._troubles[event.board] = str(event.error)
            elif isinstance(event, Back):
                self._troubles.pop(event.board, None)
            elif isinstance(event, Notice):
                self._notice = str(event.error)
        self._stops(events)
        troubles = [*self._troubles.values(), *(str(error) for error in self._stops.errors)]
        status = " ".join(dict.fromkeys(troubles)) or self._notice
        if not status and self._chart.missing:
            status = _("There is no channel %(names)s. There are: %(seen)s") % {
                "names": ", ".join(self._chart.missing),
                "seen": ", ".join(self._chart.seen),
            }
        if not status and silent > _SILENT:
            status = _("No samples are coming. Does the program on the board print them?")
        if status != self.widget.status and (status or not self.widget.status.endswith((".csv", ".png"))):
            self.widget.status = status

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        """Take what the page says: a frame is on the screen, or a button was pressed."""
        if "shown" in message:
            self._on_screen(message["shown"], message["at"] - time.time() + time.monotonic())
            return
        action = message.get("action")
        if action == "hello" and self._last_frame is not None:
            self.widget.send({"frame": self._number}, buffers=[self._last_frame])
        elif action == "stop":
            self.stop()
        elif action == "pause":
            self.widget.state = "running" if self.widget.state == "paused" else "paused"
        elif action in ("picture", "csv"):
            self._save(action)

    def _on_screen(self, frame: int, when: float) -> None:
        """Note that `frame` was shown, and those before it shown or passed over."""
        self._last_answer = time.monotonic()
        self.frames += 1
        if frame in self._sent:
            self.delays.append(when - self._sent[frame])
        for number in list(self._sent):  # a copy: the drawing thread adds to it
            if number <= frame:
                self._sent.pop(number, None)

    def _save(self, what: str) -> None:
        try:
            path = self.save_csv() if what == "csv" else self.save_picture()
        except (ClubError, OSError) as error:
            self.widget.status = str(error)
        else:
            self.widget.status = _("Saved: %(file)s") % {"file": path.name}
