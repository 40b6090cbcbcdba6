"""`ictclub page`: the club's page in a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import _
from .attendance.options import open_the_records
from .broker import broker_at

if TYPE_CHECKING:
    from ..attendance.records import Records


@click.command(
    "page", help=_("Open the club's page: children write and try programs in a browser, until Ctrl-C.")
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port; 0 for any free one.  [default: 4649]"))
@click.option("--lan", is_flag=True, help=_("Devices in the same network may use it too, with a PIN."))
@click.option("--no-browser", is_flag=True, help=_("Don't open the page on this PC."))
@click.option(
    "--rehearse",
    type=click.IntRange(1, 60),
    metavar="N",
    help=_("To practise: N virtual children come, with records of their own that are gone afterwards."),
)
@click.option("--lesson", default="4", metavar="N", help=_("The lesson that is rehearsed.  [default: 4]"))
@click.option(
    "--from",
    "brokers",
    metavar=_("ADDRESS"),
    multiple=True,
    help=_("The live values show other venues too: mqtts://…/uchinoura. Again for more."),
)
def page(
    port: int | None, lan: bool, no_browser: bool, rehearse: int | None, lesson: str, brokers: tuple[str, ...]
) -> None:
    """Serve the page."""
    from ..lessons import find
    from ..page import serve
    from ..share import Venues

    addresses = [broker_at(broker) for broker in brokers]
    with _practice_records() if rehearse else open_the_records() as records:
        serve(
            records,
            port=port,
            lan=lan,
            open_browser=not no_browser,
            rehearse=rehearse or 0,
            lesson=find(lesson).number,
            elsewhere=lambda: [Venues(address) for address in addresses],
            show=click.echo,
        )


@contextmanager
def _practice_records() -> Iterator[Records]:
    from ..attendance.records import open_records

    with (
        tempfile.TemporaryDirectory(prefix="ictclub-", ignore_cleanup_errors=True) as folder,
        open_records(Path(folder) / "practice.sqlite") as records,
    ):
        yield records
