"""`ictclub attendance survey`: print the sheets, type in what came back, see the tally."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...errors import AttendanceError
from ...language import N_, _
from ..output import json_option, print_json, print_table
from .options import open_the_records, present_year, year_option

_HELP = N_(
    "Surveys for children, guardians and mentors: three or four questions with faces, and one free line.\n\n"
    "With -o the sheets are printed; --enter types one in (also on the check-in page: Survey); --show counts them."
    " Nothing ties a sheet to a person, and no count is shown for fewer than five."
)


@click.command("survey", help=_(_HELP))
@click.argument("audience", required=False, type=click.Choice(["child", "guardian", "mentor"]))
@year_option
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help=_("Print the sheets here.")
)
@click.option("--enter", is_flag=True, help=_("Type in one sheet; asks for what --faces and --line do not say."))
@click.option("--faces", help=_("The faces in the order of the sheet, 4 (very much) to 1, - for none: 4,3,-,4"))
@click.option("--line", help=_("What was written on the free line."))
@click.option("--show", is_flag=True, help=_("Show the counts of the fiscal year."))
@click.option(
    "--lines", is_flag=True, help=_("Show every free line with its key, also those that seem to name somebody.")
)
@click.option("--empty", metavar="KEY", help=_("Take the free line of one sheet out."))
@json_option
def survey_command(
    audience: str | None,
    year: int | None,
    output: Path | None,
    enter: bool,
    faces: str | None,
    line: str | None,
    show: bool,
    lines: bool,
    empty: str | None,
    as_json: bool,
) -> None:
    """Print, enter, show or tidy surveys."""
    if (output is not None) + enter + show + lines + (empty is not None) != 1:
        raise click.UsageError(_("Give one of -o DIR, --enter, --show, --lines or --empty KEY."))
    fiscal = present_year() if year is None else year
    if output is not None:
        _print(output, audience, as_json)
    elif enter:
        _enter(audience, fiscal, faces, line, as_json)
    elif show:
        _show(fiscal, as_json)
    else:
        _lines(fiscal, empty, as_json)


def _print(output: Path, audience: str | None, as_json: bool) -> None:
    from ...attendance.models import Audience
    from ...attendance.papers.printing import write_pages
    from ...attendance.papers.survey_sheets import render_surveys

    wanted = [Audience(audience)] if audience else list(Audience)
    written = write_pages(output / f"survey-{audience or 'all'}.html", render_surveys(wanted))
    if as_json:
        print_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(_("Written: %(file)s") % {"file": path})


def _enter(audience: str | None, year: int, faces: str | None, line: str | None, as_json: bool) -> None:
    from ...attendance.care.access_log import note
    from ...attendance.models import Audience
    from ...attendance.surveys.answers import add_answer
    from ...attendance.surveys.questions import SURVEYS
    from ...readings import plain

    if audience is None:
        raise click.UsageError(_("Say whose sheet it is: child, guardian or mentor."))
    survey = SURVEYS[Audience(audience)]
    if faces is None and not sys.stdin.isatty():
        raise click.UsageError(_("Give --faces, or type at a terminal."))
    if faces is None:
        given = [click.prompt(f"  {plain(_(one.text))} (4-1, -)", default="-") for one in survey.questions]
        line = click.prompt(f"  {plain(_(survey.line))}", default="") if line is None else line
    else:
        given = [part.strip() for part in faces.split(",")]
    if len(given) != len(survey.questions) or any(one not in ("4", "3", "2", "1", "-") for one in given):
        raise AttendanceError(
            "survey-faces", N_("This sheet has %(count)s questions, each answered with 4, 3, 2, 1 or -."),
            N_("Write them in their order: --faces 4,3,-,4"), count=len(survey.questions),
        )  # fmt: skip
    answered = {one.key: int(face) for one, face in zip(survey.questions, given, strict=True) if face != "-"}
    with open_the_records() as records, records.writing() as db:
        add_answer(db, Audience(audience), answered, line or "", year=year)
        note(db, "survey", 1)
    if as_json:
        print_json({"audience": audience, "answered": len(answered)})
    else:
        click.echo(_("Kept, without a name."))


def _show(year: int, as_json: bool) -> None:
    from ...attendance.surveys.questions import FACE_WORDS, FACES, SURVEYS
    from ...attendance.surveys.tally import tallies
    from ...readings import OLDEST, for_year, plain

    with open_the_records() as records, records.reading() as db:
        found = tallies(db, year)
    if as_json:
        print_json([vars(one) | {"shown": one.shown} for one in found])
        return

    def written(text: str) -> str:
        return plain(for_year(_(text), OLDEST))

    for one in found:
        click.echo(f"{written(SURVEYS[one.audience].title)}: {one.sheets}")
        if one.shown:
            rows = [
                [written(question.text), *(one.faces[question.key] or ["–"] * len(FACES))]
                for question in SURVEYS[one.audience].questions
            ]
            print_table([_("Question"), *(written(FACE_WORDS[face]) for face in FACES)], rows)
            for line in one.lines:
                click.echo(f"  「{line}」")
        else:
            click.echo("  " + _("Fewer than %(fewest)s answered; so few are not shown.") % {"fewest": 5})
    if not found:
        click.echo(_("No survey was answered."))


def _lines(year: int, empty: str | None, as_json: bool) -> None:
    from ...attendance.care.access_log import note
    from ...attendance.surveys.answers import answers_of, empty_line

    with open_the_records() as records, records.writing() as db:
        if empty is not None:
            empty_line(db, year, empty)
        note(db, "survey-lines", 1)
        kept = [(one.key[:8], one.audience.value, one.said) for one in answers_of(db, year) if one.said]
    if as_json:
        print_json([{"key": key, "audience": audience, "line": line} for key, audience, line in kept])
    else:
        print_table([_("Mark"), _("Of"), _("Line")], kept)
