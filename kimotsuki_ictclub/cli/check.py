"""`ictclub check`: does a program do what its lesson asks?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import N_, _, language, plural
from .output import console, json_option, print_json

if TYPE_CHECKING:
    from ..checking import Proof, Report
    from ..lessons import Lesson, Text

# Both marks are in Japanese Windows consoles' code page; ○ means "right" in Japanese schools.
_DONE, _NOT_YET = "○", "△"


_HELP = N_(
    "Try the program FILE on a virtual board and say what works for lesson N; or --all lessons.\n\n"
    "A folder or zip is a whole class: a program a child, or a folder a child. All are tried at once, as a table."
)


@click.command(help=_(_HELP))
@click.argument("which", required=False, metavar="N")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="FILE|DIR|ZIP")
@click.option("--board", type=click.Choice(["v1", "v2"]), help=_("Which board to try it on."))
@click.option(
    "--grade",
    type=click.IntRange(1, 10),
    metavar="1-10",
    help=_("School year of the child: words it can't read yet are shown in kana (7 = 中1, 10 = older)."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Of a class: write the table to FILE.csv, or to FILE.html to print."),
)
@click.option("--all", "whole_course", is_flag=True, help=_("Prove all programs of all lessons on all their boards."))
@json_option
def check(
    which: str | None,
    file: Path | None,
    board: str | None,
    grade: int | None,
    output: Path | None,
    whole_course: bool,
    as_json: bool,
) -> None:
    """Check one program, those of a class, or the whole course."""
    if whole_course == (which is not None):
        raise click.UsageError(_("Give a lesson and a program, or --all."))
    if whole_course:
        _check_all(as_json)
        return
    if file is not None and (file.is_dir() or file.suffix.lower() == ".zip"):
        from .check_class import check_class_in

        check_class_in(str(which), file, board or "", output, as_json)
        return
    if output is not None:
        raise click.UsageError(_("-o goes with a class's folder or zip only."))
    from ..checking import check_program
    from ..lessons import find

    lesson = find(str(which))
    with console(stderr=True).status(_("A virtual board tries the program …")):
        report = check_program(lesson, file, board or "")
    if as_json:
        print_json(report.to_dict())
    else:
        _show(report, grade or lesson.grades[0])
    if not report.passed:
        raise click.exceptions.Exit(1)


def _show(report: Report, grade: int) -> None:
    def shown(text: Text) -> str:
        from ..readings import in_kana

        return in_kana(text.ja, grade) if language() == "ja" else text.en

    click.secho(f"{report.lesson.number}  {shown(report.lesson.title)}", bold=True, nl=False)
    click.echo(f"   {report.file}  ({report.version.upper()})")
    for result in report.results:
        mark, colour = (_DONE, "green") if result.done else (_NOT_YET, "yellow")
        click.echo(f"  {click.style(mark, fg=colour, bold=True)} {shown(result.step.text)}")
        if not result.done and report.mistake is None:
            click.echo(f"     → {shown(result.step.hint)}")
    if report.mistake is not None:
        click.echo("\n" + report.mistake.message)
        click.echo(f"  → {report.mistake.hint}")
    if report.passed:
        click.secho("\n" + _("All done. Well made!"), fg="green", bold=True)
    elif report.mistake is None:
        if report.silent:
            click.echo("\n" + _("Nothing has come out of the program yet, neither light nor text."))
        left = len(report.missing)
        click.echo("\n" + plural("%(count)d thing to go.", "%(count)d things to go.", left) % {"count": left})


def _check_all(as_json: bool) -> None:
    from ..checking.proof import programs_to_prove
    from ..lessons import load_all

    lessons = [lesson for lesson in load_all() if lesson.has_program]
    proofs = _with_progress(lessons, len(programs_to_prove(lessons)))
    bad = [proof for proof in proofs if not proof.good]
    if as_json:
        print_json([vars(proof) for proof in proofs])
    else:
        for lesson in lessons:
            _show_lesson(lesson, [proof for proof in proofs if proof.lesson == lesson.name])
        text = plural("%(good)d of %(count)d program works as it should.", "%(good)d of %(count)d programs are as they "
                      "must be.", len(proofs))  # fmt: skip
        click.echo(text % {"good": len(proofs) - len(bad), "count": len(proofs)})
    if bad:
        raise click.exceptions.Exit(1)


def _with_progress(lessons: list[Lesson], total: int) -> list[Proof]:
    from rich.progress import Progress

    from ..checking import prove_course

    with Progress(console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Virtual boards try all programs …"), total=total)
        proofs = []
        for proof in prove_course(lessons):
            proofs.append(proof)
            progress.advance(task)
    return proofs


def _show_lesson(lesson: Lesson, proofs: list[Proof]) -> None:
    from ..readings import plain

    marks = []
    for version in lesson.boards:
        here = [proof for proof in proofs if proof.version == version]
        good = all(proof.good for proof in here)
        marks.append(f"{version.upper()} {click.style(_DONE if good else '×', fg='green' if good else 'red')}")
    click.echo(f"{lesson.number:>3}  {'  '.join(marks)}  {plain(lesson.title.shown())}")
    for proof in proofs:
        if not proof.good:
            reason = _("passes, and should leave something to do") if proof.reason == "passed" else proof.reason
            click.echo(f"       {proof.program} ({proof.version.upper()}): {plain(reason)}")
