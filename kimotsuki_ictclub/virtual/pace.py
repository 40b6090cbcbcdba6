"""The wall clock beside virtual time: how far a board is behind it, and when it is to run again."""

from __future__ import annotations

import time

_LONGEST_WAIT = 0.1  # seconds until a waiting board looks around again


class Pace:
    """Keeps virtual time, in seconds, from running faster than the wall clock."""

    def __init__(self, now: float) -> None:
        """`now` is the virtual time at this moment."""
        self.go_on(now)

    def go_on(self, now: float) -> None:
        """Let virtual time `now` belong to this moment: what has passed on the wall since is not made up for."""
        self._begin = time.monotonic() - now

    def due(self, now: float) -> float:
        """Return when the wall clock (`time.monotonic`) reaches virtual time `now`."""
        return self._begin + now

    def behind(self, now: float) -> float:
        """Return how many seconds virtual time `now` is behind the wall clock; below zero it is ahead."""
        return time.monotonic() - self._begin - now

    def wait(self, now: float) -> None:
        """Wait until the wall clock reaches virtual time `now`."""
        while (ahead := -self.behind(now)) > 0:
            time.sleep(min(ahead, _LONGEST_WAIT))
