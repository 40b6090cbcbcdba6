"""What is kept about one child's consent and care, and what the instructor of the day sees of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..mentors.duties import duties_of
from ..models import CAME, Participant, PictureConsent, Presence, Session
from .health import health_note_of, notes_at
from .pictures import no_pictures
from .relatives import guardians_of, siblings_of


def kept_about(db: Transaction, person: Participant) -> dict[str, Any]:
    """Return all that is kept about `person`'s consent and care, for whoever asks for their own data; None for what
    is not kept.
    """
    consent, health, details = db.get(PictureConsent, person.id), health_note_of(db, person), person.details
    return {
        "number": person.number,
        "nickname": person.nickname,
        "picture": consent
        and {
            "shown": consent.shown.value,
            "said_on": consent.said_on.isoformat(),
            "revoked_on": consent.revoked_on and consent.revoked_on.isoformat(),
        },
        "health": health
        and {"note": health.note, "said_on": health.said_on.isoformat(), "until": health.until.isoformat()},
        "contact": (details and details.guardian_contact) or None,
        "consent": (details and details.consent_on and details.consent_on.isoformat()) or None,
        "guardians": [
            {"place": place, "who": one.who, "contact": one.contact, "said_on": one.said_on.isoformat()}
            for place, one in enumerate(guardians_of(db, person), start=1)
        ],
        "siblings": [{"number": one.number, "nickname": one.nickname} for one in siblings_of(db, person)],
    }


def evening(db: Transaction, session: Session) -> dict[str, Any]:
    """Return what the instructor of `session` needs to know about those who are there: how many, health notes, of whom
    no picture may be taken.
    """
    unseen = no_pictures(db)
    here = db.scalars(
        select(Participant)
        .join(Presence, Presence.participant_id == Participant.id)
        .where(Presence.session_id == session.id, CAME, Participant.number.is_not(None))
        .order_by(Participant.number)
    ).all()
    return {
        "date": session.date.isoformat(),
        "venue": session.venue.name,
        "here": len(here),
        "helpers": len(duties_of(db, session)),
        "learners": [{"number": person.number, "nickname": person.nickname} for person in here],
        "health": [
            {"number": person.number, "nickname": person.nickname, "note": kept.note}
            for person, kept in notes_at(db, session)
        ],
        "no_picture": [
            {"number": person.number, "nickname": person.nickname} for person in here if person.id in unseen
        ],
    }
