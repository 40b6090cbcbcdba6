"""`ictclub hub`: JupyterHub for a class, on one PC with Linux."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _, plural
from .attendance.options import open_the_records
from .groups import Group
from .lab import grade_option
from .output import json_option, print_json, print_table


@click.group(
    cls=Group,
    invoke_without_command=True,
    help=_(
        "Open a class hub: every child has a JupyterLab of its own in the browser of any device, until Ctrl-C.\n\n"
        "Needs Linux and kimotsuki-ictclub[hub]."
    ),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("The port."))
@click.option("--lan", is_flag=True, help=_("Devices in the same network may use it too, with a PIN."))
@grade_option
@click.option("--no-browser", is_flag=True, help=_("Don't open the page on this PC."))
@click.pass_context
def hub(context: click.Context, port: int, lan: bool, grade: int, no_browser: bool) -> None:
    """Serve the hub, unless a command below it is asked for."""
    if context.invoked_subcommand is None:
        from ..hub.serving import serve

        serve(port=port, lan=lan, year=grade, open_browser=not no_browser, show=click.echo)


@hub.command("pin", help=_("Show this evening's PIN, where the hub runs as a service."))
def pin_command() -> None:
    """Show the PIN."""
    from ..folders import data_folder
    from ..page.kept_door import kept_door

    click.echo(kept_door(data_folder()).pin)


@hub.command("children", help=_("Show the children's folders: whose, and how much is in it."))
@json_option
def children_command(as_json: bool) -> None:
    """Show a list."""
    from ..hub.children import child_folders

    with open_the_records() as records:
        found = child_folders(records)
    if as_json:
        print_json([{**vars(one), "folder": str(one.folder)} for one in found])
    elif not found:
        click.echo(_("Nothing is there yet."))
    else:
        rows = [[one.user, one.nickname or "–", one.files, f"{one.size / 1e6:.1f}", one.folder] for one in found]
        print_table([_("User"), _("Nickname"), _("Files"), "MB", _("Folder")], rows)
        if any(not one.nickname for one in found):
            click.echo(_("–: nobody has works of this name any more; delete such a folder."))


@hub.command("backup", help=_("Write all children's notebooks and data to a new zip, readable by you only."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup_command(file: Path, as_json: bool) -> None:
    """Back up."""
    from ..hub.children import back_up, child_folders

    with open_the_records() as records:
        found = child_folders(records)
    count = back_up(found, file)
    if as_json:
        print_json({"file": str(file), "children": len(found), "files": count})
    else:
        click.echo(plural("Written: %(file)s, %(count)s child.", "Written: %(file)s, %(count)s children.", len(found))
                   % {"file": file, "count": len(found)})  # fmt: skip
