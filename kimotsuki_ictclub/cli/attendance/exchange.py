"""`ictclub attendance import` and `export`: lists from towns, lists for Excel, open data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...errors import AttendanceError
from ...language import N_, _
from ..output import console, json_option, print_json
from .options import agreed, open_the_records, present_year, year_option, yes_option

if TYPE_CHECKING:
    from ...attendance.exchange.import_rows import Outcome
    from ...attendance.exchange.importing import Plan

_MOST_PROBLEMS = 20
_IMPORT = N_(
    "Import a list of people, of sessions, of presences, or a class register with one column a day.\n\n"
    "CSV in UTF-8 or Shift_JIS, or xlsx; column names in Japanese or English (番号 ニックネーム ふりがな 区分 日付"
    " 会場 開始 終了 レッスン 講師 出欠 受付時刻 到達, and 氏名 学年 保護者連絡先 同意日). It shows first what it will"
    " do, and imports everything or nothing."
)


@click.command("import", help=_(_IMPORT))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--venue", help=_("The venue, for a file without a venue column."))
@year_option
@yes_option
@json_option
def import_command(file: Path, venue: str | None, year: int | None, yes: bool, as_json: bool) -> None:
    """Show the plan, ask, import."""
    from ...attendance.exchange.importing import import_file, plan_import

    with open_the_records() as records:
        with console(stderr=True).status(_("The file is being read …")):
            plan = plan_import(records, file, venue=venue, year=year)
        done = False
        if not as_json:
            _show(plan)
        if plan.problems:
            if as_json:
                print_json(_as_json(plan, done=False))
            raise AttendanceError(
                "bad-rows-listed",
                N_("%(count)s rows cannot be imported."),
                N_("Nothing was imported. Correct the file and import it again."),
                count=len(plan.problems),
            )
        if not plan.outcome.changes:
            done = True
            if not as_json:
                click.echo(_("Everything in the file is in the records already; there is nothing to do."))
        elif agreed(_("Import it?"), yes):
            with console(stderr=True).status(_("The file is being imported …")):
                plan = import_file(records, file, venue=venue, year=year)
            done = True
            if not as_json:
                click.echo(_("Imported."))
    if as_json:
        print_json(_as_json(plan, done=done))
    if not done:
        raise click.exceptions.Exit(1)


def _show(plan: Plan) -> None:
    for name, count in _counts(plan.outcome):
        if count:
            click.echo(f"  {name}: {count}")
    if plan.unused_columns:
        click.echo(_("  Columns not used: %(names)s") % {"names": ", ".join(plan.unused_columns)})
    if plan.unused_sheets:
        click.echo(_("  Sheets not used: %(names)s") % {"names": ", ".join(plan.unused_sheets)})
    for problem in plan.problems[:_MOST_PROBLEMS]:
        click.echo(_("  Row %(place)s: %(problem)s") % {"place": problem.place, "problem": problem.error}, err=True)
    if len(plan.problems) > _MOST_PROBLEMS:
        click.echo(_("  … and %(count)s more") % {"count": len(plan.problems) - _MOST_PROBLEMS}, err=True)


def _counts(outcome: Outcome) -> list[tuple[str, int]]:
    return [
        (_("New people"), outcome.new_people),
        (_("Changed people"), outcome.changed_people),
        (_("New sessions"), outcome.new_sessions),
        (_("Changed sessions"), outcome.changed_sessions),
        (_("New presences"), outcome.new_presences),
        (_("Changed presences"), outcome.changed_presences),
        (_("Unchanged"), outcome.unchanged),
    ]


def _as_json(plan: Plan, *, done: bool) -> dict[str, Any]:
    return {
        "imported": done,
        **vars(plan.outcome),
        "unused_columns": plan.unused_columns,
        "unused_sheets": plan.unused_sheets,
        "problems": [{"row": problem.place, **problem.error.to_dict()} for problem in plan.problems],
    }


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
        _export_open_data(open_data, year or present_year(), threshold, contact, as_json)


def _export_lists(output: Path, year: int, details: bool, as_json: bool) -> None:
    from ...attendance.exchange.exporting import export_lists

    with open_the_records() as records, records.writing() as db:
        rows = export_lists(db, output, year, details=details)
    if as_json:
        print_json({"file": str(output), "rows": rows})
    else:
        click.echo(_("Written: %(file)s (%(rows)s rows)") % {"file": output, "rows": rows})


def _export_open_data(folder: Path, year: int, threshold: int, contact: str, as_json: bool) -> None:
    from ...attendance.open_data.event_list import Publisher
    from ...attendance.open_data.publishing import write_open_data

    with open_the_records() as records, records.writing() as db:
        result = write_open_data(db, folder, year, Publisher(contact=contact), threshold=threshold)
    if as_json:
        print_json({"files": [str(file) for file in result.files], "suppressed": result.suppressed})
        return
    for file in result.files:
        click.echo(_("Written: %(file)s") % {"file": file})
    if result.suppressed is None:
        click.echo(_("Attendance follows when the fiscal year is over: earlier editions could be subtracted from it."))
    else:
        click.echo(_("Numbers suppressed: %(count)s") % {"count": result.suppressed})
