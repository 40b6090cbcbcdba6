"""What a program prints, as a child sees it: the last lines, without the board's own words and tracebacks."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from ...errors import ClubError
from ...images import Program
from ...images.stop_watch import StopWatch
from ...images.stops import has_ended
from ...visible import visible

LINES = 12  # that are shown
_KEPT = 20_000  # characters
_LONGEST_LINE = 200  # characters
_TRACEBACK = "Traceback (most recent call last):"
_BANNER = re.compile(r'^MicroPython v[^\n]*\n(?:Type "help[^\n]*\n)?(?:>>> ?)*', re.MULTILINE)
_ACKNOWLEDGED = "OK"  # the raw REPL's answer to the command that starts the program anew


class Printed:
    """The text of one run. `mistake` is what stopped the program, `ended` whether it has come to its end.

    acknowledged: whether the raw REPL's answer stands before the program's first word.
    """

    def __init__(self, program: Program, *, acknowledged: bool = False) -> None:
        self._watch = StopWatch(program)
        self._before = _ACKNOWLEDGED if acknowledged else ""
        self.forget()

    def forget(self) -> None:
        """Begin anew: the program has."""
        self._watch.forget()
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._text = ""

    def take(self, data: bytes) -> None:
        """Take bytes that the board has sent."""
        self._text = (self._text + self._decoder.decode(data).replace("\r", ""))[-_KEPT:]
        self._watch.take(data)

    def take_restarts(self) -> None:
        """The program resets its board again and again."""
        self._watch.take_restarts()

    def take_fault(self, error: ClubError) -> None:
        """Take what stopped a virtual board."""
        self._watch.take_fault(error)

    @property
    def mistake(self) -> ClubError | None:
        """What stopped the program; None while it runs."""
        return self._watch.mistake

    @property
    def ended(self) -> bool:
        """Whether the program has come to its end: the board shows its prompt."""
        return has_ended(self._text)

    @property
    def traceback(self) -> str:
        """What the board itself says about the mistake; "" where there is none."""
        at = self._text.rfind(_TRACEBACK)
        return visible(_BANNER.sub("", self._text[at:]).strip()) if at >= 0 and self.mistake is not None else ""

    def lines(self) -> list[str]:
        """Return the last lines; "…" stands before them where there were more."""
        text = self._text.removeprefix(self._before)
        if self.mistake is not None or self.ended:
            text = text.partition(_TRACEBACK)[0] if "KeyboardInterrupt" in text else text
            at = text.rfind(_TRACEBACK) if self.mistake is not None else -1
            text = text[:at] if at >= 0 else text
        lines = _BANNER.sub("", text).strip("\n").split("\n")
        shown = [visible(line[:_LONGEST_LINE]) for line in lines[-LINES:]]
        return shown if len(lines) <= LINES else ["…", *shown]
