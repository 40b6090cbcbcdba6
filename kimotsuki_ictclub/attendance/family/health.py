"""What the instructor of the day must know about a child's health, and nobody else sees.

A note ends by itself: with the fiscal year where no earlier day is said, because next year's guardians are asked again.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..fiscal_year import fiscal_year_of, last_day
from ..japan_time import today
from ..models import CAME, HealthNote, Participant, Presence, Session
from ..names import HEALTH_LENGTH, clean_text


def set_health_note(
    db: Transaction, person: Participant, note: str, *, said_on: date | None = None, until: date | None = None
) -> HealthNote:
    """Keep `note` (1 to 200 characters) about `person` up to the day `until`, or the end of the fiscal year.

    Raises: AttendanceError `note-over` where `until` has passed, or as `clean_text`.
    """
    day = said_on or today()
    end = until or last_day(fiscal_year_of(today()))
    if end < today():
        raise AttendanceError(
            "note-over", N_("A health note until %(day)s would be over already."),
            N_("Say a day to come, or leave --until out: then it ends with the fiscal year."), day=end,
        )  # fmt: skip
    text = clean_text(note, longest=HEALTH_LENGTH)
    kept = db.get(HealthNote, person.id)
    if kept is None:
        kept = HealthNote(participant_id=person.id)
        db.add(kept)
    kept.note, kept.said_on, kept.until = text, day, end
    db.flush()
    return kept


def remove_health_note(db: Transaction, person: Participant) -> bool:
    """Erase the note about `person`; return whether there was one."""
    kept = db.get(HealthNote, person.id)
    if kept is not None:
        db.delete(kept)
        db.flush()
    return kept is not None


def health_note_of(db: Transaction, person: Participant) -> HealthNote | None:
    """Return the note about `person` that is in force today, or None."""
    kept = db.get(HealthNote, person.id)
    return kept if kept is not None and kept.until >= today() else None


def notes_at(db: Transaction, session: Session) -> list[tuple[Participant, HealthNote]]:
    """Return the notes in force about those who came to `session`, by number: what its instructor needs to see."""
    rows = db.execute(
        select(Participant, HealthNote)
        .join(HealthNote, HealthNote.participant_id == Participant.id)
        .join(Presence, Presence.participant_id == Participant.id)
        .where(Presence.session_id == session.id, CAME, HealthNote.until >= today())
        .order_by(Participant.number)
    )
    return [(person, note) for person, note in rows]
