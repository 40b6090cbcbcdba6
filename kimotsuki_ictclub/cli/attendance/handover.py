"""`ictclub attendance handover`: the page for the next person in charge, and the proof that a move went well."""

from __future__ import annotations

from pathlib import Path

import click

from ...language import N_, _
from ..output import console, json_option, print_json, print_table
from .options import open_the_records

_TABLES = {  # what most people keep; anything else has its table's name
    "participant": N_("participants"),
    "details": N_("details of people"),
    "session": N_("sessions"),
    "presence": N_("presences"),
    "duty": N_("mentors' sessions"),
    "cost": N_("costs"),
    "survey_answer": N_("survey sheets"),
    "card": N_("cards"),
    "work": N_("works"),
    "work_version": N_("versions of works"),
    "venue": N_("venues"),
}


@click.command(
    "handover", help=_("Write the page for the next person in charge: what is where, what to do when, what is open.")
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("handover.html"),
    show_default=True, help=_("FILE.html (with FILE.pdf beside it where this PC can) or FILE.pdf. It holds no names."),
)  # fmt: skip
@click.option(
    "--check", type=click.Path(path_type=Path),
    help=_("Write nothing; say whether this backup holds just what the records hold, as after a move to another PC."),
)  # fmt: skip
@json_option
def handover_command(output: Path, check: Path | None, as_json: bool) -> None:
    """Write the page, or compare with a backup."""
    from ...attendance.papers.handover import render_handover
    from ...attendance.papers.printing import write_pages

    if check is not None:
        return _compare(check, as_json)
    with open_the_records() as records, console(stderr=True).status(_("The page is being written …")):
        written = write_pages(output, render_handover(records))
    if as_json:
        print_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(_("Written: %(file)s") % {"file": path})
    return None


def _compare(file: Path, as_json: bool) -> None:
    from ...attendance.care.comparing import compare

    with open_the_records() as records:
        tables = compare(records, file)
    whole = all(table.same for table in tables)
    if as_json:
        print_json({"same": whole, "tables": [vars(table) for table in tables]})
    else:
        rows = [
            [_(_TABLES.get(one.table, one.table)), one.here, one.there, _("same") if one.same else _("differs")]
            for one in tables
            if one.here or one.there
        ]
        print_table([_("Table"), _("Rows here"), _("Rows in the backup"), ""], rows)
        click.echo(_("The backup holds just what the records hold.") if whole else _("They are not the same."))
    if not whole:
        raise click.exceptions.Exit(1)
