"""The virtual board on which a program is tried: it also keeps what the program printed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable

from ..errors import LessonError
from ..images.stops import find_stop
from ..language import N_
from ..telemetry import Sample, SampleStream
from ..virtual import Air, VirtualBoard
from ..virtual.board import DEFAULT_TIMEOUT, HasFiles

# Virtual seconds from power-on until main.py begins, on the two runtimes; tests/checking compares them.
START_SECONDS = {"v1": 0.03, "v2": 1.46}
LONGEST_CHECK = 90.0  # virtual seconds
_LOOK_SECONDS = 0.5  # virtual; so often it is seen whether the program has stopped


class ProgramStopped(Exception):
    """The program was stopped by a mistake: no step needs to look on."""


class TrialBoard(VirtualBoard):
    """A `VirtualBoard` that knows what was printed since the step began."""

    def __init__(self, version: str, program: HasFiles, *, air: Air | None = None, seed: int = 1) -> None:
        super().__init__(version, program, air=air, seed=seed)
        self._stream = SampleStream("check")
        # A character, or a line end, may come in two blocks.
        self._decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")("replace"), translate=True)
        self._text = ""
        self._samples: list[dict[str, float]] = []
        self._text_start = self._samples_start = 0
        self._step_start = 0.0
        self.in_step = False  # while a step looks: then a program that stops ends it

    @property
    def printed(self) -> str:
        """The text that the program printed since the step began."""
        self._listen()
        return self._text[self._text_start :]

    @property
    def printed_in_all(self) -> str:
        """The text that the program printed since power-on."""
        self._listen()
        return self._text

    def samples(self, label: str) -> list[float]:
        """Return the values that the program printed under `label` since the step began."""
        self._listen()
        return [values[label] for values in self._samples[self._samples_start :] if label in values]

    def begin_step(self) -> None:
        """Forget what was printed so far."""
        self._listen()
        self._text_start, self._samples_start = len(self._text), len(self._samples)
        self._step_start = self.time

    @property
    def bytes_per_second(self) -> float:
        """How much the program printed since the step began, in bytes per virtual second.

        A step shorter than a second counts as one: a single line at once is no flood.
        """
        return len(self.printed) / max(self.time - self._step_start, 1.0)

    def run(self, seconds: float, *, paced: bool = False) -> None:
        """Let `seconds` of virtual time pass. Raises: LessonError "check-too-long"; ProgramStopped in a step."""
        end = self.time + seconds
        while self.in_step and end - self.time > _LOOK_SECONDS:
            super().run(_LOOK_SECONDS, paced=paced)
            self._must_not_be_late()
            if find_stop(self.printed_in_all) is not None:
                raise ProgramStopped
        super().run(max(0.0, end - self.time), paced=paced)
        self._must_not_be_late()

    def run_until(self, seen: str | Callable[[], object], timeout: float = DEFAULT_TIMEOUT) -> bool:
        """Run until a text is seen or something is true, see VirtualBoard. Raises: LessonError "check-too-long"."""
        answer = super().run_until(seen, timeout)
        self._must_not_be_late()
        return answer

    def _listen(self) -> None:
        block = self.serial.read()
        if block:
            self._text += self._decoder.decode(block)
            events = self._stream.feed(block, self.time)
            self._samples.extend(event.values for event in events if isinstance(event, Sample))

    def _must_not_be_late(self) -> None:
        if self.time > LONGEST_CHECK:
            raise LessonError(
                "check-too-long",
                N_("The check takes more than %(limit)s virtual seconds."),
                N_("This is a mistake in the lesson: its check.py must come to an end sooner."),
                limit=round(LONGEST_CHECK),
            )
