"""`ictclub lab`: JupyterLab with the course's notebooks."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _

grade_option = click.option(
    "--grade", type=click.IntRange(1, 10), default=1, show_default=True,
    help=_("The reader's school year; kanji it doesn't know get readings (10: older)."),
)  # fmt: skip


@click.command(help=_("Open JupyterLab with the notebooks of the course, at LESSON or today's; works offline."))
@click.argument("lesson", required=False)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("ictclub-notebooks"),
              show_default=True, help=_("The work folder; your notebooks in it are never overwritten."))  # fmt: skip
@click.option("--name", "names", multiple=True, metavar=_("NAME"),
              help=_("A child's name: it gets a folder of its own. Again for more; they choose their names on the "
                     "start page."))  # fmt: skip
@grade_option
@click.option("--browser/--no-browser", default=True, help=_("Open it in the browser."))
@click.option("--port", default=8888, show_default=True, help=_("The port on this PC; the next free one is taken."))
def lab(lesson: str | None, folder: Path, names: tuple[str, ...], grade: int, browser: bool, port: int) -> None:
    """Open JupyterLab with the notebooks of the course."""
    from ..lessons import find
    from ..notebook.lab import running_lab, start_lab, todays_lesson
    from ..notebook.lesson_notebooks import name_of
    from ..notebook.notebook_folder import copy_for_all, first_page

    asked = find(lesson) if lesson else todays_lesson()
    today = name_of(asked) if asked else ""
    running = running_lab(folder, first_page(folder, today))
    if running and not names:
        click.echo(_("JupyterLab is already running: %(address)s") % {"address": running})
        _open(running, browser)
        return
    for notebook in copy_for_all(folder, names, grade, today):
        if notebook.result == "newer":
            click.echo(_("%(name)s: your own is kept, the newer one lies beside it.") % {"name": notebook.name})
    process = None if running else start_lab(folder, port=port, year=grade)
    address = running_lab(folder, first_page(folder, today)) or ""
    click.echo(_("JupyterLab: %(address)s") % {"address": address})
    click.echo(_("Notebooks are in %(folder)s. Ctrl-C ends it.") % {"folder": folder.resolve()})
    _open(address, browser)
    if process is None:
        return
    try:
        process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()


def _open(address: str, browser: bool) -> None:
    if browser:
        click.launch(address)
