"""A merge that was wrong is undone: the other person comes back out of the backup that was made before it.

What was noted since the merge stays with the one who stayed; everything else goes back to where it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..care.backup import opened_copy, verify
from ..care.erasure import backups
from ..figures.before_after import YearBefore, figures_around
from ..models import Card, Details, Guardian, HealthNote, Participant, PictureConsent, Session, Sibling, Training
from ..people import find_number, is_erased, next_number
from ..records import Records
from .cards import give_card_back
from .split import AT_SESSIONS, columns_of

_NAME = re.compile(r"before-merge-[\d-]+-(\d+)-(\d+)\.sqlite")
_ONE_EACH: tuple[type[Any], ...] = (Details, PictureConsent, HealthNote)
_MANY: tuple[type[Any], ...] = (Guardian, Training)
Row = dict[str, Any]


@dataclass
class Before:
    """Somebody as they were before a merge. Sessions and siblings are known by the keys that stay in every copy."""

    own: Row
    there: dict[type[Any], dict[str, Row]]
    one_each: dict[type[Any], Row]
    many: dict[type[Any], list[Row]]
    siblings: list[str]
    card: Row | None


def before_merge(records: Records, person: Participant) -> tuple[Before, Before]:
    """Return `person` and the one who was merged into them, both as they were before the last merge.

    Raises: AttendanceError `no-merge` where no backup from before a merge with `person` is there any more.
    """
    with records.reading() as db:
        files = [Path(backup.path) for backup in backups(db)]
        known = set(db.scalars(select(Participant.key)))
    for file in dict.fromkeys(files):
        numbers = _NAME.fullmatch(file.name)
        if numbers is None or int(numbers[1]) != person.number or not file.exists():
            continue
        verify(file)
        with opened_copy(file) as copy, copy.reading() as then:
            stayed, gone = find_number(then, int(numbers[1])), find_number(then, int(numbers[2]))
            if stayed and gone and stayed.key == person.key and gone.key not in known:
                return _read(then, stayed), _read(then, gone)
    raise AttendanceError(
        "no-merge", N_("There is no backup any more from before a merge with %(nickname)s."),
        N_("Say which sessions were the other one's: --nickname NAME --session NUMBER"), nickname=person.nickname,
    )  # fmt: skip


def unmerge(
    db: Transaction, person: Participant, before: tuple[Before, Before]
) -> tuple[Participant, list[YearBefore]]:
    """Bring back the one who was merged into `person`, with the old number where nobody else got it since; return them,
    and the figures of every year that it touches, before and after.

    Raises: AttendanceError `number-erased` where they were erased since.
    """
    ours, theirs = before
    if is_erased(db, theirs.own["number"]):
        raise AttendanceError(
            "number-erased", N_("Number %(number)s belonged to somebody whose data was erased."),
            N_("Leave it out, or give a person who came back a new number."), number=theirs.own["number"],
        )  # fmt: skip
    free = find_number(db, theirs.own["number"]) is None
    number = theirs.own["number"] if free else next_number(db)
    other = Participant(**{**theirs.own, "id": None, "number": number})
    db.add(other)
    db.flush()
    sessions = {
        session.key: session
        for session in db.scalars(
            select(Session).where(Session.key.in_({k for at in theirs.there.values() for k in at}))
        )
    }

    def change() -> None:
        for table in AT_SESSIONS:
            for key, row in theirs.there[table].items():
                if key in sessions:
                    _give_back(db, table, (person, other), sessions[key], (ours.there[table].get(key), row))
        for single in _ONE_EACH:
            _one_each(db, single, person, other, ours.one_each.get(single), theirs.one_each.get(single))
        for several in _MANY:
            _many(db, several, person, other, ours.many[several], theirs.many[several])
        _siblings(db, person, other, ours, theirs)
        give_card_back(db, other, theirs.card)

    return other, figures_around(db, {session.fiscal_year for session in sessions.values()}, change)


def _read(then: Transaction, person: Participant) -> Before:
    family, card = then.get(Sibling, person.id), then.get(Card, person.id)
    relatives = select(Participant.key).join(Sibling, Sibling.participant_id == Participant.id)
    return Before(
        own=columns_of(person),
        there={
            table: {
                str(key): columns_of(row)
                for row, key in then.execute(
                    select(table, Session.key)
                    .join(Session, Session.id == table.session_id)
                    .where(table.participant_id == person.id)
                )
            }
            for table in AT_SESSIONS
        },
        one_each={table: columns_of(row) for table in _ONE_EACH if (row := then.get(table, person.id)) is not None},
        many={
            table: [columns_of(row) for row in then.scalars(select(table).where(table.participant_id == person.id))]
            for table in _MANY
        },
        siblings=list(
            then.scalars(relatives.where(Sibling.family == family.family, Participant.id != person.id))
            if family is not None
            else ()
        ),
        card=columns_of(card) if card is not None else None,
    )


def _give_back(
    db: Transaction, table: type[Any], people: tuple[Participant, Participant], session: Session,
    rows: tuple[Row | None, Row],
) -> None:  # fmt: skip
    """Give the other one their row at `session`: the present one, or the old one where both were there."""
    (person, other), (our_row, their_row) = people, rows
    now = db.get(table, (session.id, person.id))
    if now is None:
        return  # taken back since
    present = columns_of(now)
    db.add(table(**{**(present if our_row is None else their_row | _place(present)), "participant_id": other.id}))
    if our_row is None:
        db.delete(now)
    else:
        for name, value in (our_row | _place(present)).items():
            setattr(now, name, value)


def _place(row: Row) -> Row:
    """Return what of a row is the session's: it may have been moved since."""
    return {name: row[name] for name in ("session_id", "fiscal_year", "venue_id", "participant_id") if name in row}


def _one_each(
    db: Transaction, table: type[Any], person: Participant, other: Participant, ours: Row | None, theirs: Row | None
) -> None:
    """Give the other one what was kept about them, and `person` what was, unless it was changed since the merge."""
    if theirs is None:
        return
    db.add(table(**{**theirs, "participant_id": other.id}))
    now = db.get(table, person.id)
    if now is None:
        return
    if ours is None:
        if columns_of(now) == {**theirs, "participant_id": person.id}:
            db.delete(now)
        return
    if "said_on" in ours and now.said_on > max(ours["said_on"], theirs["said_on"]):
        return
    for name, old in ours.items():
        if name != "participant_id" and getattr(now, name) in (theirs[name], f"{old} / {theirs[name]}"):
            setattr(now, name, old)


def _many(
    db: Transaction, table: type[Any], person: Participant, other: Participant, ours: list[Row], theirs: list[Row]
) -> None:
    mine = {row["id"] for row in ours}
    there = {_facts(row): row for row in db.scalars(select(table).where(table.participant_id == person.id))}
    for old in theirs:
        row = there.get(tuple(value for name, value in old.items() if name not in ("id", "participant_id")))
        if row is not None and row.id not in mine:
            row.participant_id = other.id
        else:
            db.add(table(**{**old, "id": None, "participant_id": other.id}))


def _facts(row: Any) -> tuple[Any, ...]:
    return tuple(value for name, value in columns_of(row).items() if name not in ("id", "participant_id"))


def _siblings(db: Transaction, person: Participant, other: Participant, ours: Before, theirs: Before) -> None:
    from ..family.relatives import make_siblings, remove_sibling

    if theirs.siblings and not ours.siblings:
        remove_sibling(db, person)
    for sibling in db.scalars(select(Participant).where(Participant.key.in_(theirs.siblings))).all():
        make_siblings(db, other, sibling)
