"""Participants: a number and a nickname are enough; anything more stands apart and is optional."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import joinedload

from ..errors import AttendanceError
from ..language import N_
from .databases import GIVING_A_NUMBER, hold
from .models import Details, Erasure, Kind, Participant
from .names import (
    CONTACT_LENGTH,
    FULL_NAME_LENGTH,
    READING_LENGTH,
    SCHOOL_YEAR_LENGTH,
    clean_nickname,
    clean_text,
    fold,
)

LARGEST_NUMBER = 999_999
_NUMBER_ONLY = re.compile(r"no\.? ?(\d{1,6})|(\d{1,6})番")  # folded: never a nickname, see `the_participant`


def add_participant(
    db: Transaction,
    nickname: str,
    *,
    reading: str = "",
    number: int | None = None,
    kind: Kind | str = Kind.CHILD,
    key: str | None = None,
) -> Participant:
    """Add a participant; without `number` (1 to 999,999) the next free one is given.

    `key` (a UUID) lets a device name a participant before the server has seen it.

    Raises: AttendanceError `number-taken`, `number-erased`, `number-range`, or as `clean_text`.
    """
    if number is None:
        number = next_number(db)
    else:
        check_number(db, number)
    participant = Participant(
        number=number,
        nickname=clean_nickname(nickname),
        reading=clean_text(reading, longest=READING_LENGTH, empty_ok=True),
        kind=Kind(kind),
    )
    if key is not None:
        participant.key = key
    db.add(participant)
    db.flush()
    return participant


def next_number(db: Transaction) -> int:
    """Return the number after the highest that was ever given: an erased person's is not given again.

    After 999,999 it is the lowest that was never given. It is held for this transaction: on PostgreSQL another
    device that adds somebody waits for the end of it, as any writer does on SQLite.

    Raises: AttendanceError `numbers-given` when there is none left.
    """
    hold(db, GIVING_A_NUMBER)
    given = db.scalar(select(func.max(Participant.number))) or 0
    erased = db.scalar(select(func.max(Erasure.number))) or 0
    if (highest := max(given, erased)) < LARGEST_NUMBER:
        return highest + 1
    taken = {*db.scalars(select(Participant.number)), *db.scalars(select(Erasure.number))}
    for number in range(1, LARGEST_NUMBER + 1):
        if number not in taken:
            return number
    raise AttendanceError("numbers-given", N_("All numbers up to %(largest)s are given."), largest=LARGEST_NUMBER)


def check_number(db: Transaction, number: int) -> None:
    """Check that `number` can be given. Raises: AttendanceError, see `add_participant`."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise AttendanceError(
            "number-range",
            N_("%(number)s cannot be a participant's number: it goes from 1 to %(largest)s."),
            number=number,
            largest=LARGEST_NUMBER,
        )
    if is_erased(db, number):
        raise AttendanceError(
            "number-erased",
            N_("Number %(number)s belonged to somebody whose data was erased."),
            N_("Leave it out, or give a person who came back a new number."),
            number=number,
        )
    if find_number(db, number) is not None:
        raise AttendanceError(
            "number-taken",
            N_("Number %(number)s is already given."),
            N_("Leave the number out and the next free one is given."),
            number=number,
        )


def is_erased(db: Transaction, number: int) -> bool:
    """Return whether `number` belonged to somebody who was erased."""
    return db.get(Erasure, number) is not None


def find_number(db: Transaction, number: int) -> Participant | None:
    """Return the participant with `number`, or None."""
    return db.scalar(select(Participant).where(Participant.number == number))


def find_nickname(db: Transaction, nickname: str) -> list[Participant]:
    """Return the participants with this nickname, the lowest number first: those who are written exactly so, or
    else those whose nickname is the same when folded (see `names.fold`).
    """
    written = select(Participant).where(Participant.number.is_not(None)).order_by(Participant.number)
    if exactly := list(db.scalars(written.where(Participant.nickname == nickname))):
        return exactly
    wanted = fold(nickname)
    names = db.execute(select(Participant.id, Participant.nickname).where(Participant.number.is_not(None)))
    alike = [key for key, name in names if fold(name or "") == wanted]
    return list(db.scalars(written.where(Participant.id.in_(alike)))) if alike else []


