"""The pictures of which a child chooses three, in their order, as the key to its works.

Three of twelve are 1728 codes: enough against a neighbour who looks at the names, with few tries; no password.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import WorkError
from ..language import N_

LENGTH = 3
SALT_BYTES = 16
# scrypt, RFC 7914: 4 MB and some milliseconds a try.
_COST = {"n": 2**12, "r": 8, "p": 1, "dklen": 32}


@dataclass(frozen=True)
class Picture:
    """One picture: its name in a code, the sign that is shown, and what a screen reader says."""

    name: str
    sign: str
    ja: str
    en: str


PICTURES = (
    Picture("dog", "🐶", "いぬ", "dog"),
    Picture("cat", "🐱", "ねこ", "cat"),
    Picture("frog", "🐸", "かえる", "frog"),
    Picture("fish", "🐟", "さかな", "fish"),
    Picture("orange", "🍊", "みかん", "orange"),
    Picture("apple", "🍎", "りんご", "apple"),
    Picture("rice", "🍙", "おにぎり", "rice ball"),
    Picture("flower", "🌸", "さくら", "cherry blossom"),
    Picture("sun", "☀️", "おひさま", "sun"),
    Picture("star", "⭐", "ほし", "star"),
    Picture("car", "🚗", "くるま", "car"),
    Picture("rocket", "🚀", "ロケット", "rocket"),
)
_NAMES = frozenset(picture.name for picture in PICTURES)


def checked(code: Sequence[str]) -> tuple[str, ...]:
    """Return `code` where it is three known pictures. Raises: WorkError `picture-code-form`."""
    if isinstance(code, str) or len(code) != LENGTH or not _NAMES.issuperset(code):
        raise WorkError(
            "picture-code-form", N_("A picture code is three of the pictures."), N_("Choose three pictures.")
        )
    return tuple(code)


def new_salt() -> bytes:
    """Return a new salt."""
    return secrets.token_bytes(SALT_BYTES)


def hashed(code: Sequence[str], salt: bytes) -> bytes:
    """Return what is kept of a code."""
    return hashlib.scrypt(" ".join(code).encode(), salt=salt, **_COST)


def is_same(code: Sequence[str], salt: bytes, kept: bytes) -> bool:
    """Return whether `code` is the one of which `kept` was made."""
    return hmac.compare_digest(hashed(code, salt), kept)
