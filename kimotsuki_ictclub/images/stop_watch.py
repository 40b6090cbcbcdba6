"""Sees in what a board prints, as it comes, that a mistake has stopped its program."""

from __future__ import annotations

from codecs import getincrementaldecoder

from ..errors import ClubError
from .breakdowns import mistake_of_fault, starts_again
from .program import MAIN, Program
from .source_text import lines_of
from .stops import Stop, find_stop, has_ended, mistake_in

_KEPT = 4_000  # characters: more than the longest traceback
_PRINTS_TRACEBACKS = "print_exception"  # such a program may print one and go on


class StopWatch:
    """What stopped a program: `mistake` is None as long as nothing has."""

    def __init__(self, program: Program) -> None:
        self._program = program
        texts = {name: program.text(name) for name in program.files if name.endswith(".py")}
        self._careful = any(_PRINTS_TRACEBACKS in text for text in texts.values())
        self.forget()

    def forget(self) -> None:
        """Begin anew: the board was reset."""
        self.mistake: ClubError | None = None
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._printed = ""

    def take(self, data: bytes) -> None:
        """Take bytes that the board has sent."""
        if not data:
            return
        self._printed = (self._printed + self._decoder.decode(data).replace("\r", ""))[-_KEPT:]
        if self.mistake is None and "\n" in self._printed:
            stop = find_stop(self._printed)
            if stop is not None and (not self._careful or self._ends_with(stop)):
                self.mistake = mistake_in(stop, self._program)

    def take_restarts(self) -> None:
        """The program resets its board again and again."""
        self.mistake = self.mistake or starts_again(self._program)

    def take_fault(self, error: ClubError) -> None:
        """Take what stopped a virtual board."""
        self.mistake = self.mistake or mistake_of_fault(self._program, error)

    def _ends_with(self, stop: Stop) -> bool:
        """Whether nothing but MicroPython's prompt came after what stopped the program."""
        before = self._printed[: self._printed.rfind("\nMicroPython v")].rstrip("\n")
        return has_ended(self._printed) and before.endswith(f"{stop.kind}: {stop.words}".rstrip(": "))

    @property
    def ended(self) -> bool:
        """Whether the program came to its end: MicroPython shows its prompt."""
        return has_ended(self._printed)

    @property
    def on_purpose(self) -> bool:
        """Whether a `raise` of the program's own stopped it."""
        if self.mistake is None or "line" not in self.mistake.values:
            return False
        shown = self.mistake.values["file"]
        file = next((name for name in self._program.own_files if self._program.shown_name(name) == shown), MAIN)
        lines = lines_of(self._program.text(file))
        line = int(str(self.mistake.values["line"]))
        return line <= len(lines) and lines[line - 1].lstrip().startswith("raise")
