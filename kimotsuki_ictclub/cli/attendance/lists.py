"""`ictclub attendance list`: people, sessions, venues."""

from __future__ import annotations

from typing import Any

import click

from ...language import _
from ..output import json_option, print_json, print_table
from .options import open_the_records, present_year, year_option


@click.command("list", help=_("Show the people, the sessions of a fiscal year, or the venues."))
@click.argument("what", type=click.Choice(["people", "sessions", "venues"]), default="people")
@click.option("--details", is_flag=True, help=_("People with full name, contact and consent; noted in the access log."))
@click.option("--who", metavar="NUMBER", help=_("Only this person, by number or nickname."))
@year_option
@json_option
def list_command(what: str, details: bool, who: str | None, year: int | None, as_json: bool) -> None:
    """Show a list."""
    if what == "people":
        rows = _people(details, who, everything=as_json)
    elif what == "sessions":
        rows = _sessions(year or present_year())
    else:
        rows = _venues()
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo(_("Nothing is there yet."))
    else:
        rows = [_in_words(row) if "reason" in row else row for row in rows]
        titles = {
            "number": _("Number"), "nickname": _("Nickname"), "reading": _("Reading"), "kind": _("Kind"),
            "full_name": _("Full name"), "school_year": _("School year"), "contact": _("Contact"),
            "consent": _("Consent"), "card": _("Card"), "session": _("Session"), "date": _("Date"), "start": _("Start"),
            "end": _("End"), "venue": _("Venue"), "lesson": _("Lesson"), "people": _("Came"),
            "late": _("Late"), "absent": _("Absent"), "first_time": _("First time this year"), "key": _("Key"),
            "state": _("State"), "address": _("Address"),
        }  # fmt: skip
        print_table(
            [titles[name] for name in rows[0]], [["" if v is None else v for v in row.values()] for row in rows]
        )


def _people(details: bool, who: str | None, *, everything: bool) -> list[dict[str, Any]]:
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.exchange.columns import kind_word
    from ...attendance.family.summary import kept_about
    from ...attendance.papers.cards import card_codes

    rows: list[dict[str, Any]] = []
    with open_the_records() as records, records.noting() as db:
        cards = card_codes(db) if details else {}
        found = people.everybody(db) if who is None else [people.the_participant(db, who)]
        for person in found:
            row: dict[str, Any] = {
                "number": person.number,
                "nickname": person.nickname,
                "reading": person.reading,
                "kind": kind_word(person.kind),
            }
            if details:
                more = person.details
                row |= {
                    "full_name": more.full_name if more else "",
                    "school_year": more.school_year if more else "",
                    "contact": more.guardian_contact if more else "",
                    "consent": str(more.consent_on or "") if more else "",
                    "card": cards.get(person.id, ""),
                }
            if details and who is not None and everything:  # what somebody may ask for about themselves
                row["care"] = kept_about(db, person)
            rows.append(row)
        access_log.note(db, "list-details" if details else "list", len(rows))
    return rows


def _sessions(year: int) -> list[dict[str, Any]]:
    from ...attendance.figures.counting import session_figures

    with open_the_records() as records, records.reading() as db:
        return [
            {
                "session": entry.session.id,
                "date": entry.session.date.isoformat(),
                "start": entry.session.start,
                "end": entry.session.end,
                "venue": entry.session.venue.name,
                "lesson": entry.session.lesson,
                "state": entry.state,
                "reason": entry.session.cancellation or "",
                "people": entry.people,
                "late": entry.late,
                "absent": entry.absent,
                "first_time": entry.first_time,
            }
            for entry in session_figures(db, year)
        ]


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a session as a table shows it: state and reason together, nothing for what was held."""
    state = {"held": "", "planned": _("planned"), "cancelled": _("cancelled")}[row["state"]]
    reason = _(" (%(reason)s)") % row if row["reason"] else ""
    return {name: value for name, value in row.items() if name != "reason"} | {"state": state + reason}


def _venues() -> list[dict[str, Any]]:
    from ...attendance.venues import all_venues

    with open_the_records() as records, records.reading() as db:
        return [
            {"key": venue.key, "venue": venue.name, "reading": venue.reading, "address": venue.address}
            for venue in all_venues(db)
        ]
