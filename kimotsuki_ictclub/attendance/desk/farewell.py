"""Telling the tablets that the desk closes, so that no names stay on their screens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

RECENT_SECONDS = 10.0  # a page that is open asks every four seconds
LONGEST_SECONDS = 5.0


class Farewell:
    """Knows which browsers are looking, and waits at the end until each has been told."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._closing = False

    def said(self, browser: str) -> bool:
        """Note that `browser` asks; return whether the answer is that the desk closes."""
        self._seen.pop(browser, None)
        if not self._closing:
            self._seen[browser] = time.monotonic()
            while len(self._seen) > 500:
                del self._seen[next(iter(self._seen))]
        return self._closing

    async def say(self, hurry: Callable[[], bool]) -> None:
        """Close, and wait until everybody who is looking has heard it: five seconds at most, or until `hurry`."""
        self._closing = True
        now = time.monotonic()
        self._seen = {browser: at for browser, at in self._seen.items() if now - at < RECENT_SECONDS}
        while self._seen and not hurry() and time.monotonic() - now < LONGEST_SECONDS:
            await asyncio.sleep(0.05)
