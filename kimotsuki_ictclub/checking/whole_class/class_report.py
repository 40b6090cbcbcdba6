"""What a class's programs do, and what most of them miss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import ClubError
from ...lessons import Lesson
from ..steps import Step


@dataclass(frozen=True)
class Outcome:
    """One child's program: the steps that were tried (name: done), and what stops it.

    `verdict` is as in `Report`; "unreadable" where there is no program to try.
    """

    child: str
    file: str
    verdict: str
    steps: Mapping[str, bool] = field(default_factory=dict)
    mistake: ClubError | None = None

    @property
    def passed(self) -> bool:
        """Whether the program does all steps and has no mistake."""
        return self.verdict == "passed"


@dataclass(frozen=True)
class ClassReport:
    """The outcomes of a class, in the order of the children's names, and the files that were left out."""

    lesson: Lesson
    version: str
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    left_out: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """How many programs do all steps."""
        return sum(one.passed for one in self.outcomes)

    @property
    def missed(self) -> list[tuple[Step, int]]:
        """The steps that were tried and not done, and by how many programs, the most first."""
        counts = [(step, sum(one.steps.get(step.name) is False for one in self.outcomes)) for step in self.steps]
        return sorted(((step, count) for step, count in counts if count), key=lambda pair: -pair[1])

    @property
    def stopped(self) -> list[tuple[str, int]]:
        """The kinds of mistakes that stop programs ("syntax", "stuck" …), and how many each, the most first."""
        kinds = [one.verdict for one in self.outcomes if one.mistake is not None]
        return sorted(((kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)), key=lambda pair: -pair[1])

    def to_dict(self) -> dict[str, object]:
        """Return the report for `--json`."""
        return {
            "lesson": self.lesson.number,
            "board": self.version,
            "passed": self.passed,
            "children": [
                {
                    "child": one.child,
                    "file": one.file,
                    "passed": one.passed,
                    "verdict": one.verdict,
                    "steps": {step.name: one.steps.get(step.name) for step in self.steps},
                    "mistake": one.mistake.to_dict() if one.mistake else None,
                }
                for one in self.outcomes
            ],
            "missed": [{"name": step.name, "text": step.text.shown(), "count": count} for step, count in self.missed],
            "stopped": [{"verdict": kind, "count": count} for kind, count in self.stopped],
            "left_out": list(self.left_out),
        }
