"""What guardians are to be asked again, without any name: health notes that end, old answers about pictures."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ...language import plural
from ..fiscal_year import first_day, fiscal_year_of
from ..models import CAME, HealthNote, Participant, PictureConsent, Presence

SOON = timedelta(days=31)


def care_reminders(db: Transaction, day: date) -> list[str]:
    """Return what is open on `day`, in the reader's language."""
    over = _notes(db, HealthNote.until < day)
    soon = _notes(db, HealthNote.until >= day, HealthNote.until <= day + SOON)
    begin = first_day(fiscal_year_of(day))
    answers = {one.participant_id: one.said_on for one in db.scalars(select(PictureConsent))}
    learners = _learners(db, fiscal_year_of(day))
    old = sum(said_on < begin for person, said_on in answers.items() if person in learners)
    unasked = len(learners - answers.keys()) if answers else 0  # a club that asks nobody takes no pictures
    told = (
        (over, plural(
            "The time of %(count)s health note is over: ictclub attendance forget --expired",
            "The time of %(count)s health notes is over: ictclub attendance forget --expired", over)),
        (soon, plural(
            "%(count)s health note ends within a month: ask the guardians again",
            "%(count)s health notes end within a month: ask the guardians again", soon)),
        (old, plural(
            "%(count)s answer about pictures is from an earlier fiscal year: ask whether it still holds",
            "%(count)s answers about pictures are from an earlier fiscal year: ask whether they still hold", old)),
        (unasked, plural(
            "%(count)s person who came this year was not asked about pictures",
            "%(count)s people who came this year were not asked about pictures", unasked)),
    )  # fmt: skip
    return [text % {"count": count} for count, text in told if count]


def _notes(db: Transaction, *which: object) -> int:
    return db.scalar(select(func.count()).select_from(HealthNote).where(*which)) or 0  # type: ignore[arg-type]


def _learners(db: Transaction, year: int) -> set[int]:
    """Return the learners in the list who came in fiscal year `year`."""
    came = (
        select(Participant)
        .join(Presence, Presence.participant_id == Participant.id)
        .where(Presence.fiscal_year == year, CAME, Participant.number.is_not(None))
        .distinct()
    )
    return {person.id for person in db.scalars(came) if person.kind.learns}
