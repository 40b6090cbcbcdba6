"""A person who was typed twice becomes one: presences and details go to the one who stays."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..family.taking_over import take_over_family
from ..figures.before_after import YearBefore, figures_around
from ..mentors.taking_over import take_over_mentor
from ..models import Details, LessonProgress, Participant, Presence, State
from ..people import set_details
from ..work_tables import hand_over
from .cards import hand_over_card

_BEST = {State.PRESENT: 0, State.LATE: 1, State.ABSENT: 2}
_FARTHEST = {LessonProgress.ALONE: 0, LessonProgress.WITH_HELP: 1, LessonProgress.NOT_YET: 2, None: 3}


def merge_people(db: Transaction, stays: Participant, goes: Participant) -> list[YearBefore]:
    """Give `stays` all that `goes` has, delete `goes`, and return the figures of every year that it touches.

    Where both were noted at one session, coming counts more than absence, and the farther progress stays. What
    `stays` says about itself stays; what it leaves empty is taken over, also the check-in card. The number of `goes`
    is free again.

    Raises: AttendanceError `same-person`, or as `take_over_family`.
    """
    if stays.id == goes.id:
        raise AttendanceError("same-person", N_("That is one person already: number %(number)s."), number=stays.number)
    both = [stays.id, goes.id]
    years = sorted(set(db.scalars(select(Presence.fiscal_year).where(Presence.participant_id.in_(both)))))
    return figures_around(db, years, lambda: _merge(db, stays, goes))


def _merge(db: Transaction, stays: Participant, goes: Participant) -> None:
    for theirs in list(db.scalars(select(Presence).where(Presence.participant_id == goes.id))):
        ours = db.get(Presence, (theirs.session_id, stays.id))
        db.add(_merged(theirs, ours, stays)) if ours is None else _merged(theirs, ours, stays)
    db.flush()
    stays.reading = stays.reading or goes.reading
    if not stays.kind.learns:
        stays.learner_kind = stays.learner_kind or goes.learner_kind or (goes.kind if goes.kind.learns else None)
    _take_details(db, stays, goes.details)
    take_over_mentor(db, stays, goes)
    take_over_family(db, stays, goes)
    hand_over(db, goes, stays)
    hand_over_card(db, stays, goes)
    db.execute(delete(Presence).where(Presence.participant_id == goes.id))
    db.expire(goes)
    db.delete(goes)


def _merged(theirs: Presence, ours: Presence | None, stays: Participant) -> Presence:
    """Return our presence at the session of `theirs`, with the better of both."""
    if ours is None:
        return Presence(
            session_id=theirs.session_id, participant_id=stays.id, fiscal_year=theirs.fiscal_year,
            venue_id=theirs.venue_id, state=theirs.state, checked_in_at=theirs.checked_in_at,
            lesson_progress=theirs.lesson_progress,
        )  # fmt: skip
    moments = [at for at in (ours.checked_in_at, theirs.checked_in_at) if at is not None]
    ours.state = min(ours.state, theirs.state, key=lambda state: _BEST[state])
    ours.checked_in_at = min(moments, default=None)
    ours.lesson_progress = min(ours.lesson_progress, theirs.lesson_progress, key=lambda far: _FARTHEST[far])
    return ours


def _take_details(db: Transaction, stays: Participant, theirs: Details | None) -> None:
    ours = stays.details
    if theirs is not None:
        set_details(
            db,
            stays,
            full_name=(ours and ours.full_name) or theirs.full_name,
            school_year=(ours and ours.school_year) or theirs.school_year,
            guardian_contact=(ours and ours.guardian_contact) or theirs.guardian_contact,
            consent_on=(ours and ours.consent_on) or theirs.consent_on,
        )
