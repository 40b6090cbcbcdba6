"""The texts of the page where a child signs in."""

from __future__ import annotations

from typing import Any

from ..language import N_, _, language
from ..work.pictures import PICTURES

_TEXTS = {
    "title": N_("Programming club"),
    "name": N_("Your nickname"),
    "pictures": N_("Your three pictures, in their order"),
    "again": N_("Choose again"),
    "new": N_("I am here for the first time: these three become my key."),
    "pin": N_("This evening's PIN (it is on the instructor's screen)"),
    "in": N_("Come in"),
}


def login_texts() -> dict[str, Any]:
    """Return the page's texts in the reader's language, and the pictures as (name, sign, what it is called)."""
    pictures = [(one.name, one.sign, one.ja if language() == "ja" else one.en) for one in PICTURES]
    return {**{name: _(text) for name, text in _TEXTS.items()}, "signs": pictures}
