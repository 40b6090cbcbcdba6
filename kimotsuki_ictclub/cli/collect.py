"""`ictclub collect`: every child's program and data, off every board, at the end of the evening."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _
from .output import console, json_option, print_json


@click.command(help=_("Fetch all files off all boards into a folder, each board's below its label; nothing is lost."))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("works"),
              show_default=True, metavar="DIR", help=_("The folder."))  # fmt: skip
@click.option(
    "--from",
    "names",
    metavar=_("BOARD"),
    multiple=True,
    help=_("Label, port, start of a unique id, or virtual://v2. Again for more; none: all boards."),
)
@json_option
def collect(output: Path, names: tuple[str, ...], as_json: bool) -> None:
    """Fetch all files off all boards."""
    from ..boards.files_on_boards import collect as collect_files
    from .flash import chosen_boards

    facts, failed = [], False
    with console(stderr=True).status(_("Asking the boards …")):
        for one in collect_files(chosen_boards(names), output):
            failed = failed or one.error is not None
            facts.append(
                {
                    "board": one.board.name,
                    "written": [str(path) for path in one.written],
                    "unchanged": [str(path) for path in one.unchanged],
                    "error": one.error.to_dict() if one.error else None,
                }
            )
            if as_json:
                continue
            for path in one.written:
                click.echo(path)
            if one.error:
                click.echo(f"{one.board.name}: {one.error}", err=True)
            elif not one.written:
                click.echo(_("%(board)s: nothing new.") % {"board": one.board.name})
    if as_json:
        print_json(facts)
    if failed:
        raise click.exceptions.Exit(1)
