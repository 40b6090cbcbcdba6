"""Tracebacks among the lines of a board: which lines belong to one, and what ended the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..images.stops import Stop

_BEGIN = "Traceback (most recent call last)"
_BARE = "MemoryError"  # without memory for a traceback, the board prints its last line only
_ON_PURPOSE = ("KeyboardInterrupt", "SystemExit")  # somebody stopped the program
_LONGEST = 200  # lines


class TracebackReader:
    """Follows the lines of one board."""

    def __init__(self) -> None:
        self.stop: Stop | None = None  # what the line just taken says, at a traceback's last line
        self._lines: list[str] = []

    def takes(self, text: str) -> bool:
        """Tell whether the line belongs to a traceback; its last line (`OSError: 19`) looks like a sample."""
        self.stop = None
        if text.startswith(_BEGIN):
            self._lines = [text]
            return True
        if not self._lines:
            if text.startswith(_BARE):
                self._end(text)
            return self.stop is not None
        only_begun = len(self._lines) == 1
        self._lines.append(text)
        if text[0].isspace() and len(self._lines) <= _LONGEST:
            return True
        # What follows the first line at once, and is no exception, is a line of its own: the board began anew.
        return self._end(*self._lines) or not only_begun

    def _end(self, *lines: str) -> bool:
        """Note what stopped the program; return whether `lines` end with an exception."""
        from ..images.stops import find_stop

        stop = find_stop("".join(f"{line}\n" for line in lines))
        self.stop = None if stop is None or stop.kind in _ON_PURPOSE else stop
        self._lines = []
        return stop is not None
