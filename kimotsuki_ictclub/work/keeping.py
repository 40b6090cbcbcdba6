"""Keeping a work: one transaction a save, whose newest version is what the child sees next time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session as Transaction

from ..attendance.japan_time import now
from ..attendance.work_tables import VersionRow, WorkRow
from ..errors import WorkError
from ..language import N_
from .model import Kind, Version, Work

LONGEST_TEXT = 100_000  # characters: more than any board takes, whose file system has about 20 KB
TYPING = timedelta(seconds=60)  # typing within this time is one version
WRITER_LENGTH = 40


def work_of(row: WorkRow) -> Work:
    """Return `row` as it is handed out."""
    return Work(
        row.id,
        row.owner_id,
        row.lesson,
        row.version,
        row.text,
        row.changed_at,
        row.board,
        row.board_version,
        row.board_at,
    )


def version_of(row: VersionRow) -> Version:
    """Return `row` as it is handed out."""
    return Version(row.number, Kind(row.kind), row.text, row.at)


def get_row(db: Transaction, work_id: int, *, to_write: bool = False, owner_id: int | None = None) -> WorkRow:
    """Return a work; `to_write` holds it until the transaction ends. Raises: WorkError `work-unknown`, also where it
    is not `owner_id`'s.
    """
    wanted = select(WorkRow).where(WorkRow.id == work_id)
    row = db.scalar(wanted.with_for_update() if to_write else wanted)
    if row is None or owner_id not in (None, row.owner_id):
        raise WorkError("work-unknown", N_("This work is not there any more."), N_("See all: ictclub work list"))
    return row


def get_version(db: Transaction, work_id: int, number: int) -> Version:
    """Return a version. Raises: WorkError `version-unknown`."""
    row = db.get(VersionRow, (work_id, number))
    if row is None:
        raise WorkError("version-unknown", N_("There is no version %(number)s of this work."), number=number)
    return version_of(row)


def begin(db: Transaction, owner_id: int, lesson: int, starter: str) -> WorkRow:
    """Add a work whose first version is `starter`."""
    moment = now()
    row = WorkRow(owner_id=owner_id, lesson=lesson, version=1, text=checked_text(starter), changed_at=moment,
                  writer="", board="")  # fmt: skip
    db.add(row)
    db.flush()
    db.add(VersionRow(work_id=row.id, number=1, kind=Kind.STARTER, text=row.text, begun_at=moment, at=moment))
    db.flush()
    return row


def keep(
    db: Transaction, work_id: int, text: str, base_version: int, kind: Kind, writer: str, owner_id: int | None = None
) -> Work:
    """Make `text` the newest version, see `Works.keep`."""
    text = checked_text(text)
    row = get_row(db, work_id, to_write=True, owner_id=owner_id)
    newest = db.get_one(VersionRow, (row.id, row.version))
    if text == row.text:
        return _mark(db, row, newest, kind)
    if base_version != row.version and not (writer and writer == row.writer):
        raise WorkError(
            "work-changed-elsewhere",
            N_("This work was changed on another device in the meantime (version %(version)s)."),
            N_("Look at both before one of them goes on."), version=row.version, base=base_version,
        )  # fmt: skip
    moment = now()
    typed_on = kind is Kind.TYPED and newest.kind == Kind.TYPED and moment - newest.begun_at < TYPING
    typed_on = typed_on and writer == row.writer
    row.writer, row.changed_at = writer[:WRITER_LENGTH], moment  # first: one statement takes all of the row
    if typed_on:
        _grow(db, row, newest, text)
    else:
        _add(db, row, text, kind)
    db.flush()
    return work_of(row)


def checked_text(text: str) -> str:
    """Return `text` where it can be kept. Raises: WorkError `work-too-long` or `work-unreadable`."""
    if len(text) > LONGEST_TEXT:
        raise WorkError(
            "work-too-long", N_("The program is too long: %(length)s characters, at most %(longest)s are kept."),
            N_("A board takes about 20,000. Shorten it."), length=len(text), longest=LONGEST_TEXT,
        )  # fmt: skip
    try:
        text.encode()
        lost = "\0" in text  # PostgreSQL keeps none
    except UnicodeEncodeError:
        lost = True
    if lost:
        raise WorkError(
            "work-unreadable", N_("The program holds a character that cannot be kept."),
            N_("Type it again by hand: pasted text can carry invisible marks."),
        )  # fmt: skip
    return text


def _mark(db: Transaction, row: WorkRow, newest: VersionRow, kind: Kind) -> Work:
    """Note why the newest version matters, where its text is what is to be kept (again)."""
    if kind in (Kind.TYPED, newest.kind):
        return work_of(row)
    if newest.kind == Kind.TYPED:
        newest.kind, newest.at = kind, now()
    else:
        _add(db, row, row.text, kind)
    db.flush()
    return work_of(row)


def _add(db: Transaction, row: WorkRow, text: str, kind: Kind) -> None:
    moment = now()
    row.version, row.text = row.version + 1, text
    db.execute(
        insert(VersionRow).values(
            work_id=row.id, number=row.version, kind=kind.value, text=text, begun_at=moment, at=moment
        )
    )


def _grow(db: Transaction, row: WorkRow, newest: VersionRow, text: str) -> None:
    """Put more typing into the newest version; its number grows, so that another device learns of it."""
    row.version, row.text = row.version + 1, text
    db.execute(
        update(VersionRow)
        .where(VersionRow.work_id == row.id, VersionRow.number == newest.number)
        .values(number=row.version, text=text, at=now())
        .execution_options(synchronize_session=False)
    )
    db.expunge(newest)
