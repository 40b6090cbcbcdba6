"""What the works are made of, as it is handed out: values that never change under a reader's hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..attendance.models import LessonProgress


class Kind(StrEnum):
    """Why a version was kept."""

    STARTER = "starter"  # given by the lesson or by the instructor
    TYPED = "typed"
    RUN = "run"
    CHECK = "check"
    HANDED_IN = "handed_in"
    INSTRUCTOR = "instructor"  # the instructor's edit
    TAKEN_BACK = "taken_back"  # an earlier version again


@dataclass(frozen=True)
class Owner:
    """Whose works: a participant (`number`), or a nickname that is not in the list (`number` is None)."""

    id: int
    nickname: str
    reading: str
    participant_id: int | None
    number: int | None
    has_code: bool


@dataclass(frozen=True)
class Work:
    """A child's program for lesson `lesson` (0: one of its own) as it is now; `version` counts from 1."""

    id: int
    owner_id: int
    lesson: int
    version: int
    text: str
    changed_at: datetime
    board: str  # the label of the board that it went to last; "" for none
    board_version: int | None
    board_at: datetime | None


@dataclass(frozen=True)
class Version:
    """A work as it was at the moment `at`."""

    number: int
    kind: Kind
    text: str
    at: datetime


@dataclass(frozen=True)
class Check:
    """What a check found: the steps (name: done), how many hints the child had seen for each, and what the LEDs showed
    ("" where they were dark).
    """

    version: int
    at: datetime
    verdict: str  # as in checking.Report
    steps: Mapping[str, bool]
    hints: Mapping[str, int]
    picture: str = ""  # as in checking.Report

    @property
    def passed(self) -> bool:
        """Whether all steps were done and nothing was wrong."""
        return self.verdict == "passed"


@dataclass(frozen=True)
class Standing:
    """How a child stands with a work: the newest check, and what the lesson progress would be."""

    owner: Owner
    work: Work
    check: Check | None
    proposed: LessonProgress | None  # None where nothing was checked
