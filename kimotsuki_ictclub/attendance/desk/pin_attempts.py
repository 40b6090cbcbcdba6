"""How often PINs may be tried: each device for itself, and all devices together.

A device has five attempts, then waits longer and longer. On a network anybody can take many addresses, so all
together have turns as well: in the order of asking, one turn a device, and those that have been wrong often in a lane
of their own. So a flood of wrong PINs makes a tablet wait for some turns, and never locks it out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

FREE_ATTEMPTS = 5
FIRST_WAIT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 900.0
_MOST_DEVICES = 5000  # remembered; more addresses than a club's network has


class _Lane:
    """Turns at a steady pace; after a pause, up to `burst` at once."""

    def __init__(self, seconds: float, burst: int) -> None:
        self.seconds = seconds
        self.burst = burst
        self.next = 0.0

    def reserve(self, now: float) -> float:
        """Return the moment of the next free turn and take it."""
        turn = max(self.next, now - self.burst * self.seconds)
        self.next = turn + self.seconds
        return turn


@dataclass
class _Device:
    wrong: int = 0
    closed_until: float = 0.0
    turn: float | None = None  # reserved and not used yet


class Attempts:
    """Who has tried how often. Not for several threads at once."""

    def __init__(self) -> None:
        self._devices: dict[str, _Device] = {}
        self._seldom = _Lane(seconds=1.0, burst=40)  # a class of tablets at the beginning of an evening
        self._often = _Lane(seconds=5.0, burst=5)

    def wait_seconds(self, device: str) -> float:
        """Return for how many seconds `device` need not try; 0 where it may."""
        known = self._devices.get(device)
        if known is None:
            return 0.0
        return max(0.0, max(known.closed_until, known.turn or 0.0) - time.monotonic())

    def take_turn(self, device: str) -> bool:
        """Return whether `device` may try now; else it has a turn to come, see `wait_seconds`."""
        now = time.monotonic()
        known = self._known(device)
        if known.closed_until > now:
            return False
        if known.turn is None:
            known.turn = (self._often if known.wrong >= FREE_ATTEMPTS else self._seldom).reserve(now)
        if known.turn > now:
            return False
        known.turn = None
        return True

    def wrong(self, device: str) -> None:
        """Note a wrong PIN."""
        known = self._known(device)
        known.wrong += 1
        if known.wrong >= FREE_ATTEMPTS:
            wait = FIRST_WAIT_SECONDS * 2 ** min(known.wrong - FREE_ATTEMPTS, 10)
            known.closed_until = time.monotonic() + min(wait, LONGEST_WAIT_SECONDS)

    def right(self, device: str) -> None:
        """Forget what `device` had wrong."""
        self._devices.pop(device, None)

    def _known(self, device: str) -> _Device:
        if device not in self._devices and len(self._devices) >= _MOST_DEVICES:
            del self._devices[next(iter(self._devices))]
        return self._devices.setdefault(device, _Device())
