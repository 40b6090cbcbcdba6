"""`ictclub attendance care` and `tonight`: consent and care of a child, and what the instructor of the day sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ...language import N_, _
from ..output import json_option, print_json, print_table
from .options import day as parse_day
from .options import open_the_records

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from ...attendance.models import Participant

_CARE = N_(
    "Keep or show what guardians have said about a child: where its picture may be shown, a health note for the"
    " instructor of the day, further guardians, siblings. Everything is optional, and can be taken back.\n\n"
    "Without options it shows what is kept; the access log notes that."
)
_TONIGHT = N_(
    "For the instructor of the day: who is here, of whom no picture may be taken, and health notes about those who are"
    " here. Only today's session; the access log notes it."
)
_SHOWN = ("none", "inside", "public")


@click.command("care", help=_(_CARE))
@click.argument("who", metavar="NUMBER")
@click.option("--picture", type=click.Choice(_SHOWN), help=_("Where the picture may be shown (inside: in the club)."))
@click.option("--revoke-picture", is_flag=True, help=_("The consent to pictures was taken back."))
@click.option("--health", help=_("What the instructor of the day must know, as in: bee allergy."))
@click.option("--until", type=parse_day, help=_("The health note ends then (default: with the fiscal year)."))
@click.option("--no-health", is_flag=True, help=_("Erase the health note."))
@click.option("--guardian", nargs=2, metavar="WHO CONTACT", help=_("A further guardian, as in: 祖母 0994-00-0000"))
@click.option("--no-guardian", type=int, metavar="PLACE", help=_("Erase the further guardian at this place: 1, 2 …"))
@click.option("--sibling", metavar="NUMBER", help=_("This participant is a sibling."))
@click.option("--no-sibling", is_flag=True, help=_("There are no siblings here after all."))
@click.option("--on", type=parse_day, help=_("The day on which it was said (default: today)."))
@json_option
def care_command(who: str, as_json: bool, **said: Any) -> None:
    """Keep what is said, or show what is kept."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.family.summary import kept_about

    on = said.pop("on")
    if said["until"] is not None and said["health"] is None:
        raise click.UsageError(_("--until goes with --health."))
    if (said["picture"] and said["revoke_picture"]) or (said["health"] is not None and said["no_health"]):
        raise click.UsageError(_("Say something or take it back, not both."))
    changes = any(part not in (None, False) for part in said.values())
    with open_the_records() as records, records.writing() if changes else records.noting() as db:
        person = people.the_participant(db, who)
        if changes:
            _keep(db, person, said, on)
        access_log.note(db, "care" if changes else "care-show", 1)
        kept = kept_about(db, person)
    if as_json:
        print_json(kept)
        return
    if changes:
        click.echo(_("Kept for %(nickname)s (%(number)s).") % kept)
        return
    _show(kept)


def _keep(db: Transaction, person: Participant, said: dict[str, Any], on: date | None) -> None:
    from ...attendance import people
    from ...attendance.family import health, pictures, relatives

    if said["picture"]:
        pictures.set_picture(db, person, said["picture"], said_on=on)
    if said["revoke_picture"]:
        pictures.revoke_picture(db, person, on=on)
    if said["health"] is not None:
        health.set_health_note(db, person, said["health"], said_on=on, until=said["until"])
    if said["no_health"]:
        health.remove_health_note(db, person)
    if said["guardian"]:
        relatives.add_guardian(db, person, *said["guardian"], said_on=on)
    if said["no_guardian"] is not None:
        relatives.remove_guardian(db, person, said["no_guardian"])
    if said["sibling"]:
        relatives.make_siblings(db, person, people.the_participant(db, said["sibling"]), said_on=on)
    if said["no_sibling"]:
        relatives.remove_sibling(db, person)


def _show(kept: dict[str, Any]) -> None:
    rows: list[list[object]] = []
    if kept["picture"]:
        about = kept["picture"]
        told = {
            "none": _("no picture"), "inside": _("inside the club"), "public": _("in public too"),
        }[about["shown"]]  # fmt: skip
        revoked = _(" (taken back %(revoked_on)s)") % about if about["revoked_on"] else ""
        rows.append([_("Picture"), told + revoked, about["said_on"]])
    if kept["health"]:
        about = kept["health"]
        rows.append([_("Health note"), f"{about['note']}  –{about['until']}", about["said_on"]])
    if kept["contact"]:
        rows.append([_("Contact"), kept["contact"], kept["consent"] or ""])
    rows += [
        [_("Guardian %(place)s") % one, f"{one['who']} {one['contact']}", one["said_on"]] for one in kept["guardians"]
    ]
    rows += [[_("Sibling"), f"{one['number']} {one['nickname']}", ""] for one in kept["siblings"]]
    if rows:
        print_table([_("What"), _("Kept"), _("Said on")], rows)
    else:
        click.echo(_("Nothing is kept about %(nickname)s (%(number)s).") % kept)


@click.command("tonight", help=_(_TONIGHT))
@click.option("--venue", help=_("Needed where both venues meet on that day."))
@json_option
def tonight_command(venue: str | None, as_json: bool) -> None:
    """Show what the instructor of the day needs to know."""
    from ...attendance.care import access_log
    from ...attendance.family.summary import evening
    from ...attendance.japan_time import today
    from ...attendance.sessions import the_session

    with open_the_records() as records, records.noting() as db:
        session = the_session(db, today(), venue)
        found = evening(db, session)
        access_log.note(db, "tonight", len(found["health"]))
    if as_json:
        print_json(found)
        return
    click.echo(_("%(date)s %(venue)s: learners here: %(here)s, mentors and staff: %(helpers)s") % found)
    for title, lines in (
        (_("Health notes"), [f"{one['number']} {one['nickname']}: {one['note']}" for one in found["health"]]),
        (_("No picture"), [f"{one['number']} {one['nickname']}" for one in found["no_picture"]]),
    ):
        click.echo(f"\n{title}")
        for line in lines or [_("nobody")]:
            click.echo(f"  {line}")
