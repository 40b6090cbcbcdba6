"""`ictclub attendance session` and `venue`: when and where the club meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...language import N_, _
from ..output import json_option, print_json
from .options import day as parse_day
from .options import open_the_records, time

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

_SESSION = N_(
    "Add a session, held or planned; or change, cancel, reopen or delete one by its number,"
    " as `list sessions` shows it."
)
_VENUE = N_(
    "Add a venue, as in: ictclub attendance venue hami 波見 はみ\n\n"
    "Or say where one is: ictclub attendance venue koyama --address ADDRESS"
)


@click.command("session", help=_(_SESSION))
@click.option("--date", "day", type=parse_day, help=_("The day, as 2020-06-13 or 令和2年6月13日 (default: today)."))
@click.option("--venue", help=_("The venue: koyama, uchinoura, 高山 …"))
@click.option("--start", type=time, help=_("When it begins, as 18:30."))
@click.option("--end", type=time, help=_("When it ends, as 20:00."))
@click.option("--lesson", help=_("The lesson: a number or words."))
@click.option("--instructors", help=_("Who instructs."))
@click.option("--change", type=int, metavar="NUMBER", help=_("Correct or move this session; check-ins go with it."))
@click.option("--cancel", type=int, metavar="NUMBER", help=_("This session does not take place; it is not counted."))
@click.option("--reason", help=_("Why it is cancelled; it is published with the event list, so name nobody."))
@click.option("--reopen", type=int, metavar="NUMBER", help=_("This cancelled session takes place after all."))
@click.option("--delete", type=int, metavar="NUMBER", help=_("Delete this session; it must have no check-ins."))
@json_option
def session_command(
    change: int | None,
    cancel: int | None,
    reason: str | None,
    reopen: int | None,
    delete: int | None,
    as_json: bool,
    **facts: Any,
) -> None:
    """Add a session, or do something with one."""
    chosen = [name for name, number in _numbers(change, cancel, reopen, delete).items() if number is not None]
    if len(chosen) > 1:
        raise click.UsageError(_("Give one of --change, --cancel, --reopen and --delete."))
    given = any(fact is not None for fact in facts.values())
    if given and chosen and chosen != ["change"]:
        raise click.UsageError(_("Date, venue, times, lesson and instructors go with --change or a new session."))
    if reason is not None and chosen != ["cancel"]:
        raise click.UsageError(_("--reason goes with --cancel."))
    if not chosen and facts["venue"] is None:
        raise click.UsageError(_("Say the venue: --venue koyama"))
    with open_the_records() as records, records.writing() as db:
        doing = chosen[0] if chosen else "add"
        answer = _do(db, doing, _numbers(change, cancel, reopen, delete).get(doing), facts, reason or "")
    if as_json:
        print_json(answer)
    else:
        click.echo(_done(doing) % answer)


def _numbers(change: int | None, cancel: int | None, reopen: int | None, delete: int | None) -> dict[str, int | None]:
    return {"change": change, "cancel": cancel, "reopen": reopen, "delete": delete}


def _do(db: Transaction, doing: str, number: int | None, facts: dict[str, Any], reason: str) -> dict[str, object]:
    from ...attendance import sessions
    from ...attendance.care import access_log
    from ...attendance.japan_time import today

    if number is None:
        facts = {name: fact or "" for name, fact in facts.items()}
        session = sessions.add_session(db, facts.pop("day") or today(), **facts)
    else:
        session = sessions.session_by_id(db, number)
    if doing == "change":
        sessions.change_session(db, session, **facts)
    elif doing == "cancel":
        sessions.cancel_session(db, session, reason)
    elif doing == "reopen":
        sessions.reopen_session(db, session)
    answer: dict[str, object] = {
        "session": session.id,
        "date": session.date.isoformat(),
        "venue": session.venue.name,
        "start": session.start,
        "fiscal_year": session.fiscal_year,
        "cancelled": session.cancelled,
        "reason": session.cancellation or "",
    }
    if doing == "delete":
        sessions.delete_session(db, session)
    access_log.note(db, f"session-{doing}", 1)
    return answer


def _done(doing: str) -> str:
    return {
        "add": _("Added: session %(session)s on %(date)s at %(venue)s %(start)s"),
        "change": _("Corrected: session %(session)s on %(date)s at %(venue)s %(start)s"),
        "cancel": _("Cancelled: session %(session)s on %(date)s at %(venue)s %(start)s"),
        "reopen": _("Takes place again: session %(session)s on %(date)s at %(venue)s %(start)s"),
        "delete": _("Deleted: session %(session)s on %(date)s at %(venue)s %(start)s"),
    }[doing]


@click.command("venue", help=_(_VENUE))
@click.argument("key")
@click.argument("name", required=False)
@click.argument("reading", required=False)
@click.option("--address", help=_("Where it is, from the prefecture on; for the open data."))
@json_option
def venue_command(key: str, name: str | None, reading: str | None, address: str | None, as_json: bool) -> None:
    """Add a venue, or say the address of one."""
    from ...attendance import venues
    from ...attendance.care import access_log

    if (name is None or reading is None) and (name is not None or address is None):
        raise click.UsageError(_("A new venue needs KEY NAME READING; one that is there, KEY and --address."))
    with open_the_records() as records, records.writing() as db:
        if name is not None and reading is not None:
            venue = venues.add_venue(db, key, name, reading)
        else:
            venue = venues.find_venue(db, key)
        if address is not None:
            venues.set_address(db, venue, address)
        access_log.note(db, "venue", 1)
        answer = {"key": venue.key, "name": venue.name, "reading": venue.reading, "address": venue.address}
    if as_json:
        print_json(answer)
    elif name is not None:
        click.echo(_("Added: the venue %(name)s (%(key)s).") % answer)
    else:
        click.echo(_("The venue %(name)s (%(key)s): %(address)s") % answer)
