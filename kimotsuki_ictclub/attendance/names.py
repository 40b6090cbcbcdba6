"""Text that people typed: what is taken, what is refused with a reason, and when two names are one.

Quotes, tags, formulas and emoji are names like any other and are shown as text everywhere. A name is stored as it
was given: Unicode's composed forms would turn kanji of registered names (神 U+FA19, 福 U+FA1B) into others.
Refused is what cannot be shown faithfully: control characters, invisible ones, marks that turn the writing
direction, and texts too long.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..errors import AttendanceError
from ..language import N_

NICKNAME_LENGTH = 40
READING_LENGTH = 80
LESSON_LENGTH = 80
INSTRUCTORS_LENGTH = 200
CANCELLATION_LENGTH = 200
ADDRESS_LENGTH = 200
FULL_NAME_LENGTH = 80
SCHOOL_YEAR_LENGTH = 20
CONTACT_LENGTH = 200
TRAINING_LENGTH = 120
HEALTH_LENGTH = 200
GUARDIAN_LENGTH = 80
PLAN_LENGTH = 120

# Unicode's Default_Ignorable_Code_Point and what else shows nothing, but for what emoji and kanji are made with: two
# names that look alike would be two people. U+FFFD stands where a character was lost already.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff0-\ufff8\ufffd-\uffff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff]"
)
_JOINER = "\u200d"  # 👩‍👧; nothing to see between letters
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # the shape of the sign before: ✔️, 葛󠄀
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})

# What Shift_JIS, Windows and keyboards turn into one another, beyond what NFKC knows.
_ALIKE = str.maketrans(
    {
        "\u301c": "~", "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2015": "\u2014",
        "\u2225": "\u2016", "\u22ef": "...", "\u309b": "\u3099", "\u309c": "\u309a",
    }
)  # fmt: skip


def clean_text(written: str, *, longest: int, empty_ok: bool = False) -> str:
    """Return `written` as it is, without space around it.

    Raises: AttendanceError `text-empty`, `text-too-long` (more than `longest` characters) or `text-refused`.
    """
    if len(written) > 4 * longest:  # before anything is done with 10 MB of it
        raise _too_long(len(written), longest)
    text = written.strip()
    if len(text) > longest:
        raise _too_long(len(text), longest)
    if not empty_ok and not _shows_something(text):
        raise AttendanceError("text-empty", N_("The name is empty."), N_("A nickname of one letter is enough."))
    for place, character in enumerate(text):
        if not _can_be_shown(text[:place], character):
            raise AttendanceError(
                "text-refused",
                N_("The text holds a character that cannot be shown (U+%(code_point)s)."),
                N_("Type it again by hand: pasted text can carry invisible marks."),
                code_point=f"{ord(character):04X}",
            )
    return text


def without_unseen(written: str) -> str:
    """Return `written` without the characters that show nothing, for headings, which are never stored."""
    return _UNSEEN.sub("", written)


def clean_nickname(written: str) -> str:
    """Return a nickname of 1 to 40 characters. Raises: AttendanceError as `clean_text`."""
    return clean_text(written, longest=NICKNAME_LENGTH)


@lru_cache(maxsize=10_000)  # lists say the same names and marks again and again
def fold(written: str) -> str:
    """Return the form in which names, headings and searches are compared; what is stored stays as it was given.

    Letter case, the width of letters, digits, signs and kana, blanks, dashes and wave dashes make no difference.
    Hiragana and katakana do: はな and ハナ may be two children.
    """
    text = unicodedata.normalize("NFKC", _SELECTORS.sub("", written.translate(_ALIKE))).translate(_ALIKE)
    return " ".join(unicodedata.normalize("NFKC", text.casefold()).split())


def _shows_something(text: str) -> bool:
    return any(
        not (character.isspace() or character == _JOINER or _UNSEEN.match(character) or _SELECTORS.match(character))
        for character in text
    )


def _can_be_shown(before: str, character: str) -> bool:
    if character == _JOINER:
        # Joins pictures; their skin colour (Sk) or variation selector may stand between.
        return bool(before) and (unicodedata.category(before[-1]) in ("So", "Sk") or bool(_SELECTORS.match(before[-1])))
    if _SELECTORS.match(character):
        return bool(before)
    return unicodedata.category(character) not in _REFUSED_CATEGORIES and not _UNSEEN.match(character)


def _too_long(length: int, longest: int) -> AttendanceError:
    return AttendanceError(
        "text-too-long",
        N_("The text is too long: %(length)s characters, at most %(longest)s fit."),
        N_("Shorten it."),
        length=length,
        longest=longest,
    )
