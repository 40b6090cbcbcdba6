"""`ictclub build`: a lesson, or any program, becomes a hex."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _
from .output import console, json_option, print_json
from .source import source_of


@click.command(
    help=_("Make a hex of lesson N, or of the program FILE (.py, or a .hex to rebuild with current runtimes).")
)
@click.argument("what", metavar="N|FILE")
@click.option(
    "--board",
    type=click.Choice(["v1", "v2", "universal"]),
    help=_("For which board; universal is for both. Without it: for all boards that the lesson claims."),
)
@click.option(
    "--module",
    "modules",
    multiple=True,
    metavar="FILE",
    help=_("Put this file on the board too; a name of firmware/ is enough. May be given more than once."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.hex",
    help=_("Where to write the hex. Without it: the lesson's or the program's name."),
)
@click.option("--unchecked", is_flag=True, help=_("Make the hex even where a mistake would be found."))
@json_option
def build(
    what: str, board: str | None, modules: tuple[str, ...], output: Path | None, unchecked: bool, as_json: bool
) -> None:
    """Make a hex."""
    from ..images import build as build_image
    from ..lessons import Lesson

    source = source_of(what)
    if board is None:
        boards = source.boards if isinstance(source, Lesson) else ()
        board = boards[0] if len(boards) == 1 else "universal"
    stem = source.slug if isinstance(source, Lesson) else source.stem
    output = output or Path(f"{stem}.hex")
    if isinstance(source, Path) and source.exists() and output.exists() and output.samefile(source):
        raise click.UsageError(_("The hex would take the place of the program: give it another name with -o."))
    with console(stderr=True).status(_("A virtual board reads the program …")):
        image = build_image(source, board, modules=modules, unchecked=unchecked)
    path = image.save(output)
    size = path.stat().st_size
    if as_json:
        print_json(
            {
                "path": str(path),
                "board": image.version,
                "runtime": image.runtime,
                "bytes": size,
                "files": {name: len(content) for name, content in image.files.items()},
            }
        )
        return
    files = ", ".join(f"{name} ({len(content):,})" for name, content in image.files.items())
    click.echo(
        _("%(path)s: for %(board)s, MicroPython %(runtime)s, with %(files)s bytes.")
        % {"path": path, "board": image.version, "runtime": image.runtime, "files": files}
    )
