"""The places where the club meets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError
from ..language import N_, language
from .models import Venue
from .names import ADDRESS_LENGTH, clean_text, fold

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
# 高山 is a family name too: 高山先生, 担当 高山.
_PLACE = "(?:会場|教室|校|地区|公民館|クラブ|出席簿|名簿)"
_ALONE = r"(?<![^\W\d_])(?<!担当 )(?<!講師 )(?<!担当:)(?<!講師:){name}(?=[\W\d_]|$)"


def all_venues(db: Transaction) -> list[Venue]:
    """Return the venues in the order in which they were added."""
    return list(db.scalars(select(Venue).order_by(Venue.id)))


def find_venue(db: Transaction, written: str) -> Venue:
    """Return the venue meant by its key ("koyama"), name ("高山") or reading ("こうやま").

    Raises: AttendanceError `venue-unknown`, with the venues there are.
    """
    wanted = fold(written).replace(" ", "")
    venues = all_venues(db)
    for venue in venues:
        names = (venue.name, venue.reading, f"{venue.name}会場", f"{venue.name}教室")
        if wanted in (venue.key, *map(fold, names)):
            return venue
    raise AttendanceError(
        "venue-unknown",
        N_("There is no venue “%(venue)s”."),
        N_("The venues are: %(venues)s. A new one: ictclub attendance venue KEY NAME READING"),
        venue=written,
        venues=", ".join(f"{venue.key} ({venue.name})" for venue in venues),
    )


def venue_in(db: Transaction, texts: Iterable[Any], *, title: bool = False) -> Venue | None:
    """Return the one venue that `texts` name, or None for none or several; in a `title` it is a place's name only
    as 高山教室 or 会場：高山.
    """
    folded = [fold(str(text)) for text in texts if isinstance(text, str)]
    found = [venue for venue in all_venues(db) if any(_names(text, fold(venue.name), title) for text in folded)]
    return found[0] if len(found) == 1 else None


def check_venue(said: Venue | None, other: Venue, where: str) -> Venue:
    """Return the venue that is meant where `where` names `said`. Raises: AttendanceError `other-venue`."""
    if said is not None and said.id != other.id:
        raise AttendanceError(
            "other-venue", N_("“%(where)s” is about %(said)s, but the venue said for it is %(venue)s."),
            N_("Import without --venue, or correct the file."), where=where[:40], said=said.name, venue=other.name,
        )  # fmt: skip
    return other


def add_venue(db: Transaction, key: str, name: str, reading: str) -> Venue:
    """Add a venue: its `key` in small Latin letters (as in "koyama"), its name and the name's reading.

    Raises: AttendanceError `venue-key` or `venue-exists`.
    """
    if not _KEY.fullmatch(key):
        raise AttendanceError(
            "venue-key",
            N_("“%(key)s” cannot be a venue's key."),
            N_("Use small Latin letters, digits and -, beginning with a letter, as in koyama."),
            key=key,
        )
    name = clean_text(name, longest=40)
    if any(key == venue.key or name == venue.name for venue in all_venues(db)):
        raise AttendanceError("venue-exists", N_("There is such a venue already: %(name)s."), name=name)
    venue = Venue(key=key, name=name, reading=clean_text(reading, longest=80))
    db.add(venue)
    db.flush()
    return venue


def set_address(db: Transaction, venue: Venue, address: str) -> None:
    """Keep where `venue` is; "" empties it. Raises: AttendanceError as `clean_text`."""
    venue.address = clean_text(address, longest=ADDRESS_LENGTH, empty_ok=True)
    db.flush()


def label_of(key: str, name: str) -> str:
    """Return a venue's name as the reader writes it: 高山, or Koyama."""
    return name if language() == "ja" else key.replace("-", " ").title()


def _names(text: str, name: str, title: bool) -> bool:
    name = re.escape(name)
    if re.search(rf"{name}\s*{_PLACE}|会場\s*:?\s*{name}", text):
        return True
    return not title and re.search(_ALONE.format(name=name), text) is not None
