"""`ictclub check N DIR|ZIP`: a class's programs as a table, and what most of them miss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import _, plural
from .output import console, print_json, print_table

if TYPE_CHECKING:
    from ..checking.whole_class import ClassReport


def check_class_in(which: str, place: Path, board: str, output: Path | None, as_json: bool) -> None:
    """Try all programs in `place` and show the table."""
    from rich.progress import Progress

    from ..checking.whole_class import check_class, found_programs
    from ..checking.whole_class.tables import save_table
    from ..lessons import find

    lesson = find(which)
    programs, left_out = found_programs(place, lesson)
    with Progress(console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Virtual boards try all programs …"), total=len(programs))
        report = check_class(lesson, programs, board, left_out=left_out, done=lambda: progress.advance(task))
    if output is not None:
        save_table(report, output)
    if as_json:
        print_json(report.to_dict())
    else:
        show(report)
        if output is not None:
            click.echo(_("Written: %(file)s") % {"file": output})
    if report.passed < len(report.outcomes):
        raise click.exceptions.Exit(1)


def show(report: ClassReport) -> None:
    """Print the table, and what most of the class misses."""
    from ..checking.whole_class.tables import mark, told
    from ..readings import plain

    click.secho(f"{report.lesson.number}  {plain(report.lesson.title.shown())}", bold=True, nl=False)
    click.echo(f"  ({report.version.upper()})")
    for number, step in enumerate(report.steps, 1):
        click.echo(f"  {number} {plain(step.text.shown())}")
    click.echo()
    marks = [str(number) for number in range(1, len(report.steps) + 1)]
    print_table(
        [_("Name"), *marks, _("What stops it")],
        [
            [
                one.child,
                *(mark(one, step.name) for step in report.steps),
                told(one),
            ]
            for one in report.outcomes
        ],
        whole=marks,
    )
    count = len(report.outcomes)
    click.echo("\n" + _("All steps: %(passed)s of %(count)s") % {"passed": report.passed, "count": count})
    if report.missed or report.stopped:
        click.secho(_("What most of the class misses"), bold=True)
        for step, missing in report.missed:
            click.echo(f"  {missing:>3} / {count}  {plain(step.text.shown())}")
            click.echo(f"     → {plain(step.hint.shown())}")
        if report.stopped:
            stopped = sum(number for _kind, number in report.stopped)
            click.echo(f"  {stopped:>3} / {count}  {_('A mistake stops the program')}")
    if report.left_out:
        left = len(report.left_out)
        click.echo(plural("%(count)d file was left out:", "%(count)d files were left out:", left) % {"count": left})
        for name in report.left_out[:10]:
            click.echo(f"  {name}")
        if left > 10:
            click.echo("  …")
