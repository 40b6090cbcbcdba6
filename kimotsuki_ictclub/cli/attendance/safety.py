"""`ictclub attendance insurance` and `emergency`: the list for an insurance, and the page for the wall."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ...language import N_, _
from ..output import json_option, print_json
from .options import day, open_the_records

_INSURANCE = N_(
    "Write the list for an insurance: name, school year, kind and times of everybody who came, taught or helped in a"
    " period, as .csv or .xlsx. It holds names; the access log notes it."
)
_EMERGENCY = N_(
    "Write a venue's emergency page, to print and hang up: who calls, 119 and 110, what to say, the AED, the meeting"
    " point. What is said here is kept for the next time; it should name nobody. Without --output it is only kept."
)


@click.command("insurance", help=_(_INSURANCE))
@click.option("--from", "first", type=day, required=True, help=_("The first day."))
@click.option("--to", "last", type=day, required=True, help=_("The last day."))
@click.option("--registered", is_flag=True, help=_("Also those who did not come, as for a year to come."))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=_("FILE.csv or FILE.xlsx."))
@json_option
def insurance_command(first: date, last: date, registered: bool, output: Path, as_json: bool) -> None:
    """Write the list."""
    from ...attendance.safety.insurance import write_insured

    with open_the_records() as records, records.writing() as db:
        listed = write_insured(db, output, first, last, registered=registered)
    unnamed = sum(not one.full_name for one in listed)
    if as_json:
        print_json({"file": str(output), "people": len(listed), "without_full_name": unnamed})
        return
    click.echo(_("Written: %(file)s (people: %(people)s). It holds names.") % {"file": output, "people": len(listed)})
    if unnamed:
        click.echo(
            _("Listed by nickname, because no full name is kept: %(count)s. Write the names into the file.")
            % {"count": unnamed}
        )


@click.command("emergency", help=_(_EMERGENCY))
@click.argument("venue")
@click.option("--caller", help=_("Who calls, as in: the instructor of the day."))
@click.option("--aed", help=_("Where the AED is."))
@click.option("--meeting-point", help=_("Where everybody meets."))
@click.option("--office", help=_("Whom to tell afterwards, with the number."))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=_("FILE.html, or FILE.pdf where this PC can."))
@json_option
def emergency_command(venue: str, output: Path | None, as_json: bool, **said: str | None) -> None:
    """Keep what is said, and write the page."""
    from ...attendance.care import access_log
    from ...attendance.papers.printing import write_page
    from ...attendance.safety.emergency import emergency_page, set_emergency_plan
    from ...attendance.venues import find_venue

    if output is None and all(part is None for part in said.values()):
        raise click.UsageError(_("Say what is to be kept, or give --output FILE."))
    with open_the_records() as records, records.writing() as db:
        place = find_venue(db, venue)
        if any(part is not None for part in said.values()):
            set_emergency_plan(db, place, **said)
            access_log.note(db, "emergency", 1)
        page = emergency_page(db, place) if output is not None else ""
        answer = {"venue": place.key, "address": place.address, "file": str(output or "")}
    if output is not None:  # after the records: a browser that prints takes seconds, and the desk would wait for it
        write_page(output, page)
    if as_json:
        print_json(answer)
        return
    click.echo(_("Written: %(file)s") % answer if output else _("Kept for %(venue)s.") % answer)
    if not place.address:
        click.echo(_("The page has no address yet: ictclub attendance venue %(venue)s --address ADDRESS") % answer)
