"""Brokers named on the command line: their password is asked for where it is nowhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..language import _

if TYPE_CHECKING:
    from ..share import Address, Venues


def broker_at(text: str) -> Address:
    """Return the broker's address in `text`. Raises: ShareError."""
    from ..share import Address

    address = Address.of(text)
    if address.password_typed:
        click.echo(
            _("Everybody who uses this PC can see a password in a command: leave it out, and it is asked for."),
            err=True,
        )
    if address.user and not address.password and sys.stdin.isatty():
        asked = _("Password of %(user)s at %(host)s") % {"user": address.user, "host": address.host}
        address = address.with_password(click.prompt(asked, hide_input=True, err=True))
    return address


def venues_at(text: str) -> Venues:
    """Return the venues that the broker's address `text` names, to be read. Raises: ShareError."""
    from ..share import Venues

    return Venues(broker_at(text))
