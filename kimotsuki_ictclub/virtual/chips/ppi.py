"""PPI, the programmable peripheral interconnect: an event of one peripheral starts a task of another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4001_F000
CHEN, CHENSET, CHENCLR = 0x500, 0x504, 0x508
CH0_EEP, CH0_TEP, FORK0_TEP = 0x510, 0x514, 0x910
_ENDS_OF_CHANNELS, _ENDS_OF_FORKS = 0x600, 0x990
_PROGRAMMABLE = 20  # the channels above are wired in the chip; the firmware does not use them


class Ppi:
    """The channels. `routes`: address of an event → addresses of the tasks it starts."""

    def __init__(self, chip: Chip) -> None:
        self._chip = chip
        self._enabled = 0
        self.routes: dict[int, list[int]] = {}
        self.on_change: list[Callable[[], None]] = []  # called when the routes are others
        for offset in (CHEN, CHENSET, CHENCLR):
            chip.readers[BASE + offset] = lambda: self._enabled
        chip.writers[BASE + CHEN] = self._enable
        chip.writers[BASE + CHENSET] = lambda value: self._enable(self._enabled | value)
        chip.writers[BASE + CHENCLR] = lambda value: self._enable(self._enabled & ~value)
        for offset in [*range(CH0_EEP, _ENDS_OF_CHANNELS, 4), *range(FORK0_TEP, _ENDS_OF_FORKS, 4)]:
            chip.writers[BASE + offset] = partial(self._point, BASE + offset)

    def _point(self, address: int, value: int) -> None:
        self._chip.clock.sync()
        if self._chip.values.get(address, 0) != value:  # the runtime writes the same ends again and again
            self._chip.values[address] = value
            self._connect()

    def _enable(self, channels: int) -> None:
        self._chip.clock.sync()
        if channels != self._enabled:
            self._enabled = channels
            self._connect()

    def _connect(self) -> None:
        routes: dict[int, list[int]] = {}
        values, channels = self._chip.values, self._enabled & (1 << _PROGRAMMABLE) - 1
        while channels:
            channel = (channels & -channels).bit_length() - 1
            channels &= channels - 1
            event = values.get(BASE + CH0_EEP + 8 * channel, 0)
            if event:
                ends = (values.get(BASE + CH0_TEP + 8 * channel, 0), values.get(BASE + FORK0_TEP + 4 * channel, 0))
                routes.setdefault(event, []).extend(end for end in ends if end)
        if routes != self.routes:
            self.routes = routes
            for tell in self.on_change:
                tell()
