"""What a program says right after its start: whether an exception stops it at once."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...images.stops import find_stop

if TYPE_CHECKING:
    from ...images.stops import Stop
    from .raw_repl import RawRepl

SECONDS = 0.8  # both runtimes start main.py within half a second
_TRACEBACK = b"Traceback (most recent call last)"
_LONGEST = 100_000  # bytes; a program that says so much goes on


def stop_after_start(repl: RawRepl, seconds: float = SECONDS) -> Stop | None:
    """Return the exception that ends a program that was just started, listening for up to `seconds`; None for none.

    An answer that is under way when the time is over is heard to its end.
    """
    if not seconds:
        return None
    said, stop = _listen(repl, seconds * repl.patience)
    if said and str(repl.port.port).startswith("virtual://"):
        # Its time stands still when nobody listens: it begins anew, so that whoever opens it next misses nothing.
        with suppress(BoardError):
            repl.enter()
            repl.restart()
    return stop


def _listen(repl: RawRepl, seconds: float) -> tuple[bytes, Stop | None]:
    said = b""
    deadline = time.monotonic() + seconds
    while len(said) < _LONGEST and ((now := time.monotonic()) < deadline or (_is_open(said) and now < deadline + 1.0)):
        said += repl.read_some()
        if _TRACEBACK in said or b"MemoryError" in said:
            stop = find_stop(_plain(said))
            if stop is not None:
                return said, stop
    return said.removeprefix(b"OK"), None


def _is_open(said: bytes) -> bool:
    """Tell whether a traceback has begun and its last line is still to come."""
    return _TRACEBACK in said


def _plain(said: bytes) -> str:
    """Return whole lines as find_stop takes them; the raw REPL's last `OK` stands before the first one."""
    text = said.decode(errors="replace").replace("\r\n", "\n")
    return text.replace(_TRACEBACK.decode(), f"\n{_TRACEBACK.decode()}")
