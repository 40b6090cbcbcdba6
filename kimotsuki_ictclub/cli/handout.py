"""`ictclub handout`: worksheets and guides to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import _
from ..readings import OLDEST
from .output import console

if TYPE_CHECKING:
    from ..lessons import Lesson


@click.command(help=_("Make pages to print: worksheet and guide of lesson N, or of --all lessons with an index."))
@click.argument("which", required=False, metavar="N")
@click.option(
    "--grade",
    type=click.IntRange(1, 10),
    metavar="1-10",
    help=_("School year of the readers; kanji they don't know get readings (7 = 中1, 10 = older)."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("handouts"),
    show_default=True,
    metavar="DIR",
    help=_("The folder for the pages."),
)
@click.option("--all", "whole_course", is_flag=True, help=_("All lessons, and one index page."))
@click.option("--notebooks", is_flag=True, help=_("The notebooks of the course as pages."))
@click.option("--pdf/--no-pdf", default=None, help=_("Print PDFs too. Without it: if a browser is found."))
def handout(
    which: str | None, grade: int | None, output: Path, whole_course: bool, notebooks: bool, pdf: bool | None
) -> None:
    """Make pages to print."""
    if (which is not None) + whole_course + notebooks != 1:
        raise click.UsageError(_("Give a lesson, or --all, or --notebooks."))
    if notebooks:
        from ..notebook.publish import publish_notebooks

        pages = publish_notebooks(output / "notebooks", grade or OLDEST, done=click.echo)
        click.echo(pages[-1])  # the index
        return
    from ..handout import find_browser
    from ..lessons import find, load_all

    lessons = load_all() if whole_course else [find(str(which))]
    printed = find_browser() is not None if pdf is None else pdf
    _make(lessons, output, grade, printed, whole_course)
    if pdf is None and not printed:
        click.echo(_("No Chromium, Chrome or Edge was found, so no PDF was made. Print the pages from any browser."))


def _make(lessons: list[Lesson], output: Path, grade: int | None, pdf: bool, whole_course: bool) -> None:
    from rich.progress import Progress

    from ..handout import make_course, make_handout

    with Progress(console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Drawing the pages …"), total=len(lessons) + whole_course)
        pages = (
            make_course(lessons, output, grade, pdf=pdf)
            if whole_course
            else ((lesson.name, make_handout(lesson, output, grade, pdf=pdf)) for lesson in lessons)
        )
        paths = []
        for _name, written in pages:
            progress.advance(task)
            paths += written
    for path in paths:  # not beside the bar: the first would begin behind it
        click.echo(path)
