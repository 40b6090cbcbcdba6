"""The page of a V2's data log, MY_DATA.HTM: a marker with two addresses, the columns' names, further on the rows."""

from __future__ import annotations

import re
from pathlib import Path

PAGE_NAME = "MY_DATA.HTM"
BEGINNING = 4096  # bytes in which marker and names stand
_PAGE_BYTES = 2048  # what the browser runs; the marker follows it, and the addresses count from the page's first byte
# End and begin of the rows. MicroPython's runtime ends each number with a zero byte, MakeCode's with a line end.
_MARKER = re.compile(rb"<!--FS_START\s*(UBIT_LOG_FS_V_\d+\n0x[0-9A-Fa-f]{8}[\n\0]0x([0-9A-Fa-f]{8}))")


def log_in(content: bytes) -> bytes | None:
    """Return the rows of the log in a page, b"" where it is empty; None where `content` is no such page."""
    marker = _MARKER.search(content)
    if marker is None:
        return None
    start = marker.start(1) + int(marker[2], 16) - _PAGE_BYTES
    end = content.find(b"\xff", start)  # erased flash
    return content[start : end if end >= 0 else len(content)].removesuffix(b"-->")


def names_in(beginning: bytes) -> str | None:
    """Return the line with the names of the log's columns as they are now; None where there is none."""
    marker = _MARKER.search(beginning)
    if marker is None:
        return None
    _version, _zeros, rest = beginning[marker.end() + 1 :].partition(b"\0")
    line, end, _rows = rest.lstrip(b"\0").partition(b"\n")
    try:
        return line.decode() if end else None
    except UnicodeDecodeError:
        return None


def names_on(drive: Path) -> str | None:
    """Return the line with the names of the log of the board whose drive is `drive`; None where it has no log."""
    try:
        with (drive / PAGE_NAME).open("rb") as page:
            return names_in(page.read(BEGINNING))
    except OSError:
        return None
