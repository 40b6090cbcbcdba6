"""`ictclub attendance progress` and `year`: how many came, and the goal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ...language import N_, _, plural
from ..output import json_option, print_json, print_table
from .options import day, fiscal_year, open_the_records, present_year, year_option

if TYPE_CHECKING:
    from ...attendance.figures.progress import Progress

_BAR = 30
_COUNTED = N_(
    "Show how far it is to the goal.\n\n"
    "People (受講者数): every learner who came at least once in the fiscal year, counted once; at a venue, its own"
    " people; somebody who came to both venues counts once in the total. Learners are children and grown-ups; mentors"
    " and staff are not counted.\n\n"
    "Presences (延べ人数): each coming of a learner. Present and late have come; absent has not.\n\n"
    "New: came first in this fiscal year. Returning: came in an earlier one already.\n\n"
    "The forecast takes from the later half of the sessions how many new people a session brings, and gives the"
    " range in which 8 of 10 years like this one end."
)


@click.command("progress", help=_(_COUNTED))
@year_option
@json_option
def progress_command(year: int | None, as_json: bool) -> None:
    """Show people, presences, goal and forecast."""
    from ...attendance.care.erasure import expired
    from ...attendance.family.reminders import care_reminders
    from ...attendance.figures.progress import progress
    from ...attendance.japan_time import today

    with open_the_records() as records, records.reading() as db:
        state = progress(db, year)
        to_erase = len(expired(db))
        to_ask = care_reminders(db, today())
    if as_json:
        print_json(state.to_dict() | {"names_to_erase": to_erase, "reminders": to_ask})
        return
    _show(state)
    if to_erase:
        message = plural(
            "%(count)s person's name is kept longer than was promised: ictclub attendance forget --expired",
            "%(count)s people's names are kept longer than was promised: ictclub attendance forget --expired",
            to_erase,
        )
        click.echo("\n" + message % {"count": to_erase})
    for line in to_ask:
        click.echo(line)


def _show(state: Progress) -> None:
    from ...attendance.venues import label_of

    figures = state.figures
    filled = min(round(_BAR * state.people / state.goal), _BAR)
    click.echo(state.summary())
    click.echo(f"{'█' * filled}{'░' * (_BAR - filled)}  {state.people}/{state.goal}\n")
    rows: list[list[object]] = [
        [label_of(venue.key, venue.name), venue.sessions, venue.people, venue.presences] for venue in figures.venues
    ]
    rows.append([_("In total"), figures.sessions, figures.people, figures.presences])
    print_table([_("Venue"), _("Sessions"), _("People"), _("Presences")], rows)
    click.echo(
        "\n"
        + _("Children %(children)s, grown-ups %(grown_ups)s · new %(new)s, returning %(returning)s") % vars(figures)
    )
    click.echo(state.outlook())


@click.command("year", help=_("Show or set a fiscal year's goal, and until when names are kept."))
@click.argument("year", type=fiscal_year, required=False)
@click.option("--goal", type=int, help=_("How many people are to be reached (default 30)."))
@click.option("--keep-until", type=day, help=_("Names of those who last came in this year are kept until then."))
@json_option
def year_command(year: int | None, goal: int | None, keep_until: date | None, as_json: bool) -> None:
    """Show or set what is decided for a fiscal year."""
    from ...attendance import years
    from ...attendance.care import access_log
    from ...attendance.fiscal_year import fiscal_year_name

    chosen = year or present_year()
    changes = goal is not None or keep_until is not None
    with open_the_records() as records, records.writing() if changes else records.reading() as db:
        if goal is not None:
            years.set_goal(db, chosen, goal)
        if keep_until is not None:
            years.set_keep_names_until(db, chosen, keep_until)
        if changes:
            access_log.note(db, "year", 1)
        db.flush()
        answer: dict[str, Any] = {
            "year": fiscal_year_name(chosen),
            "goal": years.goal(db, chosen),
            "keep_names_until": years.keep_names_until(db, chosen).isoformat(),
        }
    if as_json:
        print_json(answer)
    else:
        click.echo(_("%(year)s: goal %(goal)s people; names are kept until %(keep_names_until)s.") % answer)
