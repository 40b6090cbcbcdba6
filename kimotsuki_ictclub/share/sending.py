"""Sends the samples of one venue: kept until the broker has them, so that a lost connection loses none at first."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..errors import ShareError
from ..telemetry import Event, Gone, Sample
from . import notices
from .address import Address, venue_name
from .buffer import LIMIT, Buffer
from .connection import Connection, Message
from .messages import (
    LARGEST,
    MOST_ROWS,
    BadMessageError,
    Row,
    State,
    read_batch,
    read_state,
    topic,
    written_batch,
    written_row,
    written_state,
)

if TYPE_CHECKING:
    from paho.mqtt.client import MQTTMessageInfo

BATCH_SECONDS = 0.1
BEAT_SECONDS = 1.0  # so often something is sent, samples or not: clocks are compared by it
_LAST_SECONDS = 2.0  # between two notes of the last values, which the broker keeps for late comers
_UNDER_WAY = 8  # messages that the broker has not confirmed
_MOST_CHARACTERS = LARGEST // 6  # of a message: a character is up to four bytes
_LOOK_SECONDS, _HEAR_SECONDS = 0.7, 5.0  # for the note that another sender is there, and for its beat
_GOODBYE_SECONDS = 3.0


class Sender:
    """One venue's way to the broker. `add` samples, and call `flush` ten times a second or more often.

    Times are told by this PC's clock. Bounded: `limit` bytes wait while the broker is away, then the oldest go.
    """

    def __init__(self, address: Address, venue: str, tell: Callable[[ShareError], None], *, limit: int = LIMIT) -> None:
        self.venue = venue_name(venue)
        self.sent = 0  # samples that the broker has
        self._tell = tell
        self._news: deque[ShareError] = deque()  # from the connection's thread, told by `flush`
        self._name = secrets.token_hex(4)
        self._clock = time.time() - time.monotonic()  # from now on this clock, whoever sets the PC's
        self._buffer = Buffer(limit)
        self._under_way: list[tuple[MQTTMessageInfo, int]] = []
        self._last: dict[str, tuple[float, dict[str, float]]] = {}
        self._last_changed = False
        self._next_batch = self._next_beat = self._next_last = self._told_dropped_at = 0.0
        self._told_dropped = 0
        self._other = threading.Condition()
        self._other_here = self._other_heard = self._told_other = self._told_forbidden = False
        self._here = False
        self._connection = Connection(
            address,
            on_open=self._on_open,
            on_message=self._on_message,
            tell=self._news.append,
            on_forbidden=self._forbidden,
        )
        self._connection.will(topic(self.venue, "state"), written_state(State(self._name, here=False)))

    @property
    def waiting(self) -> int:
        """Samples that the broker does not have yet."""
        return len(self._buffer) + sum(rows for _info, rows in self._under_way)

    @property
    def dropped(self) -> int:
        """Samples that were given up, because the broker was away too long."""
        return self._buffer.dropped

    def open(self) -> None:
        """Connect, and see that nobody else sends as this venue.

        Raises: ShareError `share-unreachable`, `share-refused`, `share-certificate`, `venue-taken`.
        """
        self._connection.open()
        with self._other:
            if self._other.wait_for(lambda: self._other_here, _LOOK_SECONDS):
                self._other.wait_for(lambda: self._other_heard, _HEAR_SECONDS)
            if self._other_heard:
                self._connection.close()
                raise notices.taken(self.venue)
            self._here = True
        self._say_here()

    def add(self, events: Iterable[Event]) -> None:
        """Take what boards said: samples, and that a board went. Texts stay on this PC."""
        for event in events:
            if isinstance(event, Sample):
                time, values = event.time + self._clock, event.values
                known = self._last.get(event.board)
                self._last[event.board] = (time, {**known[1], **values} if known else dict(values))
                self._buffer.add(written_row(Row(time, event.board, values)))
            elif isinstance(event, Gone) and event.board in self._last:
                del self._last[event.board]
                self._buffer.add(written_row(Row(event.time + self._clock, event.board, None)))
            else:
                continue
            self._last_changed = True

    def flush(self) -> None:
        """Send what waits, where it is time for it and the broker is there."""
        now = time.monotonic()
        while self._news:
            self._tell(self._news.popleft())
        self._forget_confirmed()
        self._tell_dropped(now)
        if now < self._next_batch or not self._connection.connected:
            return
        self._next_batch = now + BATCH_SECONDS
        while len(self._buffer) and len(self._under_way) < _UNDER_WAY:
            first = self._buffer.first
            rows = self._buffer.take(MOST_ROWS, _MOST_CHARACTERS)
            self._under_way.append((self._publish("samples", self._batch(first, rows), qos=1), len(rows)))
            self._next_beat = now + BEAT_SECONDS
        if now >= self._next_beat:
            self._next_beat = now + BEAT_SECONDS
            self._publish("samples", self._batch(self._buffer.first, []))
        if self._last_changed and now >= self._next_last:
            self._next_last, self._last_changed = now + _LAST_SECONDS, False
            rows = [written_row(Row(time, board, values)) for board, (time, values) in self._last.items()]
            self._publish("last", self._batch(0, rows[:MOST_ROWS]), retain=True)

    def close(self) -> None:
        """Send what waits, say goodbye, and disconnect."""
        if self._connection.connected and self._here:
            end = time.monotonic() + _GOODBYE_SECONDS
            while self.waiting and time.monotonic() < end and self._connection.connected:
                self.flush()
                time.sleep(0.02)
            self._here = False
            goodbye = self._publish("state", written_state(State(self._name, here=False)), qos=1, retain=True)
            if self._connection.connected:
                goodbye.wait_for_publish(_GOODBYE_SECONDS)
        self._connection.close()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _batch(self, first: int, rows: list[str]) -> bytes:
        return written_batch(self._name, first, time.monotonic() + self._clock, rows)

    def _publish(self, kind: str, payload: bytes, *, qos: int = 0, retain: bool = False) -> Any:
        return self._connection.client.publish(topic(self.venue, kind), payload, qos=qos, retain=retain)

    def _say_here(self) -> None:
        self._publish("state", written_state(State(self._name, here=True)), qos=1, retain=True)

    def _forget_confirmed(self) -> None:
        while self._under_way and self._under_way[0][0].is_published():
            self.sent += self._under_way.pop(0)[1]

    def _tell_dropped(self, now: float) -> None:
        """Say what was given up, now and then."""
        if self._buffer.dropped > self._told_dropped and now > self._told_dropped_at + 10:
            self._told_dropped_at = now
            self._tell(notices.dropped(self.venue, self._buffer.dropped - self._told_dropped))
            self._told_dropped = self._buffer.dropped

    def _on_open(self, connection: Connection) -> None:
        """In the connection's thread: hear who else sends as this venue."""
        from paho.mqtt.subscribeoptions import SubscribeOptions

        others = SubscribeOptions(qos=0, noLocal=True)
        connection.client.subscribe([(topic(self.venue, kind), others) for kind in ("state", "samples")])
        if self._here:
            self._say_here()

    def _on_message(self, message: Message) -> None:
        """In the connection's thread: somebody else sends as this venue."""
        try:
            if message.topic.endswith("state"):
                state = read_state(message.payload)
                if state.sender == self._name:
                    return
                if not state.here and self._here:
                    self._say_here()  # another one's goodbye came after we did
                with self._changed_other():
                    self._other_here = state.here
            elif read_batch(message.payload).sender != self._name and not message.retain:
                with self._changed_other():
                    self._other_heard = True
                if self._here and not self._told_other:
                    self._told_other = True
                    self._news.append(notices.two_senders(self.venue, f"{self.venue}-2"))
        except BadMessageError:
            pass  # readers count them; a sender has no use for them

    @contextmanager
    def _changed_other(self) -> Iterator[None]:
        with self._other:
            yield
            self._other.notify_all()

    def _forbidden(self) -> None:
        if not self._told_forbidden:
            self._told_forbidden = True
            self._news.append(notices.forbidden(self.venue, self._connection.address.user))
