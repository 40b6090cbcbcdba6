"""`ictclub page`: the club's page in a browser."""

from __future__ import annotations

import click

from ..language import _
from .attendance.options import open_the_records


@click.command(
    "page", help=_("Open the club's page: children write and try programs in a browser, until Ctrl-C.")
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port; 0 for any free one.  [default: 4649]"))
@click.option("--lan", is_flag=True, help=_("Devices in the same network may use it too, with a PIN."))
@click.option("--no-browser", is_flag=True, help=_("Don't open the page on this PC."))
def page(port: int | None, lan: bool, no_browser: bool) -> None:
    """Serve the page."""
    from ..page import serve

    with open_the_records() as records:
        serve(records, port=port, lan=lan, open_browser=not no_browser, show=click.echo)
