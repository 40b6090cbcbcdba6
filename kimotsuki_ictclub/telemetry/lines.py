"""Bytes from a serial line → lines of text, block by block."""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 4096  # bytes; no program prints a longer line on purpose, noise without a line end does
OVERFLOW = "<DAPLink:Overflow>"  # the board's interface chip says so where it dropped bytes


class Line(NamedTuple):
    """One line as it arrived, without its line end and the spaces before it."""

    text: str
    bytes_after: int  # bytes of the same block that came after it: tells when it arrived
    damaged: bool = False  # bytes are missing or are no UTF-8
    half: bool = False  # its beginning was not seen: reading began in the middle of it


class LineSplitter:
    """Splits blocks into lines; the start of an unfinished line is kept for the next block.

    `whole` says that the first byte begins a line; otherwise the first line is marked `half`.
    """

    def __init__(self, *, whole: bool = True) -> None:
        self._rest = b""
        self._half = not whole
        self._overlong = False

    def feed(self, block: bytes) -> list[Line]:
        """Return the lines that `block` completes, in order."""
        *ended, rest = (self._rest + block).split(b"\n")
        lines = []
        after = len(block) - block.find(b"\n") - 1 if ended else 0
        for index, raw in enumerate(ended):
            if index:
                after -= len(raw) + 1
            lines.append(self._line(raw, after))
        if len(rest) > LONGEST:
            lines.append(Line(rest[:80].decode(errors="replace"), 0, damaged=True))
            rest, self._overlong = b"", True
        elif self._overlong and not ended:
            rest = b""
        self._rest = rest
        return lines

    def begin_line(self) -> None:
        """Take the next byte as the beginning of a line."""
        self._half = False

    def flush(self) -> list[Line]:
        """Return the unfinished last line as a damaged one: the connection broke, it may go on anywhere."""
        rest, self._rest = self._rest, b""
        self._half, self._overlong = True, False
        return [Line(rest.decode(errors="replace").rstrip(), 0, damaged=True)] if rest.strip() else []

    def _line(self, raw: bytes, after: int) -> Line:
        half, self._half = self._half or self._overlong, False
        self._overlong = False
        try:
            text, damaged = raw.decode(), False
        except UnicodeDecodeError:
            text, damaged = raw.decode(errors="replace"), True
        return Line(text.rstrip(), after, damaged or OVERFLOW in text, half)
