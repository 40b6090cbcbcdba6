"""What is known about the family of a person who was typed twice goes to the one who stays."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Transaction

from ..models import Guardian, HealthNote, Participant, Picture, PictureConsent
from ..names import HEALTH_LENGTH, clean_text
from .relatives import guardians_of, make_siblings, siblings_of

_NARROWEST = (Picture.NONE, Picture.INSIDE, Picture.PUBLIC)


def take_over_family(db: Transaction, stays: Participant, goes: Participant) -> None:
    """Give `stays` what is known of `goes`: both health notes, every guardian once, and of two consents to pictures the
    narrower, because nobody may be shown more than was agreed.

    Raises: AttendanceError `text-too-long` where both health notes together are.
    """
    _pictures(db, stays, goes)
    _health(db, stays, goes)
    known = {(guardian.who, guardian.contact) for guardian in guardians_of(db, stays)}
    new = [guardian.id for guardian in guardians_of(db, goes) if (guardian.who, guardian.contact) not in known]
    db.execute(update(Guardian).where(Guardian.id.in_(new)).values(participant_id=stays.id))
    for sibling in siblings_of(db, goes):
        if sibling.id != stays.id:
            make_siblings(db, stays, sibling)


def _pictures(db: Transaction, stays: Participant, goes: Participant) -> None:
    ours, theirs = db.get(PictureConsent, stays.id), db.get(PictureConsent, goes.id)
    if theirs is None:
        return
    if ours is None:
        values = {"shown": theirs.shown, "said_on": theirs.said_on, "revoked_on": theirs.revoked_on}
        db.add(PictureConsent(participant_id=stays.id, **values))
    else:
        ours.shown = min(ours.shown, theirs.shown, key=_NARROWEST.index)
        ours.said_on = max(ours.said_on, theirs.said_on)
        ours.revoked_on = ours.revoked_on or theirs.revoked_on


def _health(db: Transaction, stays: Participant, goes: Participant) -> None:
    ours, theirs = (db.scalar(select(HealthNote).where(HealthNote.participant_id == one.id)) for one in (stays, goes))
    if theirs is None:
        return
    if ours is None:
        db.add(HealthNote(participant_id=stays.id, note=theirs.note, said_on=theirs.said_on, until=theirs.until))
    elif theirs.note not in ours.note:
        ours.note = clean_text(f"{ours.note} / {theirs.note}", longest=HEALTH_LENGTH)
        ours.until = max(ours.until, theirs.until)
