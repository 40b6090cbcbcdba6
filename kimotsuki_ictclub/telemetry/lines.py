"""Bytes from a serial line → lines of text, block by block."""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 4096  # bytes; no program prints a longer line on purpose, noise without a line end does
OVERFLOW = "<DAPLink:Overflow>"  # the board's interface chip says so where it dropped bytes
_BEFORE = "\0\ufeff"  # what a reset leaves before a line, and the mark of a file that was sent on


class Line(NamedTuple):
    """One line as it arrived, without its line end and the spaces before it."""

    text: str
    bytes_after: int  # bytes of the same block that came after it: tells when it arrived
    damaged: bool = False  # bytes are missing or are no UTF-8
    half: bool = False  # its beginning was not seen: reading began in the middle of it


class LineSplitter:
    """Splits blocks into lines; the start of an unfinished line is kept for the next block.

    `\\n`, `\\r` and `\\r\\n` each end a line, also where the two arrive in different blocks. `whole` says that the
    first byte begins a line; otherwise the first line is marked `half`.
    """

    def __init__(self, *, whole: bool = True) -> None:
        self.ended = 0  # lines
        self.unended = 0  # bytes that came after the last line end
        self._rest = b""
        self._half = not whole
        self._overlong = False
        self._after_return = False  # a `\n` at the beginning of the next block belongs to the line before

    def feed(self, block: bytes) -> list[Line]:
        """Return the lines that `block` completes, in order."""
        if self._after_return and block.startswith(b"\n"):
            block = block[1:]
        arrived = len(block)
        if not arrived:
            return []
        self._after_return = block.endswith(b"\r")
        block = self._rest + block
        end_bytes = 2 if b"\r\n" in block else 1
        *ended, rest = block.replace(b"\r\n", b"\r").replace(b"\n", b"\r").split(b"\r")
        lines = []
        if ended:
            after = len(rest) + sum(len(raw) + end_bytes for raw in ended[1:])
            for index, raw in enumerate(ended):
                if index:
                    after -= len(raw) + end_bytes
                lines.append(self._line(raw, after))
            self.ended += len(ended)
            self.unended = 0
        self.unended += len(rest) if ended else arrived
        if len(rest) > LONGEST:
            lines.append(Line(_text(rest[:80]), 0, damaged=True))
            rest, self._overlong = b"", True
        elif self._overlong and not ended:
            rest = b""
        self._rest = rest
        return lines

    def beginning(self) -> str:
        """Return the first characters of the unfinished line."""
        return _text(self._rest[:80])

    def begin_line(self) -> None:
        """Take the next byte as the beginning of a line."""
        self._half = False

    def flush(self) -> list[Line]:
        """Return the unfinished last line as a damaged one: the connection broke, it may go on anywhere."""
        rest, self._rest = self._rest, b""
        self.unended = 0
        self._half, self._overlong, self._after_return = True, False, False
        text = _text(rest)
        return [Line(text, 0, damaged=True)] if text else []

    def _line(self, raw: bytes, after: int) -> Line:
        half, self._half = self._half or self._overlong, False
        self._overlong = False
        try:
            text, damaged = raw.decode(), False
        except UnicodeDecodeError:
            text, damaged = raw.decode(errors="replace"), True
        return Line(text.lstrip(_BEFORE).rstrip(), after, damaged or OVERFLOW in text, half)


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace").lstrip(_BEFORE).rstrip()
