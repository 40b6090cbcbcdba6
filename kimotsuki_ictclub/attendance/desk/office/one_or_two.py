"""The same person twice, or two who were taken for one: what would change is shown before it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError
from ....language import N_, _
from ... import people
from ...care import access_log
from ...exchange.undoing import back_up_before
from ...figures.before_after import YearBefore
from ...fiscal_year import fiscal_year_name
from ...merging import before_merge, card_told, merge_people, split_off, unmerge
from ...merging.split import AT_SESSIONS
from ...models import Participant, Session
from ...records import Records
from ...venues import label_of
from .parts import Cell, Field, Form, Section, number_said

Said = Mapping[str, str]
_AT = re.compile(r"at-([0-9]{1,9})")  # a session's field: whose it was


def sections_of(db: Transaction, person: Participant) -> list[Section]:
    """Return the forms of a person's page."""
    whose = [("theirs", _("the other one's")), ("both", _("both were there"))]
    sessions = [
        Field(f"at-{one.id}", f"{one.date} {label_of(one.venue.key, one.venue.name)} {one.start}".strip(), "select",
              "", whose)
        for one in _sessions_of(db, person)
    ]  # fmt: skip
    undo = Form("split", _("Undo the last merge"), hidden={"merged": "1"})
    by_session = Form("split", _("Show"), [Field("nickname", _("What the other one is called")), *sessions])
    return [
        Section(
            _("The same person twice?"),
            _("All of the other one goes to this one. The figures before and after are shown first."),
            forms=[Form("merge", _("Show"), [Field("other", _("Number of the other one"), "number")])],
        ),
        Section(
            _("Two who were taken for one?"),
            _("The last merge is undone from its backup; or say which sessions were the other one's. The figures before"
              " and after are shown first."),
            forms=[undo, *([by_session] if sessions else [])],
        ),
    ]  # fmt: skip


def preview(records: Records, key: int, said: Said) -> Section:
    """Return what merging or splitting would do to the figures, with the form that does it.

    Raises: ClubError as `do_it`.
    """
    change = _CHANGES[said["doing"]](records, key, said)
    with records.writing() as db:
        told, years = change(db)
        db.rollback()
    rows: list[list[Cell]] = [
        [fiscal_year_name(one.year), one.people, one.people_after, one.presences, one.presences_after] for one in years
    ]
    head = [_("Fiscal year"), _("People before"), _("after"), _("Presences before"), _("after")]
    button = _("Merge them") if said["doing"] == "merge" else _("Split them")
    hidden = {name: one for name, one in said.items() if name not in ("token", "doing") and one}
    title, *notes = told
    form = Form(said["doing"], button, hidden={**hidden, "sure": "1"})
    return Section(title, " ".join(notes), head if rows else (), rows, [form])


def do_it(records: Records, key: int, said: Said) -> None:
    """Merge or split, with its line in the access log.

    Raises: ClubError with what is wrong; then nothing was changed.
    """
    change = _CHANGES[said["doing"]](records, key, said)
    if said["doing"] == "merge":
        back_up_before(records, "merge", key, number_said(said, "other"))
    with records.writing() as db:
        change(db)
        access_log.note(db, f"office-{said['doing']}", 2)


_Change = Callable[[Transaction], tuple[Sequence[str], Sequence[YearBefore]]]


def _merging(records: Records, key: int, said: Said) -> _Change:
    def merge(db: Transaction) -> tuple[Sequence[str], Sequence[YearBefore]]:
        stays, goes = people.by_number(db, key), people.by_number(db, number_said(said, "other"))
        told = [_("%(goes)s becomes one with %(stays)s.") % {"stays": stays.called, "goes": goes.called}]
        if stays.id != goes.id and (about_card := card_told(db, stays, goes)):
            told.append(about_card)
        return told, merge_people(db, stays, goes)

    return merge


def _splitting(records: Records, key: int, said: Said) -> _Change:
    whose = {int(found[1]): one for name, one in said.items() if (found := _AT.fullmatch(name))}
    moved = {number for number, one in whose.items() if one == "theirs"}
    both = {number for number, one in whose.items() if one == "both"}
    with records.reading() as db:
        before = before_merge(records, people.by_number(db, key)) if "merged" in said else None
    if before is None and not (moved or both):
        raise AttendanceError("split-nothing", N_("Say of one session at least that the other one was there."))

    def split(db: Transaction) -> tuple[Sequence[str], Sequence[YearBefore]]:
        person = people.by_number(db, key)
        if before is not None:
            other, years = unmerge(db, person, before)
        else:
            other, years = split_off(db, person, said.get("nickname", ""), moved=moved, both=both)
        return [_("%(new)s is split off from %(stays)s.") % {"new": other.called, "stays": person.called}], years

    return split


_CHANGES = {"merge": _merging, "split": _splitting}
PREVIEWED = frozenset(_CHANGES)


def _sessions_of(db: Transaction, person: Participant) -> list[Session]:
    there = {number for table in AT_SESSIONS for number in db.scalars(
        select(table.session_id).where(table.participant_id == person.id))}  # fmt: skip
    return list(db.scalars(select(Session).where(Session.id.in_(there)).order_by(Session.date, Session.start)))
