"""What mentors were trained in (ICT利活用人材の育成): the day, the subject and the hours."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..fiscal_year import first_day, last_day
from ..models import Participant, Training
from ..names import TRAINING_LENGTH, clean_text

LONGEST_TRAINING = 100 * 60  # minutes: a course of several days may be one line


def add_training(db: Transaction, mentor: Participant, *, day: date, what: str, minutes: int) -> Training:
    """Note that `mentor` was trained in `what` on `day`, for `minutes` (1 to 6,000).

    Raises: AttendanceError `training-of-learner`, `training-minutes`, or as `clean_text`.
    """
    if mentor.kind.learns:
        raise AttendanceError(
            "training-of-learner",
            N_("%(nickname)s (%(number)s) is noted as a learner; training is noted for mentors and staff."),
            N_("If that is wrong: ictclub attendance add --change %(number)s --mentor"),
            nickname=mentor.nickname, number=mentor.number,
        )  # fmt: skip
    if not 1 <= minutes <= LONGEST_TRAINING:
        raise AttendanceError(
            "training-minutes", N_("A training cannot last %(minutes)s minutes."),
            N_("Give up to 100 hours, as in --hours 2.5"), minutes=minutes,
        )  # fmt: skip
    done = Training(participant_id=mentor.id, date=day, what=clean_text(what, longest=TRAINING_LENGTH), minutes=minutes)
    db.add(done)
    db.flush()
    return done


def remove_training(db: Transaction, number: int) -> Training:
    """Remove the training with this number, noted by mistake. Raises: AttendanceError `training-unknown`."""
    done = db.get(Training, number)
    if done is None:
        raise AttendanceError("training-unknown", N_("There is no training %(number)s."), number=number)
    db.delete(done)
    db.flush()
    return done


def trainings_of_year(db: Transaction, year: int) -> list[tuple[Training, Participant]]:
    """Return the trainings in fiscal year `year` with who was trained, the earliest first."""
    rows = db.execute(
        select(Training, Participant)
        .join(Participant, Participant.id == Training.participant_id)
        .where(Training.date.between(first_day(year), last_day(year)))
        .order_by(Training.date, Training.id)
    )
    return [(training, mentor) for training, mentor in rows]
