"""Text that people typed: what is taken, and what is refused with a reason.

Quotes, tags, formulas and emoji are names like any other and are shown as text everywhere. Refused is what
cannot be shown faithfully: control characters, marks that turn the writing direction, and texts too long.
"""

from __future__ import annotations

import unicodedata

from ..errors import AttendanceError
from ..language import N_

NICKNAME_LENGTH = 40
READING_LENGTH = 80
LESSON_LENGTH = 80
INSTRUCTORS_LENGTH = 200
FULL_NAME_LENGTH = 80
SCHOOL_YEAR_LENGTH = 20
CONTACT_LENGTH = 200

# Marks, embeddings, overrides and isolates that turn the direction of the text around them: Unicode UAX #9.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE_ONLY = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u3164\u115f\u1160\u2800")


def clean_text(written: str, *, longest: int, empty_ok: bool = False) -> str:
    """Return `written` in Unicode's composed form, without space around it.

    Raises: AttendanceError `text-empty`, `text-too-long` (more than `longest` characters) or `text-refused`.
    """
    if len(written) > 4 * longest:  # before anything is done with 10 MB of it
        raise _too_long(len(written), longest)
    text = unicodedata.normalize("NFC", written).strip()
    if len(text) > longest:
        raise _too_long(len(text), longest)
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNING:
            raise AttendanceError(
                "text-refused",
                N_("The text holds a character that cannot be shown (U+%(code_point)s)."),
                N_("Type it again by hand: pasted text can carry invisible marks."),
                code_point=f"{ord(character):04X}",
            )
    if not empty_ok and all(character in _INVISIBLE_ONLY or character.isspace() for character in text):
        raise AttendanceError("text-empty", N_("The name is empty."), N_("A nickname of one letter is enough."))
    return text


def clean_nickname(written: str) -> str:
    """Return a nickname of 1 to 40 characters. Raises: AttendanceError as `clean_text`."""
    return clean_text(written, longest=NICKNAME_LENGTH)


def _too_long(length: int, longest: int) -> AttendanceError:
    return AttendanceError(
        "text-too-long",
        N_("The text is too long: %(length)s characters, at most %(longest)s fit."),
        N_("Shorten it."),
        length=length,
        longest=longest,
    )
