"""`ictclub attendance import` and `export`: lists from towns, lists for Excel, open data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ...errors import AttendanceError
from ...language import N_, _
from ..output import console, json_option, print_json
from .import_plan import show_plan, show_sizes
from .open_data import export_open_data
from .options import agreed, fiscal_year, open_the_records, present_year, year_option, yes_option

_IMPORT = N_(
    "Import a list of people, of sessions, of presences, or a class register with one column a day.\n\n"
    "CSV (UTF-8, Shift_JIS and others) or xlsx; column names in Japanese or English (番号 ニックネーム ふりがな 区分"
    " 日付 会場 開始 終了 レッスン 講師 出欠 受付時刻 到達, and 氏名 学年 保護者連絡先 同意日). It shows first what"
    " it will do, makes a backup, and imports everything or nothing."
)


@click.command("import", help=_(_IMPORT))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--venue", help=_("The venue, for a file without a venue column."))
@click.option(
    "--year", type=fiscal_year, help=_("The fiscal year of days without one, as 6/13: R2, 令和2年度, 2020 or FY2020.")
)
@click.option(
    "--as-nicknames", is_flag=True, help=_("The names under 名前 or 氏名 are what the children are called here.")
)
@click.option("--leave-out", multiple=True, metavar="HEADING", help=_("A column that is not read; can be repeated."))
@yes_option
@json_option
def import_command(
    file: Path,
    venue: str | None,
    year: int | None,
    as_nicknames: bool,
    leave_out: tuple[str, ...],
    yes: bool,
    as_json: bool,
) -> None:
    """Show the plan, ask, back up, import."""
    from ...attendance.exchange.importing import import_file, plan_import
    from ...attendance.exchange.undoing import back_up_before

    said: dict[str, Any] = {"venue": venue, "year": year, "as_nicknames": as_nicknames, "leave_out": leave_out}
    backup = None
    with open_the_records() as records:
        with console(stderr=True).status(_("The file is being read …")):
            plan = plan_import(records, file, **said)
        if not as_json:
            show_plan(plan)
            if [problem.error.code for problem in plan.problems] == ["full-names"] and not yes and sys.stdin.isatty():
                said["as_nicknames"] = click.confirm(_("Are the children called by these names here?"))
                plan = plan_import(records, file, **said)
                show_plan(plan)
        if plan.problems:
            if as_json:
                print_json({"imported": False, **plan.to_dict()})
            raise AttendanceError(
                "bad-rows-listed",
                N_("The file cannot be imported as it is; to be put right: %(count)s."),
                N_("Nothing was imported. Correct the file and import it again."),
                count=len(plan.problems),
            )
        done = not plan.outcome.changes
        if done and not as_json:
            click.echo(_("Everything in the file is in the records already; there is nothing to do."))
        elif not done and agreed(_("Import it?"), yes):
            with console(stderr=True).status(_("The file is being imported …")):
                backup = back_up_before(records, "import")
                plan = import_file(records, file, **said)
            done = True
            if not as_json:
                click.echo(_("Imported. What was there before is in %(file)s; it comes back with:") % {"file": backup})
                click.echo("  ictclub attendance undo-import")
    if as_json:
        print_json({"imported": done, "backup": str(backup or ""), **plan.to_dict()})
    if not done:
        raise click.exceptions.Exit(1)


@click.command("undo-import", help=_("Take the last import back: the records become what they were before it."))
@yes_option
@json_option
def undo_import_command(yes: bool, as_json: bool) -> None:
    """Show what would be lost, ask, restore the backup that was made before the last import."""
    from ...attendance.exchange.undoing import last_import, sizes, undo_import

    with open_the_records() as records:
        backup = last_import(records)
        now, then = sizes(records, backup)
        if not as_json:
            show_sizes(now, then)
            click.echo(_("What was noted since that import, such as check-ins, goes as well."))
        if not agreed(_("Take the import back?"), yes):
            raise click.exceptions.Exit(1)
        kept = undo_import(records, backup)
    if as_json:
        print_json({"undone": str(backup), "kept": str(kept), "before": vars(now), "after": vars(then)})
    else:
        click.echo(_("Taken back. What was there till now is in %(file)s.") % {"file": kept})


@click.command("export", help=_("Write lists for Excel (.csv or .xlsx), or with --open-data what the town publishes."))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=_("FILE.csv (presences) or FILE.xlsx (all lists).")
)
@click.option("--details", is_flag=True, help=_("With full names, contacts and consent (xlsx only)."))
@click.option("--open-data", type=click.Path(path_type=Path, file_okay=False), help=_("The folder for open data."))
@click.option(
    "--threshold", type=int, default=5, show_default=True, help=_("Open data: smaller counts are suppressed.")
)
@click.option("--contact", help=_("Open data: whom readers may ask, such as an office of the town."))
@year_option
@json_option
def export_command(
    output: Path | None,
    details: bool,
    open_data: Path | None,
    threshold: int,
    contact: str | None,
    year: int | None,
    as_json: bool,
) -> None:
    """Export lists or open data."""
    if (output is None) == (open_data is None):
        raise click.UsageError(_("Give either -o FILE or --open-data FOLDER."))
    if details and (output is None or output.suffix.lower() != ".xlsx"):
        raise click.UsageError(_("--details goes with -o FILE.xlsx only."))
    if output is not None:
        _export_lists(output, year or present_year(), details, as_json)
    elif open_data is not None:
        if not contact:
            raise click.UsageError(_("Open data needs --contact, so that readers know whom to ask."))
        export_open_data(open_data, year or present_year(), threshold, contact, as_json)


def _export_lists(output: Path, year: int, details: bool, as_json: bool) -> None:
    from ...attendance.exchange.exporting import export_lists

    with open_the_records() as records, records.noting() as db:
        rows = export_lists(db, output, year, details=details)
    if as_json:
        print_json({"file": str(output), "rows": rows})
    else:
        click.echo(_("Written: %(file)s (%(rows)s rows)") % {"file": output, "rows": rows})
