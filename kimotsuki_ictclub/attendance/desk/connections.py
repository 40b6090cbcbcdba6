"""How long a connection may keep the server waiting, and how many there may be.

A browser sends its request in one go. What opens connections and says nothing, or a byte a second, is cut off, so
that it takes no place from a tablet.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
import psutil
from uvicorn.protocols.http.h11_impl import H11Protocol

from .shield import HEADERS

HEADER_SECONDS = 10.0
BODY_SECONDS = 20.0
UNREAD_SECONDS = 30.0  # how long an answer may wait for somebody who does not read it
MOST_CONNECTIONS = 250  # thirty tablets with six each, and some to spare
BACKLOG = 32  # connections taken in one go, before any can be refused
_SPARE_FILES = 40  # what the records, their write-ahead log and the libraries open
_LOOK_SECONDS = 1.0


def most_connections() -> int:
    """Return how many connections there may be: fewer where this process may open few files."""
    try:
        import resource
    except ImportError:  # Windows counts differently, and allows thousands
        return MOST_CONNECTIONS
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    free = allowed - psutil.Process().num_fds() - BACKLOG - _SPARE_FILES
    return MOST_CONNECTIONS if allowed == resource.RLIM_INFINITY else max(8, min(MOST_CONNECTIONS, free))


class ImpatientProtocol(H11Protocol):
    """uvicorn's connection with limits: at most as many as its `limit_concurrency` less one, none of them silent."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch; where there is no room, the one that has kept us waiting longest goes."""
        self._phase: tuple[str, object] = ("", None)
        self._since = self.loop.time()
        self._unread_since: float | None = None
        self._watch: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self._look()
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what came, and see whether the request is further than before."""
        super().handle_events()
        self._step()

    def on_response_complete(self) -> None:
        """From here on the next request is waited for."""
        super().on_response_complete()
        self._step()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave a connection that has become a websocket to that protocol."""
        if self._watch is not None:
            self._watch.cancel()
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        """Note since when nobody reads the answer."""
        super().pause_writing()
        self._unread_since = self.loop.time()

    def resume_writing(self) -> None:
        """The answer is being read."""
        super().resume_writing()
        self._unread_since = None

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with the headers that every answer carries."""
        headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=msg.encode("ascii")),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else ""

    @property
    def waiting(self) -> bool:
        """Whether the request has not come in whole."""
        return self._phase[0] in ("header", "body")

    def _step(self) -> None:
        names: dict[Any, str] = {h11.IDLE: "header", h11.SEND_BODY: "body"}
        phase = (names.get(self.conn.their_state, "answer"), self.cycle)
        if phase != self._phase:
            self._phase, self._since = phase, self.loop.time()

    def _look(self) -> None:
        self._step()
        now = self.loop.time()
        limit = {"header": HEADER_SECONDS, "body": BODY_SECONDS}.get(self._phase[0])
        unread = self._unread_since is not None and now - self._unread_since > UNREAD_SECONDS
        if unread or (limit is not None and now - self._since > limit):
            self.transport.abort()
            return
        if self.transport.is_closing() and self._unread_since is None:
            self._unread_since = now  # closed, but what was sent last is not read yet
        self._watch = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _make_room(self) -> None:
        everyone = [one for one in self.connections if isinstance(one, ImpatientProtocol)]
        most, count = Counter(one._address for one in everyone).most_common(1)[0]
        # From the address with the most, so that one device's flood hits that device; where it has more than half of
        # all places, also an answer that has no end.
        if most != self._address and 2 * count > len(everyone):
            everyone = [one for one in everyone if one._address == most]
        waiting = [one for one in everyone if one.waiting] or (everyone if self not in everyone else [self])
        places = Counter(one._address for one in waiting)
        victim = max(waiting, key=lambda one: (places[one._address], -one._since))
        self.connections.discard(victim)
        victim.transport.abort()
