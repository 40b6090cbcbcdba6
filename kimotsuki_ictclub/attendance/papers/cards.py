"""Check-in cards (a QR code and a random number, no name) and name badges."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...language import _
from ..japan_time import today
from ..models import Card, Participant
from .printing import filled

DIGITS = 8  # of a million numbers, a hundred children have a ten-thousandth: a slip of the finger meets nobody


def give_cards(db: Transaction, people: Iterable[Participant], *, anew: bool = False) -> dict[int, str]:
    """Return the number on each person's card, by participant id, and give one to who has none.

    `anew` gives everybody of `people` a new one, as after a card was lost: the old one then opens nothing.
    """
    taken = set(db.scalars(select(Card.code)))
    codes = {}
    for person in people:
        card = db.get(Card, person.id)
        if card is None or anew:
            code = next(code for code in iter(_random_code, "") if code not in taken)
            taken.add(code)
            if card is None:
                db.add(Card(participant_id=person.id, code=code, given_on=today()))
            else:
                card.code, card.given_on = code, today()
            codes[person.id] = code
        else:
            codes[person.id] = card.code
    db.flush()
    return codes


def card_codes(db: Transaction) -> dict[int, str]:
    """Return the number on each card, by participant id."""
    return {card.participant_id: card.code for card in db.scalars(select(Card))}


def render_cards(people: Iterable[Participant], codes: dict[int, str]) -> str:
    """Return the sheets of cards; beside each card, to be cut away, stands whose it is."""
    import segno

    cards = []
    for person in people:
        code = codes[person.id]
        qr = Markup(segno.make(code, micro=False, error="m").svg_inline(omitsize=True, border=2))
        cards.append({"owner": f"{person.number}  {person.nickname}", "qr": qr, "code": f"{code[:4]} {code[4:]}"})
    return filled("cards.html", title=_("Check-in cards"), cards=cards)


def render_badges(people: Iterable[Participant]) -> str:
    """Return sheets of name badges with nickname and reading, to be cut out."""
    return filled("badges.html", title=_("Name badges"), people=list(people))


def _random_code() -> str:
    return str(10 ** (DIGITS - 1) + secrets.randbelow(9 * 10 ** (DIGITS - 1)))
