"""How much one child's pages may ask for, so that no flood of one becomes the others' wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import WorkError
from ...language import N_

MOST_PAGES = 8  # that hear the news: devices and tabs of one child
_MOST_WAITING = 12  # messages that were not answered yet
_PRESSES_PER_SECOND = 60  # a slider that is moved sends twelve
_BETWEEN = 0.5  # seconds between two boards, checks or wishes: whoever presses faster has the newest a moment later
_COSTLY = ("run", "check", "flash")


class Patience:
    """What one child's pages are asking for at the moment."""

    def __init__(self) -> None:
        self._waiting = 0
        self._begun = float("-inf")
        self._presses = float(_PRESSES_PER_SECOND)
        self._pressed = time.monotonic()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count a message until it is answered. Raises: WorkError "page-too-fast"."""
        if self._waiting >= _MOST_WAITING:
            raise WorkError(
                "page-too-fast", N_("That was too much at once."), N_("Wait a moment. Then press once, and wait.")
            )
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def before(self, verb: str) -> None:
        """Wait where something costly was begun a moment ago."""
        if verb in _COSTLY:
            await asyncio.sleep(self._begun + _BETWEEN - time.monotonic())
            self._begun = time.monotonic()

    def may_press(self) -> bool:
        """Whether one more touch of the board is taken; what comes faster than hands can is passed over."""
        now = time.monotonic()
        self._presses = min(self._presses + (now - self._pressed) * _PRESSES_PER_SECOND, _PRESSES_PER_SECOND)
        self._pressed = now
        if self._presses < 1:
            return False
        self._presses -= 1
        return True
