"""The club's clock: Japan time, wherever the PC or the database stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Return this moment in Japan time."""
    return datetime.now(JAPAN)


def today() -> date:
    """Return today's date in Japan."""
    return now().date()
