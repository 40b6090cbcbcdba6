"""`ictclub demo`: the whole club evening with virtual boards."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _
from .output import console, json_option, print_json


@click.command(help=_("Play a whole club evening with virtual boards: flash, stream, record, plot, count."))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("ictclub-demo"),
    show_default=True,
    metavar="DIR",
    help=_("The folder for all files of the demo."),
)
@json_option
def demo(out: Path, as_json: bool) -> None:
    """Play the demo and say where the files are."""
    from ..demo import run_demo

    quiet = console(stderr=True)
    with quiet.status(_("The club evening begins …")) as status:

        def say(line: str) -> None:
            goes_on = line.endswith("…")
            if not as_json:
                status.stop()  # else our line would begin behind its words
                click.echo(f"  {line}" if goes_on else f"✓ {line}")
            status.update(line if goes_on else "…")
            status.start()

        files = run_demo(out, say)
    if as_json:
        print_json(
            {
                "recordings": [str(path) for path in files.recordings],
                "pictures": [str(path) for path in files.pictures],
                "records": str(files.records),
                "progress": files.progress,
            }
        )
        return
    click.echo()
    click.echo(files.progress)
    click.echo(_("Look at the pictures in %(folder)s.") % {"folder": out.resolve()})
