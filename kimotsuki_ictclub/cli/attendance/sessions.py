"""`ictclub attendance session` and `venue`: when and where the club meets."""

from __future__ import annotations

from datetime import date

import click

from ...language import _
from ..output import json_option, print_json
from .options import day as parse_day
from .options import open_the_records, time


@click.command("session", help=_("Add a session, held or planned."))
@click.option("--date", "day", type=parse_day, help=_("The day, as 2020-06-13 or 令和2年6月13日 (default: today)."))
@click.option("--venue", required=True, help=_("The venue: koyama, uchinoura, 高山 …"))
@click.option("--start", type=time, default="", help=_("When it begins, as 18:30."))
@click.option("--end", type=time, default="", help=_("When it ends, as 20:00."))
@click.option("--lesson", default="", help=_("The lesson: a number or words."))
@click.option("--instructors", default="", help=_("Who instructs."))
@json_option
def session_command(
    day: date | None, venue: str, start: str, end: str, lesson: str, instructors: str, as_json: bool
) -> None:
    """Add a session."""
    from ...attendance.japan_time import today
    from ...attendance.sessions import add_session

    with open_the_records() as records, records.writing() as db:
        session = add_session(
            db, day or today(), venue=venue, start=start, end=end, lesson=lesson, instructors=instructors
        )
        answer = {
            "session": session.id,
            "date": session.date.isoformat(),
            "venue": session.venue.name,
            "start": session.start,
            "fiscal_year": session.fiscal_year,
        }
    if as_json:
        print_json(answer)
    else:
        click.echo(_("Added: session %(session)s on %(date)s at %(venue)s %(start)s") % answer)


@click.command("venue", help=_("Add a venue, as in: ictclub attendance venue hami 波見 はみ"))
@click.argument("key")
@click.argument("name")
@click.argument("reading")
@json_option
def venue_command(key: str, name: str, reading: str, as_json: bool) -> None:
    """Add a venue."""
    from ...attendance.venues import add_venue

    with open_the_records() as records, records.writing() as db:
        venue = add_venue(db, key, name, reading)
        answer = {"key": venue.key, "name": venue.name, "reading": venue.reading}
    if as_json:
        print_json(answer)
    else:
        click.echo(_("Added: the venue %(name)s (%(key)s).") % answer)
