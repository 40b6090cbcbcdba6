"""A child who is here: its work, its board, what its check found, and whether its hand is up."""

from __future__ import annotations

import time
from typing import Any

from ...checking.steps import Step, steps_of
from ...errors import ClubError
from ...lessons import Lesson, Text
from ...work import Owner, Work
from ..said import said, said_error
from .board import ChildBoard
from .channel import Channel
from .patience import Patience

MOST_HINTS = 2


class Child:
    """What goes on at a child's place. Whatever must last is in the works; this may be lost with the PC's power."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.channel = Channel()
        self.patience = Patience()
        self.board = ChildBoard()
        self.work: Work | None = None
        self.lesson: Lesson | None = None
        self.steps: dict[str, bool] = {}  # as the last check found them
        self.hints: dict[str, int] = {}  # how many were looked at
        self.fails: dict[str, int] = {}  # how often a step was missing: another hint each time
        self.passed = False
        self.mistake: ClubError | None = None  # seen while typing, running or checking
        self.queued: int | None = None  # how many checks are before this child's; None: it has not asked
        self.hand_since: float | None = None  # seconds since the epoch
        self.seen = time.monotonic()  # when a page of the child's was last there
        self.looked = time.monotonic()  # when a page of the child's could last be seen
        self.acted = time.time()  # when the child did something last

    @property
    def here(self) -> bool:
        """Whether a page of the child's is open."""
        return self.channel.heard

    def facts(self) -> dict[str, Any]:
        """Return what the instructor's face shows of the child."""
        return {
            "owner": self.owner.id,
            "nickname": self.owner.nickname,
            "here": self.here,
            "lesson": self.lesson.number if self.lesson else None,
            "work": self.work.id if self.work else None,
            "version": self.work.version if self.work else 0,
            "state": self.board.state,
            "rests": self.board.rests,
            "pace": self.board.pace,
            "mistake": said_error(self.mistake) if self.mistake else None,
            "steps": list(self.steps.items()),
            "passed": self.passed,
            "hints": sum(self.hints.values()),
            "hand": self.hand_since,
            "acted": self.acted,
            "board": self.work.board if self.work else "",
        }

    def tell_text(self, writer: str, *, by: str = "") -> None:
        """Tell the child's pages that its program was changed by `writer`; by: "instructor" where it was one."""
        if self.work is not None:
            told = {"work": self.work.id, "text": self.work.text, "version": self.work.version}
            self.channel.tell(text=told | {"writer": writer, "by": by})

    def report(self) -> dict[str, Any]:
        """Return the steps of the lesson with marks, and those hints that the child has asked for."""
        if self.lesson is None or not self.lesson.has_program:
            return {"steps": [], "passed": False}
        return {
            "steps": [
                {
                    "name": step.name,
                    "text": said(step.text),
                    "done": self.steps.get(step.name),
                    "hints": [said(hint) for hint in _hints(step)[: self.hints.get(step.name, 0)]],
                    "more": self._may_ask(step),
                }
                for step in _steps(self.lesson)
            ],
            "passed": self.passed,
        }

    def _may_ask(self, step: Step) -> bool:
        """Whether there is a hint to ask for: one after each check in which the step was missing."""
        seen = self.hints.get(step.name, 0)
        return self.steps.get(step.name) is False and seen < min(len(_hints(step)), self.fails.get(step.name, 0))

    def whole(self) -> dict[str, Any]:
        """Return all that a page which has just come needs to know of what goes on."""
        return {
            **self.board.whole(),
            "printed_anew": True,
            "points_anew": True,
            "mistake": said_error(self.mistake) if self.mistake else None,
            "report": self.report(),
            "queued": self.queued,
            "hand": self.hand_since is not None,
            "sits": self.work is not None,
        }


_LAST_HINT = Text(
    "ワークシートの プログラムと 1{行|ぎょう}ずつ くらべて みよう。わからなかったら 🙋で よんでね。",
    "Compare your program with the worksheet's, line by line. If that doesn't help, call somebody with 🙋.",
)


def _hints(step: Step) -> list[Text]:
    """Return the hints of a step; where the lesson has only one, the second is where to look."""
    return step.hints if step.more else [*step.hints, _LAST_HINT]


_known: dict[str, list[Step]] = {}


def _steps(lesson: Lesson) -> list[Step]:
    """Return the steps of a lesson; its check.py is read once an evening."""
    if lesson.name not in _known:
        _known[lesson.name] = steps_of(lesson)
    return _known[lesson.name]
