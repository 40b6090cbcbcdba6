"""What `connect()` gives: one board, or a whole class of them, that records and plots."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

from ..errors import TelemetryError
from ..language import _
from ..lessons import Lesson
from ..plotting.chart_style import Span
from ..plotting.live_chart import LiveChart
from ..telemetry import AnySource, Event
from ..telemetry import record as record_samples
from .arguments import check_number, check_span
from .bench import Bench
from .live_plot import LivePlot
from .readers import end_readers, note_reader
from .showing.error_box import show_error
from .showing.shown_progress import shown_progress
from .showing.shown_recording import Recording
from .still import page_is_live, record_benches
from .stopped import StopWatch
from .words import in_notebook, page, show_widget

_STILL_SECONDS = 6.0  # how long a still picture watches when a live plot was asked for


class ClubBoard:
    """One board or several, real or virtual. `lesson` names the values and their units."""

    def __init__(self, sources: Sequence[AnySource], lesson: Lesson | None = None) -> None:
        self._sources = list(sources)
        self._lesson = lesson
        self._plot: LivePlot | None = None
        self._bench_widgets: list[Any] = []

    @property
    def labels(self) -> list[str]:
        """The names of the boards."""
        return [source.label for source in self._sources]

    @property
    def is_virtual(self) -> bool:
        """Whether the boards exist in this PC only."""
        return all(isinstance(source, Bench) for source in self._sources)

    def __repr__(self) -> str:
        return ", ".join(self.labels)

    def record(self, seconds: float = 10) -> Recording:
        """Record for so many seconds, progress shown; the stop button of the notebook ends it early.

        Raises: BoardError where no board opens, TelemetryError where none prints samples.
        """
        check_number("seconds", seconds)
        end_readers(self.labels)
        return self._record(seconds)

    def live_plot(
        self,
        seconds: float | None = 60,
        *,
        window: float = 10,
        span: Span = "auto",
        channels: Sequence[str] = (),
        side_by_side: bool = False,
    ) -> LivePlot | None:
        """Show a chart that moves; the notebook stays usable. Without a page to move in: a still picture.

        seconds: how long (None: until stop). window: seconds that are seen at once. span: "auto", "whole" (the
        sensor's full range) or (least, greatest). Raises: as `record`, in a still picture.
        """
        check_number("seconds", seconds)
        check_number("window", window)
        check_span(span)
        channels = (channels,) if isinstance(channels, str) else tuple(channels)
        end_readers(self.labels)
        live = page_is_live()
        still = min(seconds or _STILL_SECONDS, _STILL_SECONDS)
        chart = LiveChart(
            window=window if live else still,
            span=span,
            channels=channels,
            lesson=self._lesson,
            side_by_side=side_by_side,
        )
        if not live:
            self._show_still(still, chart, channels)
            return None
        self.show_benches()
        self._plot = LivePlot(self._sources, chart, seconds, names=self.channel_names)
        note_reader(self._plot)
        self._plot.show()
        self._plot.start()
        return self._plot

    def show_benches(self) -> None:
        """Show LEDs and sliders of the virtual boards, where a page can."""
        if not page_is_live():
            return
        from .widgets import BenchWidget, side_by_side

        for bench in self._benches:
            bench.start()
        if not self._bench_widgets:
            self._bench_widgets = [BenchWidget(board) for bench in self._benches for board in (bench, *bench.friends)]
        if self._bench_widgets:
            show_widget(side_by_side(self._bench_widgets))

    def close(self) -> None:
        """Stop a live plot and switch virtual boards off."""
        end_readers(self.labels)
        for bench in self._benches:
            bench.close()

    @property
    def _benches(self) -> list[Bench]:
        return [source for source in self._sources if isinstance(source, Bench)]

    @property
    def bench(self) -> Bench | None:
        """Its first virtual board; None where all are on cables."""
        return next(iter(self._benches), None)

    @property
    def _still(self) -> bool:
        return self.is_virtual and not page_is_live()

    @property
    def channel_names(self) -> list[str]:
        """The names of the lesson's values; [] where no lesson is known."""
        return [channel.name for channel in self._lesson.channels] if self._lesson else []

    def _record(self, seconds: float, watch: Callable[[list[Event]], object] | None = None) -> Recording:
        stops = StopWatch(self._sources)

        def hear(events: list[Event]) -> None:
            stops(events)
            if watch is not None:
                watch(events)

        try:
            with shown_progress(seconds) as progress:
                if self._still:
                    kept = record_benches(self._benches, seconds, self.channel_names, progress, hear).recording()
                else:
                    self.show_benches()
                    kept = record_samples(
                        self._sources, seconds, names=self.channel_names, progress=progress, watch=hear
                    )
        except TelemetryError as error:
            if stops.errors:
                raise stops.errors[0] from error
            raise
        for stopped in stops.errors:  # samples came, then the program failed
            show_error(stopped)
        return Recording.of(kept)

    def _show_still(self, seconds: float, chart: LiveChart, channels: Sequence[str]) -> None:
        """Show the very chart that would move, as it stands after `seconds`."""
        recording = self._record(seconds, chart.add)
        if channels:
            recording.with_channels(channels)  # tells which channels there are
        if in_notebook():
            picture = b64encode(chart.picture()).decode()
            page().display({"image/png": picture, "text/plain": _("Live plot")}, raw=True)
        else:
            print(_("The picture is shown in a notebook only."))
