"""Two people who were taken for one are two again: session by session, where nothing else is known any more.

`unmerge.py` undoes a merge from the backup before it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..figures.before_after import YearBefore, figures_around
from ..models import Duty, Participant, Presence, Session
from ..people import add_participant
from ..sessions import session_by_id

AT_SESSIONS: tuple[type[Any], ...] = (Presence, Duty)


def columns_of(row: Any) -> dict[str, Any]:
    """Return the columns of a row and what stands in them."""
    return {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}


def split_off(
    db: Transaction, person: Participant, nickname: str, *, moved: Collection[int], both: Collection[int] = ()
) -> tuple[Participant, list[YearBefore]]:
    """Make a new person called `nickname`, who was at the sessions `moved` instead of `person`, and at `both` as well;
    return them, and the figures of every year that it touches, before and after.

    Raises: AttendanceError `session-unknown`, `not-there` where `person` was not, or as `add_participant`.
    """
    new = add_participant(db, nickname, kind=person.kind)
    new.learner_kind = person.learner_kind
    rows = {number: _row_at(db, session_by_id(db, number), person) for number in {*moved, *both}}

    def change() -> None:
        for number, row in rows.items():
            db.add(type(row)(**columns_of(row) | {"participant_id": new.id}))
            if number not in both:
                db.delete(row)

    years = {db.get_one(Session, number).fiscal_year for number in rows}
    return new, figures_around(db, years, change)


def _row_at(db: Transaction, session: Session, person: Participant) -> Any:
    for table in AT_SESSIONS:
        row = db.get(table, (session.id, person.id))
        if row is not None:
            return row
    raise AttendanceError(
        "not-there", N_("%(nickname)s was not at session %(session)s."),
        N_("See the sessions: ictclub attendance list sessions"), nickname=person.nickname, session=session.id,
    )  # fmt: skip
