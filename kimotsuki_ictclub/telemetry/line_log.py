"""What the log keeps of boards that are read: each second how much came and how it was understood, never the lines."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from logging import Logger
from typing import TYPE_CHECKING

from ..boards.board_log import board_named, port_named
from ..log import described
from .sources import BoardSource

if TYPE_CHECKING:
    from ..errors import ClubError
    from .samples import Counts
    from .sources import Source

_SPAN = 1.0  # seconds that one line of the log tells of
_COUNTED = ("samples", "texts", "damaged", "lost")


@dataclass
class _Tally:
    name: str
    since: float
    bytes: int = 0
    blocks: int = 0
    told: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    gone_at: float | None = None


class LineLog:
    """The lines of one reader; `counts` are those that its parser keeps."""

    def __init__(self, logger: Logger) -> None:
        self._logger = logger
        self._tallies: dict[int, _Tally] = {}

    def opened(self, source: Source) -> None:
        """Note that a line is open, for the first time or again."""
        now = time.monotonic()
        tally = self._tally(source)
        away = "" if tally.gone_at is None else f", back after {now - tally.gone_at:.1f} s"
        tally.since, tally.gone_at = now, None
        where = port_named(source.board.port) if isinstance(source, BoardSource) else "an open line"
        self._logger.info("%s is read at %s%s", tally.name, where, away)

    def came(self, source: Source, length: int, counts: Counts) -> None:
        """Note a block of `length` bytes that was read and understood."""
        tally = self._tally(source)
        tally.bytes += length
        tally.blocks += 1
        if time.monotonic() - tally.since >= _SPAN:
            self._tell(tally, counts)

    def gone(self, source: Source, error: ClubError, counts: Counts) -> None:
        """Note that a line broke."""
        tally = self._tally(source)
        self._tell(tally, counts)
        if tally.gone_at is None:
            tally.gone_at = time.monotonic()
        self._logger.info("%s is gone: %s", tally.name, described(error))

    def closed(self, source: Source, counts: Counts) -> None:
        """Note what came since the last second was told, and the sums."""
        tally = self._tally(source)
        self._tell(tally, counts)
        sums = ", ".join(f"{getattr(counts, what)} {what}" for what in _COUNTED)
        stop = " (a program stopped)" if counts.stop else ""
        self._logger.info("%s closed, in all: %s%s", tally.name, sums, stop)

    def _tally(self, source: Source) -> _Tally:
        if id(source) not in self._tallies:
            number = len(self._tallies) + 1
            name = board_named(source.board) if isinstance(source, BoardSource) else f"line {number}"
            self._tallies[id(source)] = _Tally(name, time.monotonic())
        return self._tallies[id(source)]

    def _tell(self, tally: _Tally, counts: Counts) -> None:
        now = {what: getattr(counts, what) for what in _COUNTED}
        span, tally.since = time.monotonic() - tally.since, time.monotonic()
        if tally.bytes:
            parts = ", ".join(f"{now[what] - tally.told[what]} {what}" for what in _COUNTED)
            self._logger.debug(
                "%s %.1f s: %d bytes in %d blocks: %s", tally.name, span, tally.bytes, tally.blocks, parts
            )
        tally.bytes = tally.blocks = 0
        tally.told = now
