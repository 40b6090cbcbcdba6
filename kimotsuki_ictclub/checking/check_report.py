"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ClubError
from ..lessons import Lesson
from .steps import Step

# A mistake's code → the word that docs/lessons.md and the test data use for it.
_KINDS = {
    "program-syntax": "syntax",
    "feature-missing": "other-board",
    "module-missing": "other-board",
    "program-makecode": "makecode",
    "program-too-big-for-memory": "memory",
    "program-exception": "exception",
    "program-memory": "memory",
    "program-stuck": "stuck",
    "program-ended": "ended",
    "program-flood": "flood",
    "program-crash": "crash",
    "program-restarts": "restarts",
}


@dataclass(frozen=True)
class StepResult:
    """Whether the program did a step."""

    step: Step
    done: bool


@dataclass
class Report:
    """The answer about one program on one board version.

    `mistake` is what keeps it from doing all steps, where that is known; `results` are the steps that were tried.
    """

    lesson: Lesson
    version: str
    file: str
    results: list[StepResult] = field(default_factory=list)
    mistake: ClubError | None = None
    silent: bool = False  # nothing was printed or shown
    picture: str = ""  # what the LEDs showed after the last step that was done with any of them lit: "09090:99999:…"

    @property
    def passed(self) -> bool:
        """Whether the program did all steps and has no mistake."""
        return self.mistake is None and bool(self.results) and all(result.done for result in self.results)

    @property
    def missing(self) -> list[Step]:
        """The steps that were tried and not done."""
        return [result.step for result in self.results if not result.done]

    @property
    def verdict(self) -> str:
        """ "passed", the kind of the mistake ("syntax", "stuck" …), or the name of the first step that is missing."""
        if self.passed:
            return "passed"
        if self.mistake is not None:
            return _KINDS.get(self.mistake.code, self.mistake.code)
        return self.missing[0].name

    def to_dict(self) -> dict[str, object]:
        """Return the report for `--json`."""
        return {
            "lesson": self.lesson.number,
            "board": self.version,
            "file": self.file,
            "passed": self.passed,
            "verdict": self.verdict,
            "steps": [
                {
                    "name": result.step.name,
                    "text": result.step.text.shown(),
                    "done": result.done,
                    "hint": "" if result.done else result.step.hint.shown(),
                    "hints": [] if result.done else [hint.shown() for hint in result.step.hints],
                }
                for result in self.results
            ],
            "mistake": self.mistake.to_dict() if self.mistake else None,
        }
