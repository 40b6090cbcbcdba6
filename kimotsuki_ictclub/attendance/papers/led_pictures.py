"""The LED picture that a child's own program showed at its check, for certificate and badges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..lesson_titles import lesson_number
from ..models import Participant
from ..work_tables import CheckRow, OwnerRow, WorkRow

Rows = tuple[tuple[int, ...], ...]  # 5 rows of 5 brightness values, 0–9
Pictures = Callable[[Participant, str], Rows | None]
_PICTURE = re.compile(r"[0-9]{5}(?::[0-9]{5}){4}")


def no_pictures(person: Participant, lesson: str) -> Rows | None:
    """Return None: no programs of children are kept."""
    return None


def led_pictures(db: Transaction, people: Iterable[Participant]) -> Pictures:
    """Return what gives the picture of a person's lesson: that of the last check that passed, else of the last one at
    which the LEDs were lit; None where no check kept one.
    """
    wanted = [person.id for person in people]
    rows = db.execute(
        select(OwnerRow.participant_id, WorkRow.lesson, CheckRow.picture)
        .join(WorkRow, WorkRow.owner_id == OwnerRow.id)
        .join(CheckRow, CheckRow.work_id == WorkRow.id)
        .where(OwnerRow.participant_id.in_(wanted), WorkRow.lesson > 0, CheckRow.picture != "")
        .order_by(CheckRow.verdict == "passed", CheckRow.id)
    )
    kept = {(owner, lesson): picture for owner, lesson, picture in rows if _PICTURE.fullmatch(picture)}

    def picture_of(person: Participant, lesson: str) -> Rows | None:
        number = lesson_number(lesson)
        picture = kept.get((person.id, number)) if number is not None else None
        return tuple(tuple(map(int, row)) for row in picture.split(":")) if picture else None

    return picture_of
