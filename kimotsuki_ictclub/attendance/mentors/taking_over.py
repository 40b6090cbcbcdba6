"""What a person who was typed twice did as a mentor goes to the one who stays."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Transaction

from ..models import Duty, Participant, Presence, Role, State, Training


def take_over_mentor(db: Transaction, stays: Participant, goes: Participant) -> None:
    """Give `stays` the sessions and the training of `goes`. Of one session, teaching and the longer time stay; where
    `stays` learned, `goes` did not help.
    """
    for theirs in list(db.scalars(select(Duty).where(Duty.participant_id == goes.id))):
        ours = db.get(Duty, (theirs.session_id, stays.id))
        learned = db.get(Presence, (theirs.session_id, stays.id))
        if ours is not None:
            ours.role = Role.TAUGHT if Role.TAUGHT in (ours.role, theirs.role) else Role.HELPED
            ours.minutes = max((one for one in (ours.minutes, theirs.minutes) if one is not None), default=None)
        elif learned is None or learned.state is State.ABSENT:
            db.add(
                Duty(
                    session_id=theirs.session_id, participant_id=stays.id, role=theirs.role, minutes=theirs.minutes,
                    checked_in_at=theirs.checked_in_at,
                )
            )  # fmt: skip
    db.execute(delete(Duty).where(Duty.participant_id == goes.id))
    db.execute(update(Training).where(Training.participant_id == goes.id).values(participant_id=stays.id))
