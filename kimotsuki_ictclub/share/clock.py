"""A sender's clock beside ours: the quickest of its messages tells how far they are apart."""

from __future__ import annotations

import math

_DRIFT = 1e-4  # seconds a second that two clocks may part; quartz is ten times better
_FAR = 1.0  # seconds later than the quickest message: it waited on its way
_PATIENCE = 60.0  # seconds in which all messages were late: not they, the clock was set


class SenderClock:
    """Puts one sender's times on this PC's monotonic clock."""

    def __init__(self) -> None:
        self.heard = 0  # messages
        self.offset = math.inf  # our seconds minus the sender's
        self._last = 0.0
        self._late_since: float | None = None
        self._least_lately = math.inf

    def hear(self, sent: float, arrival: float) -> None:
        """Take a message that left at `sent` (the sender's clock) and arrived at `arrival` (ours)."""
        delay = arrival - sent
        self.offset = min(delay, self.offset + _DRIFT * max(0.0, arrival - self._last))
        self._last = arrival
        self.heard += 1
        if delay <= self.offset + _FAR:
            self._late_since, self._least_lately = None, math.inf
            return
        if self._late_since is None:
            self._late_since = arrival
        self._least_lately = min(self._least_lately, delay)
        if arrival - self._late_since > _PATIENCE:
            self.offset, self._late_since, self._least_lately = self._least_lately, None, math.inf

    def place(self, time: float) -> float:
        """Return a time of the sender's on our clock."""
        return time + self.offset

    def ahead(self, wall_minus_monotonic: float) -> float:
        """Return by how many seconds the sender's clock is ahead of ours; below 0: behind."""
        return -self.offset - wall_minus_monotonic
