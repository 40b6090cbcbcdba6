"""The reader's language: which one it is, and messages in it.

English is written in the code; Japanese stands in `locale/ja/LC_MESSAGES/`, one catalogue a subject.
Messages are formatted with `%(name)s`, because braces mean readings in children's texts.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")
CATALOGUES = Path(__file__).parent / "locale"
_WINDOWS_JAPANESE = 0x11  # primary language id of Japanese: Microsoft, "Language Identifier Constants"

_chosen: str | None = None
_reader: ContextVar[str | None] = ContextVar("reader", default=None)


def set_language(code: str | None) -> None:
    """Choose "ja" or "en" for this process; None goes back to the system's language."""
    global _chosen
    if code is not None and code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not one of {LANGUAGES}")
    _chosen = code


@contextmanager
def reader_of(code: str) -> Iterator[None]:
    """Say everything in the language `code` meanwhile, in this thread or task: a page's reader need not be the PC's."""
    token = _reader.set(code)
    try:
        yield
    finally:
        _reader.reset(token)


def language() -> str:
    """Return the reader's language, "ja" or "en"."""
    return _reader.get() or _chosen or _system_language()


def N_(message: str) -> str:
    """Mark `message` for the catalogue; it is translated later, when it is shown."""
    return message


def _(message: str) -> str:
    """Return `message` in the reader's language."""
    return translated(message, language())


def translated(message: str, code: str) -> str:
    """Return `message` in the language `code`, for pages that hold both languages."""
    return _translations(code).gettext(message)


def plural(one: str, many: str, number: int) -> str:
    """Return the message for `number` things in the reader's language."""
    return _translations(language()).ngettext(one, many, number)


@cache
def _system_language() -> str:
    names = [os.environ.get(name, "") for name in ("ICTCLUB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((name for name in names if name), "")
    if not named and sys.platform == "win32":
        import ctypes

        japanese = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _WINDOWS_JAPANESE
        return "ja" if japanese else "en"
    return "ja" if (named or locale.getlocale()[0] or "").lower().startswith("ja") else "en"


@cache
def _translations(code: str) -> gettext.NullTranslations:
    merged = gettext.NullTranslations()
    for path in sorted((CATALOGUES / code / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as stream:
            merged.add_fallback(gettext.GNUTranslations(stream))
    return merged
