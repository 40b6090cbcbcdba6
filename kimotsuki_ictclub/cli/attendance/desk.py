"""`ictclub attendance desk`: the check-in page for a tablet at the door."""

from __future__ import annotations

import click

from ...language import _
from .options import open_the_records


@click.command("desk", help=_("Open the check-in page for today's session, on this PC or for tablets, until Ctrl-C."))
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port; 0 for any free one.  [default: 4649]"))
@click.option("--lan", is_flag=True, help=_("Tablets in the same network may use it too, with a PIN."))
@click.option("--no-browser", is_flag=True, help=_("Don't open the page on this PC."))
def desk_command(port: int | None, lan: bool, no_browser: bool) -> None:
    """Serve the desk."""
    from ...attendance.desk import serve

    with open_the_records() as records:
        serve(records, port=port, lan=lan, open_browser=not no_browser, show=click.echo)