def by_number(db: Transaction, number: int | str | None) -> Participant:
    """Return the participant with this number, also where it is somebody's nickname.

    Raises: AttendanceError `participant-unknown`.
    """
    return the_participant(db, f"No.{number}")


def the_participant(db: Transaction, written: str) -> Participant:
    """Return the one participant meant by a number ("7", or "No.7" where 7 is somebody's nickname) or a nickname.

    "007" is a nickname where there is one, and else the number 7.

    Raises: AttendanceError `participant-unknown`, or `participant-several` with the numbers.
    """
    wanted = fold(written)
    named = find_nickname(db, written.strip())
    if only := _NUMBER_ONLY.fullmatch(wanted):
        by_number = find_number(db, int(only[1] or only[2]))
        named = [by_number] if by_number is not None else named
    elif wanted.isdecimal() and len(wanted) <= len(str(LARGEST_NUMBER)):
        by_number = find_number(db, int(wanted))
        if by_number is not None and by_number not in named and (not named or str(int(wanted)) == wanted):
            named = sorted([*named, by_number], key=lambda participant: participant.number or 0)
    if len(named) == 1:
        return named[0]
    if not named:
        raise AttendanceError(
            "participant-unknown",
            N_("Nobody has the number or nickname “%(written)s”."),
            N_("See everybody: ictclub attendance list"),
            written=written.strip(),
        )
    raise AttendanceError(
        "participant-several",
        N_("Several participants are called “%(written)s”: numbers %(numbers)s."),
        N_("Use the number, as in No.%(first)s."),
        written=written.strip(),
        numbers=", ".join(str(participant.number) for participant in named),
        first=named[0].number,
    )


def everybody(db: Transaction) -> list[Participant]:
    """Return all participants who were not erased, with their details, the lowest number first."""
    return list(
        db.scalars(
            select(Participant)
            .where(Participant.number.is_not(None))
            .options(joinedload(Participant.details))
            .order_by(Participant.number)
        )
    )


def change_participant(
    db: Transaction,
    participant: Participant,
    *,
    nickname: str | None = None,
    reading: str | None = None,
    kind: Kind | str | None = None,
) -> None:
    """Correct what is given; None leaves a part as it is.

    What a learner who becomes a mentor was at, still counts as a child's or a grown-up's; `mentors.becoming` moves it.

    Raises: AttendanceError as `clean_text`.
    """
    if nickname is not None:
        participant.nickname = clean_nickname(nickname)
    if reading is not None:
        participant.reading = clean_text(reading, longest=READING_LENGTH, empty_ok=True)
    if kind is not None:
        _set_kind(participant, Kind(kind))
    db.flush()


def _set_kind(participant: Participant, kind: Kind) -> None:
    if kind.learns:
        participant.learner_kind = None
    elif participant.kind.learns:
        participant.learner_kind = participant.kind
    participant.kind = kind


def set_details(
    db: Transaction,
    participant: Participant,
    *,
    full_name: str | None = None,
    school_year: str | None = None,
    guardian_contact: str | None = None,
    consent_on: date | None = None,
) -> None:
    """Keep what is given beside the participant; None leaves a part as it is, "" empties it.

    Raises: AttendanceError as `clean_text`.
    """
    given = (full_name, school_year, guardian_contact, consent_on)
    details = participant.details
    if details is None:
        if not any(given):
            return
        details = participant.details = Details(full_name="", school_year="", guardian_contact="")
    if full_name is not None:
        details.full_name = clean_text(full_name, longest=FULL_NAME_LENGTH, empty_ok=True)
    if school_year is not None:
        details.school_year = clean_text(school_year, longest=SCHOOL_YEAR_LENGTH, empty_ok=True)
    if guardian_contact is not None:
        details.guardian_contact = clean_text(guardian_contact, longest=CONTACT_LENGTH, empty_ok=True)
    if consent_on is not None:
        details.consent_on = consent_on
    db.flush()
