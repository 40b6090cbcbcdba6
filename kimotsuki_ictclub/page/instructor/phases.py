"""The phases of a lesson as its guide has them, and the clock that shows where the evening is."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...lessons import Lesson
from ..live.kept_evening import KeptEvening

_TABLE = re.compile(r"^## \d+分の流れ\n(?P<table>.*?)(?=^## )", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|\s*(\d+)\s*\|\s*(.*?)\s*\|\s*(.*?)\s*\|$", re.MULTILINE)


@dataclass(frozen=True)
class Phase:
    """A part of an evening: how many minutes, what is done, and what to say."""

    minutes: int
    what: str
    say: str


def phases_of(lesson: Lesson) -> list[Phase]:
    """Return the phases of the lesson's guide; [] where it has no such table."""
    guide = lesson.folder / "guide.md"
    found = _TABLE.search(guide.read_text("utf-8")) if guide.is_file() else None
    rows = _ROW.findall(found["table"]) if found else []
    return [Phase(int(minutes), what.replace("`", ""), say.replace("`", "")) for minutes, what, say in rows]


class Clock:
    """Which lesson the evening is at, and since when; a server that was stopped goes on with what is `kept`."""

    def __init__(self, kept: KeptEvening, lessons: Mapping[int, Lesson]) -> None:
        self.lesson: Lesson | None = None
        self.since: float | None = None  # seconds since the epoch
        self._kept = kept
        with suppress(ValueError, TypeError):
            number, since = kept.get("clock")
            self.lesson, self.since = lessons.get(number), min(time.time(), float(since))

    def begin(self, lesson: Lesson) -> None:
        """Begin the first phase now."""
        self.lesson, self.since = lesson, time.time()
        self._keep()

    def move(self, seconds: float) -> None:
        """Let the evening be so much later (or earlier) in its phases."""
        if self.since is not None:
            self.since = min(time.time(), self.since - seconds)
            self._keep()

    def stop(self) -> None:
        """Stop the clock."""
        self.since = None
        self._keep()

    def _keep(self) -> None:
        self._kept.keep("clock", [self.lesson.number, self.since] if self.lesson and self.since else None)

    def facts(self) -> dict[str, Any]:
        """Return what the page shows."""
        phases = phases_of(self.lesson) if self.lesson else []
        return {
            "lesson": self.lesson.number if self.lesson else None,
            "elapsed": time.time() - self.since if self.since is not None else None,
            "phases": [vars(phase) for phase in phases],
        }
