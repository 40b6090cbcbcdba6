"""`ictclub share`: the samples of this table go to other venues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..language import _
from .broker import broker_at
from .output import console, json_option, print_json
from .record import seconds_option, show_troubles

if TYPE_CHECKING:
    from ..errors import ClubError
    from ..telemetry import Event


@click.command(
    help=_(
        "Send the samples of the boards on this table to other venues, over an MQTT broker, until Ctrl-C.\n\n"
        "Only numbers go out, under the name of the venue and the boards' labels. The password is asked for, or taken "
        "from the variable ICTCLUB_MQTT_PASSWORD, or from ?password-file=FILE behind the address."
    )
)
@click.option("--venue", metavar=_("NAME"), help=_("How others call this venue, such as koyama."))
@click.option("--from", "boards", metavar=_("BOARD"), multiple=True,
              help=_("Only this board; again for more. None: all boards, those that come later too."))  # fmt: skip
@click.option("--to", "broker", metavar=_("ADDRESS"), required=True,
              help=_("The broker: mqtts://user@host, ?ca=FILE behind it for the club's own certificate."))  # fmt: skip
@seconds_option
@json_option
def share(venue: str | None, boards: tuple[str, ...], broker: str, seconds: float | None, as_json: bool) -> None:
    """Send the samples of boards to other venues."""
    from ..share import Sender, share_table
    from ..telemetry import Back

    fresh: set[str] = set()  # boards of which it was said that they came, and not yet that they are read

    def tell(notice: ClubError) -> None:
        click.echo(str(notice), err=True)

    address = broker_at(broker)
    if venue is None and len(address.venues) != 1:
        raise click.UsageError(_("Say how this venue is called: --venue koyama."))
    with Sender(address, venue or address.venues[0], tell) as sender:
        out = console(stderr=True)
        with out.status("") as status:

            def show(events: list[Event]) -> None:
                show_troubles([event for event in events if not (isinstance(event, Back) and event.board in fresh)])
                fresh.difference_update(event.board for event in events if isinstance(event, Back))
                status.update(
                    _("%(venue)s: %(sent)s samples sent, %(waiting)s wait (Ctrl-C ends it)")
                    % {"venue": sender.venue, "sent": sender.sent, "waiting": sender.waiting}
                )

            def greet(label: str) -> None:
                fresh.add(label)
                click.echo(_("Others see this board as %(name)s.") % {"name": f"{sender.venue}/{label}"}, err=True)

            share_table(sender, boards, seconds, watch=show, new=greet)
    facts = {"venue": sender.venue, "sent": sender.sent, "not_sent": sender.waiting + sender.dropped}
    if as_json:
        print_json(facts)
    else:
        click.echo(_("%(venue)s: %(sent)s samples sent, %(not_sent)s not.") % facts)
