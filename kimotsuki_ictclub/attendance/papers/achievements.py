"""What the records hold about a person's fiscal year: how often they came, and how far with which lesson."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..figures.counting import lesson_order
from ..lesson_titles import lesson_key
from ..models import CAME, LessonProgress, Participant, Presence, Session

_RANK = {None: 0, LessonProgress.NOT_YET: 1, LessonProgress.WITH_HELP: 2, LessonProgress.ALONE: 3}


@dataclass(frozen=True)
class Achievement:
    """One person's fiscal year. `lessons` gives the best progress noted for each lesson at which they were present;
    None where none was noted.
    """

    person: Participant
    school_year: str
    times: int
    last_day: date | None
    lessons: dict[str, LessonProgress | None]

    def done(self, progress: LessonProgress) -> list[str]:
        """The lessons that ended at `progress`, in the course's order."""
        return [lesson for lesson, reached in self.lessons.items() if reached is progress]

    @property
    def tried(self) -> list[str]:
        """The lessons at which the person was, without having done them as far as the records say."""
        return [lesson for lesson, reached in self.lessons.items() if _RANK[reached] < _RANK[LessonProgress.WITH_HELP]]

    @property
    def completed(self) -> bool:
        """Whether any lesson was done, alone or with help."""
        return len(self.tried) < len(self.lessons)


def achievements(db: Transaction, year: int, people: Iterable[Participant]) -> list[Achievement]:
    """Return what each of `people` did in fiscal year `year`, in their order."""
    wanted = list(people)
    lessons: dict[int, dict[str, LessonProgress | None]] = {person.id: {} for person in wanted}
    days: dict[int, list[date]] = {person.id: [] for person in wanted}
    rows = db.execute(
        select(Presence.participant_id, Session.date, Session.lesson, Presence.lesson_progress)
        .join(Session, Session.id == Presence.session_id)
        .where(Presence.fiscal_year == year, CAME, Session.cancellation.is_(None))
    )
    for person_id, day, lesson, progress in rows:
        if person_id not in days:
            continue
        days[person_id].append(day)
        if lesson:
            reached, lesson = lessons[person_id], lesson_key(lesson)
            reached[lesson] = max(reached.get(lesson), progress, key=lambda level: _RANK[level])
    return [
        Achievement(
            person=person,
            school_year=person.details.school_year if person.details else "",
            times=len(days[person.id]),
            last_day=max(days[person.id], default=None),
            lessons=dict(sorted(lessons[person.id].items(), key=lambda item: lesson_order(item[0]))),
        )
        for person in wanted
    ]
