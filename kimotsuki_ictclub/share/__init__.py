"""Samples of several venues over an MQTT broker: what one table's boards send is seen at another's."""

from .address import Address, is_address
from .receiving import Venues
from .sending import Sender
from .table import share_table

__all__ = ["Address", "Sender", "Venues", "is_address", "share_table"]
