"""What checks found, and which lesson progress they stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..attendance.japan_time import now
from ..attendance.models import LessonProgress
from ..attendance.work_tables import CheckRow, VersionRow
from .model import Check, Kind

HINTS_ALONE = 1  # whoever has seen the second, plainer hint of a step had help


def note(
    db: Transaction, work_id: int, version: int, steps: Mapping[str, bool], hints: Mapping[str, int], verdict: str,
    picture: str = "",
) -> Check:  # fmt: skip
    """Keep what a check found."""
    moment = now()
    db.add(
        CheckRow(
            work_id=work_id, version=version, at=moment, verdict=verdict[:40],
            steps=json.dumps(dict(steps), ensure_ascii=False), hints=json.dumps(dict(hints), ensure_ascii=False),
            picture=picture,
        )
    )  # fmt: skip
    return Check(version, moment, verdict, dict(steps), dict(hints), picture)


def checks_of_all(db: Transaction, work_ids: Sequence[int]) -> dict[int, list[Check]]:
    """Return the checks of each work that has some, the oldest first."""
    found: dict[int, list[Check]] = {}
    for row in db.scalars(select(CheckRow).where(CheckRow.work_id.in_(work_ids)).order_by(CheckRow.id)):
        found.setdefault(row.work_id, []).append(check_of(row))
    return found


def check_of(row: CheckRow) -> Check:
    """Return `row` as it is handed out."""
    return Check(row.version, row.at, row.verdict, json.loads(row.steps), json.loads(row.hints), row.picture)


def proposed(checks: Sequence[Check], *, helped: bool) -> LessonProgress | None:
    """Return what the checks of a work say about the lesson: alone needs no second hint and no help (`helped`: the
    instructor has edited the program). None where nothing was checked.
    """
    if not checks:
        return None
    passed = next((check for check in checks if check.passed), None)
    if passed is None:
        return LessonProgress.NOT_YET
    hints = max(passed.hints.values(), default=0)
    return LessonProgress.WITH_HELP if helped or hints > HINTS_ALONE else LessonProgress.ALONE


def helped_works(db: Transaction, work_ids: Sequence[int]) -> set[int]:
    """Return the works that the instructor has edited."""
    edited = select(VersionRow.work_id).where(VersionRow.work_id.in_(work_ids), VersionRow.kind == Kind.INSTRUCTOR)
    return set(db.scalars(edited))
