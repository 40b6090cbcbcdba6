"""A program on a board that failed: said with its line, in the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import ClubError
from ..images.stops import mistake_of
from ..telemetry import AnySource, Event, Sample, Stopped
from .bench import Bench


class StopWatch:
    """Notes which boards' programs have stopped with an error, and forgets those that go on."""

    def __init__(self, sources: Sequence[AnySource]) -> None:
        self._sources = {source.label: source for source in sources}
        self._stops: dict[str, Stopped] = {}

    def __call__(self, events: Iterable[Event]) -> None:
        """Take what boards said."""
        for event in events:
            if isinstance(event, Stopped):
                self._stops[event.board] = event
            elif isinstance(event, Sample):
                self._stops.pop(event.board, None)

    @property
    def errors(self) -> list[ClubError]:
        """What to say about each program that has stopped."""
        return [self._told(event) for event in self._stops.values()]

    def _told(self, event: Stopped) -> ClubError:
        source = self._sources.get(event.board)
        if isinstance(source, Bench):
            return mistake_of(event.stop, source.program, source.files.get("main.py", b"").decode("utf-8", "replace"))
        return mistake_of(event.stop, "main.py", "")  # what is on a real board is not known here
