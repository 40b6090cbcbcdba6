"""`ictclub files`: the files on one board."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..language import _, plural
from ..visible import visible
from .groups import Group
from .output import console, json_option, print_json, print_table

if TYPE_CHECKING:
    from ..boards import Board

on_option: Callable[[Any], Any] = click.option(
    "--on", "name", metavar=_("BOARD"), help=_("Label, port, start of a unique id, or virtual://v2.")
)


@click.group(cls=Group, help=_("List, fetch, put and remove the files on a board; its program starts again."))
def files() -> None:
    """The files on one board."""


def _chosen(name: str | None) -> Board:
    from ..boards import choose_board

    return choose_board(name)


@files.command("list", help=_("List the files on a board."))
@on_option
@json_option
def list_(name: str | None, as_json: bool) -> None:
    """List the files on a board."""
    from ..boards.files_on_boards import list_files

    with console(stderr=True).status(_("Asking the boards …")):
        sizes = list_files(_chosen(name))
    if as_json:
        print_json([{"name": file, "bytes": size} for file, size in sorted(sizes.items())])
    elif sizes:
        print_table(
            [_("File"), _("Bytes")], [(visible(file), size) for file, size in sorted(sizes.items())], whole=[_("Bytes")]
        )
    else:
        click.echo(_("There is no file on the board."))


@files.command(help=_("Fetch the file NAME from a board; - writes it to the screen."))
@click.argument("file", metavar="NAME")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), metavar="FILE",
              help=_("Where to keep it on this PC (default: its own name, here)."))  # fmt: skip
@click.option("--replace", is_flag=True, help=_("Write over a file that exists."))
@on_option
def get(file: str, output: Path | None, replace: bool, name: str | None) -> None:
    """Fetch one file."""
    from ..boards.files_on_boards import get_file
    from ..files import fit_for_pc, write_whole

    target = output or Path(fit_for_pc(file))
    if str(target) != "-" and target.exists() and not replace:
        raise click.UsageError(_("%(file)s exists. Give -o another name, or say --replace.") % {"file": target})
    content = get_file(_chosen(name), file)
    if str(target) == "-":
        sys.stdout.buffer.write(content)
        return
    write_whole(target, content)
    click.echo(target)


@files.command("put", help=_("Put FILE onto a board and verify it there."))
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "as_name", metavar="NAME", help=_("Its name on the board (default: the same)."))
@on_option
def put_(source: Path, as_name: str | None, name: str | None) -> None:
    """Put one file."""
    from ..boards.files_on_boards import put_file

    content = source.read_bytes()
    put_file(_chosen(name), as_name or source.name, content)
    text = plural("%(name)s is on the board, verified: %(n)s byte.", "%(name)s is on the board, verified: %(n)s bytes.",
                  len(content))  # fmt: skip
    click.echo(text % {"name": as_name or source.name, "n": len(content)})


@files.command(help=_("Remove the file NAME from a board."))
@click.argument("file", metavar="NAME")
@on_option
def rm(file: str, name: str | None) -> None:
    """Remove one file."""
    from ..boards.files_on_boards import remove_file

    remove_file(_chosen(name), file)
    click.echo(_("%(name)s is no longer on the board.") % {"name": file})
