"""What becomes of check-in cards when two people are one, and when they are two again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...language import _
from ..models import Card, Participant


def card_told(db: Transaction, stays: Participant, goes: Participant) -> str:
    """Return what will become of the card of `goes`, in the reader's language; "" where there is none."""
    if db.get(Card, goes.id) is None:
        return ""
    names = {"stays": stays.called, "goes": goes.called}
    if db.get(Card, stays.id) is None:
        return _("The check-in card of %(goes)s is that of %(stays)s from now on.") % names
    return _("Both have a check-in card: that of %(goes)s opens nothing any more.") % names


def hand_over_card(db: Transaction, stays: Participant, goes: Participant) -> None:
    """Give `stays` the card of `goes`; one that `stays` has already stays, and the other ends."""
    theirs = db.get(Card, goes.id)
    if theirs is None:
        return
    card = {"code": theirs.code, "given_on": theirs.given_on}
    db.delete(theirs)
    db.flush()
    if db.get(Card, stays.id) is None:
        db.add(Card(participant_id=stays.id, **card))
        db.flush()


def give_card_back(db: Transaction, other: Participant, theirs: dict[str, Any] | None) -> None:
    """Give `other` the card that they had before a merge, by whomever it was taken over."""
    if theirs is None:
        return
    now = db.scalar(select(Card).where(Card.code == theirs["code"]))
    if now is not None:
        db.delete(now)
        db.flush()
    db.add(Card(**{**theirs, "participant_id": other.id}))
    db.flush()
