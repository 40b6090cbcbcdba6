"""`ictclub attendance report`: the yearly report for the council."""

from __future__ import annotations

from pathlib import Path

import click

from ...language import _
from ..output import console, json_option, print_json
from .options import open_the_records, present_year, year_option


@click.command("report", help=_("Write the council's report on a fiscal year as HTML and PDF; it has no names."))
@year_option
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help=_("FILE.html (with FILE.pdf beside it where this PC can) or FILE.pdf."),
)
@json_option
def report_command(year: int | None, out: Path, as_json: bool) -> None:
    """Write the report."""
    from ...attendance.care.access_log import note
    from ...attendance.report import write_report

    if out.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise click.UsageError(_("The report is a FILE.html or a FILE.pdf."))
    with open_the_records() as records, records.noting() as db:
        note(db, "report", 1)
    with console(stderr=True).status(_("Writing the report …")):
        written = write_report(out, present_year() if year is None else year)
    if as_json:
        print_json({"files": [str(path) for path in written]})
        return
    for path in written:
        click.echo(_("Written: %(file)s") % {"file": path})
    if not any(path.suffix.lower() == ".pdf" for path in written):
        click.echo(_("No PDF: it needs Chromium, Chrome or Edge on this PC. Any browser can print the page to a PDF."))
