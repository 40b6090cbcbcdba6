"""News for open pages, by server-sent events: a page that reads slowly gets less of it, never all of it late."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

_BEAT_SECONDS = 10.0  # so often something is sent, so that both ends see when the other is gone
_MOST_KEPT = 400  # items of a list that wait for a page which does not read
LISTS = ("printed", "points")  # news of these names are added to those before, unless with "printed_anew"


class Channel:
    """Whoever listens hears what is told. For the event loop's thread only."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False

    @property
    def heard(self) -> bool:
        """Whether a page listens."""
        return bool(self._listeners)

    @property
    def listeners(self) -> int:
        """How many pages listen."""
        return len(self._listeners)

    @property
    def looked_at(self) -> bool:
        """Whether a page that listens can be seen."""
        return any(not listener.hidden for listener in self._listeners)

    def hide(self, page: str, hidden: bool) -> None:
        """Note that somebody turned away from a page that listens, or looks at it again."""
        for listener in self._listeners:
            if page and listener.page == page:
                listener.hidden = hidden

    def tell(self, **news: Any) -> None:
        """Tell all pages."""
        for listener in self._listeners:
            listener.take(news)

    def close(self) -> None:
        """End all streams: the server closes."""
        self._closed = True
        self.tell(closed=True)

    async def stream(self, first: Callable[[], dict[str, Any]], page: str = "") -> AsyncGenerator[bytes, None]:
        """Yield `first()` and then all news as events, until the page goes or the server closes.

        page: which one listens, see `hide`. `first` is asked when the stream begins: what is told between a page's
        question and that is not lost.
        """
        listener = _Listener(page)
        listener.take(first())
        self._listeners.add(listener)
        try:
            while True:
                news = await listener.wait()
                yield b"data: " + json.dumps(news, ensure_ascii=False).encode() + b"\n\n" if news else b":\n\n"
                if self._closed:
                    return
        finally:
            self._listeners.discard(listener)


class _Listener:
    """One page, and what it has not been told yet."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.hidden = False
        self._news: dict[str, Any] = {}
        self._there = asyncio.Event()

    def take(self, news: dict[str, Any]) -> None:
        """Keep news until the page reads them."""
        for name, what in news.items():
            if name in LISTS and not news.get(f"{name}_anew"):
                what = [*self._news.get(name, ()), *what][-_MOST_KEPT:]
            self._news[name] = what
        self._there.set()

    async def wait(self) -> dict[str, Any]:
        """Return what is new; {} where nothing was for a while."""
        try:
            async with asyncio.timeout(_BEAT_SECONDS):  # wait_for can lose a cancel that comes together with news
                await self._there.wait()
        except TimeoutError:
            return {}
        self._there.clear()
        news, self._news = self._news, {}
        return news
