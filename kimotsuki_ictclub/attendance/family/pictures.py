"""Where a learner's picture may be shown. Who has not been asked has not agreed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..japan_time import today
from ..models import Participant, Picture, PictureConsent


def set_picture(db: Transaction, person: Participant, shown: Picture | str, *, said_on: date | None = None) -> None:
    """Keep where the picture of `person` may be shown, and since when: today, where no day is said."""
    consent = db.get(PictureConsent, person.id)
    if consent is None:
        consent = PictureConsent(participant_id=person.id)
        db.add(consent)
    consent.shown, consent.said_on, consent.revoked_on = Picture(shown), said_on or today(), None
    db.flush()


def revoke_picture(db: Transaction, person: Participant, *, on: date | None = None) -> bool:
    """Take the consent back: no picture any more, from `on` (today); return whether there was one that is in force."""
    consent = db.get(PictureConsent, person.id)
    if consent is None or consent.shown is Picture.NONE or consent.revoked_on is not None:
        return False
    consent.revoked_on = on or today()
    db.flush()
    return True


def picture_of(db: Transaction, person: Participant) -> Picture | None:
    """Return where the picture of `person` may be shown now; None where nobody has asked."""
    consent = db.get(PictureConsent, person.id)
    return None if consent is None else _in_force(consent)


def pictures(db: Transaction) -> dict[int, Picture]:
    """Return where whose picture may be shown, by participant id; who was not asked is not in it."""
    return {consent.participant_id: _in_force(consent) for consent in db.scalars(select(PictureConsent))}


def no_pictures(db: Transaction) -> set[int]:
    """Return the ids of the learners of whom no picture may be taken. As long as the club has asked nobody, it takes
    no pictures at all, and nobody is marked.
    """
    said = pictures(db)
    if not said:
        return set()
    learners = db.execute(select(Participant.id, Participant.kind).where(Participant.number.is_not(None)))
    return {key for key, kind in learners if kind.learns and said.get(key, Picture.NONE) is Picture.NONE}


def _in_force(consent: PictureConsent) -> Picture:
    return Picture.NONE if consent.revoked_on is not None else consent.shown
