"""The end of the evening: what the checks say about each child's lesson, and into the attendance records it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...attendance import LessonProgress, set_presence
from ...attendance import japan_time as clock
from ...attendance.care import access_log
from ...attendance.desk.touch_window import sessions_now
from ...attendance.models import Participant, Session, State
from ...attendance.presence import presences_of
from ...work import Standing, Works

_ORDER = {None: 0, LessonProgress.NOT_YET: 1, LessonProgress.WITH_HELP: 2, LessonProgress.ALONE: 3}


def proposals(works: Works) -> list[dict[str, Any]]:
    """Return for each child that has worked today what its checks stand for, and what the records say already.

    `noted` is None where nothing is noted; `here` whether the child is in the list and has come today.
    """
    best: dict[int, Standing] = {}
    for one in works.works_today():
        before = best.get(one.owner.id)
        if before is None or _ORDER[one.proposed] > _ORDER[before.proposed]:
            best[one.owner.id] = one
    with works.records.reading() as db:
        came = {
            participant: (session, presence)
            for session in sessions_now(db, clock.now())
            for participant, presence in presences_of(db, session).items()
            if presence.state != State.ABSENT
        }
        return [
            {
                "owner": one.owner.id,
                "nickname": one.owner.nickname,
                "lesson": one.work.lesson,
                "proposed": one.proposed.value if one.proposed else None,
                "here": one.owner.participant_id in came,
                "noted": _noted(came.get(one.owner.participant_id or 0)),
            }
            for one in best.values()
        ]


def _noted(found: tuple[Session, Any] | None) -> str | None:
    return found[1].lesson_progress.value if found and found[1].lesson_progress else None


def confirm(works: Works, chosen: Mapping[int, LessonProgress]) -> int:
    """Note the progress of those owners who have come today; return of how many."""
    owners = {one.owner.id: one.owner for one in works.works_today()}
    count = 0
    with works.records.writing() as db:
        for session in sessions_now(db, clock.now()):
            there = presences_of(db, session)
            for owner_id, progress in chosen.items():
                owner = owners.get(owner_id)
                presence = there.get(owner.participant_id or 0) if owner else None
                person = db.get(Participant, presence.participant_id) if presence else None
                if presence is None or person is None or presence.state == State.ABSENT:
                    continue
                set_presence(db, session, person, presence.state, lesson_progress=progress)
                count += 1
        access_log.note(db, "progress", count, by="page")
    return count
