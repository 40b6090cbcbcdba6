"""`ictclub attendance report` and `cost`: the yearly report for the council, and what a year cost."""

from __future__ import annotations

from pathlib import Path

import click

from ...language import _
from ..output import console, json_option, print_json, print_table
from .options import open_the_records, present_year, year_option


@click.command("report", help=_("Write the council's report on a fiscal year (HTML, PDF, Word); it has no names."))
@year_option
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help=_("FILE.html (with FILE.pdf beside it where this PC can), FILE.pdf, or FILE.docx to go on writing in."),
)
@json_option
def report_command(year: int | None, out: Path, as_json: bool) -> None:
    """Write the report."""
    from ...attendance.care.access_log import note
    from ...attendance.report import write_report

    if out.suffix.lower() not in (".html", ".htm", ".pdf", ".docx"):
        raise click.UsageError(_("The report is a FILE.html, a FILE.pdf or a FILE.docx."))
    with open_the_records() as records, records.noting() as db:
        note(db, "report", 1)
    with console(stderr=True).status(_("Writing the report …")):
        written = write_report(out, present_year() if year is None else year)
    if as_json:
        print_json({"files": [str(path) for path in written]})
        return
    for path in written:
        click.echo(_("Written: %(file)s") % {"file": path})
    if out.suffix.lower() != ".docx" and not any(path.suffix.lower() == ".pdf" for path in written):
        click.echo(_("No PDF: it needs Chromium, Chrome or Edge on this PC. Any browser can print the page to a PDF."))


@click.command("cost", help=_("Note what something cost in a fiscal year, for the report; without ITEM YEN, show all."))
@click.argument("item", required=False)
@click.argument("yen", required=False, type=int)
@year_option
@json_option
def cost_command(item: str | None, yen: int | None, year: int | None, as_json: bool) -> None:
    """Note a cost, or show all of them."""
    from ...attendance.care.access_log import note
    from ...attendance.figures.costs import costs, set_cost

    if (item is None) != (yen is None):
        raise click.UsageError(_("Give the item and its yen; 0 takes the item out."))
    fiscal = present_year() if year is None else year
    with open_the_records() as records:
        if item is not None and yen is not None:
            with records.writing() as db:
                set_cost(db, fiscal, item, yen)
                note(db, "cost", 1)
        with records.reading() as db:
            kept = costs(db, fiscal)
    if as_json:
        print_json({"fiscal_year": fiscal, "costs": kept, "total": sum(kept.values())})
        return
    rows = [[name, f"{each:,}"] for name, each in kept.items()]
    print_table([_("Item"), _("Yen")], [*rows, [_("Total"), f"{sum(kept.values()):,}"]])
