"""The boards of other venues, read from a broker as if they lay on this table."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from ..errors import ClubError, ShareError
from ..telemetry import Counts, Event, EventSource, Notice
from . import notices
from .address import Address, is_venue
from .connection import Connection, Message
from .messages import BadMessageError, read_batch, read_state, topic
from .venue import Venue

_MOST_BYTES = 32_000_000  # of messages that wait to be read; then the oldest go, and are counted as lost
_MOST_VENUES = 20  # where all are read
_PATIENCE = 3.0  # seconds until it is told that nobody sends
_OTHERS = "?"  # messages whose venue is no name


class Venues(EventSource):
    """A source for `SampleReader`: all boards of the venues of an address, named `koyama/07`.

    Times are on this PC's clock, put right by how far the sender's clock is from it.
    """

    def __init__(self, address: Address) -> None:
        self.label = ", ".join(address.venues) or address.host
        self._address = address
        self._venues: dict[str, Venue] = {}
        self._inbox: deque[tuple[Message, float]] = deque()
        self._inbox_bytes = 0
        self._told: deque[ShareError] = deque()
        self._lock = threading.Lock()
        self._wake: Callable[[], None] = lambda: None
        self._begun = 0.0
        self._said_absent = self._told_forbidden = False
        self._connection: Connection | None = None

    def begin(self, wake: Callable[[], None]) -> None:
        """Connect to the broker. Raises: ShareError."""
        self._wake, self._begun = wake, time.monotonic()
        self._wall = time.time() - self._begun
        self._venues = {name: Venue(name, self._begun, self._wall) for name in self._address.venues}
        self._connection = Connection(
            self._address,
            on_open=self._on_open,
            on_message=self._on_message,
            tell=self._say,
            on_forbidden=self._forbidden,
        )
        try:
            self._connection.open()
        except ClubError:
            self._connection = None
            raise

    def take(self) -> list[Event]:
        """Return what has come."""
        events: list[Event] = []
        now = time.monotonic()
        while self._told:
            events.append(Notice(now, self.label, self._told.popleft()))
        with self._lock:
            messages, self._inbox, self._inbox_bytes = self._inbox, deque(), 0
        for message, arrival in messages:
            events += self._read(message, arrival)
        for venue in self._venues.values():
            events += venue.losses(now)
        if not self._said_absent and now - self._begun > _PATIENCE:
            self._said_absent = True
            quiet = [name for name in self._address.venues if not self._venues[name].heard]
            events += [Notice(now, name, notices.absent(name)) for name in quiet]
        return events

    def close(self) -> None:
        """Disconnect. Further calls do nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @property
    def counts(self) -> dict[str, Counts]:
        """How many samples came, by board; by venue what was lost or not understood, where anything was."""
        counts = {board: count for venue in self._venues.values() for board, count in venue.counts.items()}
        wholes = {name: venue.whole for name, venue in self._venues.items()}
        return counts | {name: whole for name, whole in wholes.items() if whole.lost or whole.damaged}

    def nothing_came(self) -> ClubError:
        """Return the error that tells why there are no samples."""
        return notices.absent(self.label)

    def _on_open(self, connection: Connection) -> None:
        """In the connection's thread: ask for the venues; again where the broker has forgotten us."""
        for venue in self._address.venues or ("+",):
            connection.client.subscribe([(topic(venue, kind), 1) for kind in ("state", "last", "samples")])

    def _on_message(self, message: Message) -> None:
        """In the connection's thread."""
        with self._lock:
            self._inbox.append((message, time.monotonic()))
            self._inbox_bytes += len(message.payload)
            while self._inbox_bytes > _MOST_BYTES:
                self._inbox_bytes -= len(self._inbox.popleft()[0].payload)
        self._wake()

    def _say(self, notice: ShareError) -> None:
        self._told.append(notice)
        self._wake()

    def _forbidden(self) -> None:
        if not self._told_forbidden:
            self._told_forbidden = True
            self._say(notices.forbidden(self.label, self._address.user))

    def _read(self, message: Message, arrival: float) -> list[Event]:
        try:
            _start, _form, name, kind = message.topic.split("/")
        except ValueError:
            name, kind = _OTHERS, ""
        venue = self._venue(name)
        try:
            if kind == "state":
                return venue.state(read_state(message.payload), arrival)
            batch = read_batch(message.payload)
            if kind == "samples" and not message.retain:
                return venue.samples(batch, arrival)
            if kind == "last":
                return venue.last(batch) if message.retain else []
        except BadMessageError:
            pass  # counted below
        venue.bad()
        return []

    def _venue(self, name: str) -> Venue:
        if name not in self._venues and (not is_venue(name) or len(self._venues) >= _MOST_VENUES):
            name = _OTHERS
        if name not in self._venues:
            self._venues[name] = Venue(name, self._begun, self._wall)
        return self._venues[name]
