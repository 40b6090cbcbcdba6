"""Marks in a program that only look right: full-width ones, those of word processors, those that cannot be seen.

The boards take every character above ASCII for a letter of a name, and stumble later or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ..language import N_
from ..visible import code_point
from .mistake_error import MistakeError, mistake_at
from .source_text import code_only, is_unseen, texts_without_end, unix_lines

# What to type instead, where Unicode's compatibility form (NFKC) does not say it.
_INSTEAD = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u2500\u2501\u2796\uff70\u30fc",
    "*": "\u00d7\u2715\u2716\u2a2f\u22c5\u00b7\u2022\u2219\u2217\u204e\u2731",
    "/": "\u00f7\u2215\u2044\u2797",
    "+": "\u2795",
    "<=": "\u2264\u2266\u2a7d",
    ">=": "\u2265\u2267\u2a7e",
    "!=": "\u2260",
    "==": "\u2261",
    "->": "\u2192\u21d2\u27a1",
    "'": "\u00b4`\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u2039\u203a",
    '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u301d\u301e\u301f",
    "<": "\u27e8\u3008",
    ">": "\u27e9\u3009",
    "[": "\u3014\u3010",
    "]": "\u3015\u3011",
    ",": "\u3001\uff64\u060c",
    ".": "\u3002\uff61",
    ":": "\u2236\ua789",
    "|": "\u00a6\u2223",
    "^": "\u02c6",
    "~": "\u02dc\u223c\u301c",
    "and": "\u2227",
    "or": "\u2228",
    "not": "\u00ac",
    "\\": "\u00a5\uffe5",
}
_TYPED = {mark: typed for typed, marks in _INSTEAD.items() for mark in marks}
_QUOTES = frozenset(_INSTEAD["'"] + _INSTEAD['"'] + "\u300c\u300d\u300e\u300f\uff02\uff07")
# Full-width forms of ASCII, and the marks that a Japanese keyboard types in their place.
_FULL_WIDTH = re.compile("[\uff01-\uff5e\uffe0-\uffe6\u3000-\u3003\u3008-\u3011\u3014-\u301b\u30fb\uff61-\uff65]")
_WORD = re.compile(r"[^\W\d]\w*")
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f\u4e00-\u9fff]")  # after these ー belongs to a word
_ASCII_STRANGERS = "`$?"


class Mark(NamedTuple):
    """A character that the program cannot have at this place (from 0), in this line (from 1)."""

    place: int
    line: int
    character: str


def find_mark(source: str) -> Mark | None:
    """Return the first such character of a program, not in a text or a comment, where it is fine; None for none."""
    source = unix_lines(source)
    code = code_only(source)
    places = [place for place, mark in enumerate(code) if (mark > "~" or mark in _ASCII_STRANGERS or mark < " ")
              and _is_wrong(code, place)]  # fmt: skip
    places += [
        start + place
        for start, text in texts_without_end(source)
        for place, mark in enumerate(text)
        if place and mark in _QUOTES
    ][:1]
    if not places:
        return None
    place = min(places)
    return Mark(place, source.count("\n", 0, place) + 1, source[place])


def check_marks(file: str, source: str) -> None:
    """Raise MistakeError "program-syntax" for the first mark that only looks right."""
    found = find_mark(source)
    if found is not None:
        raise mark_mistake(file, source, found)


def mark_mistake(file: str, source: str, found: Mark) -> MistakeError:
    """Return the error for a mark."""
    character, line = found.character, found.line
    if is_unseen(character):
        return mistake_at(
            file, source, line,
            N_("There is a mark in this line that cannot be seen: %(mark)s"),
            N_("Delete it and write the place again. Such marks come along when text is copied from a web page."),
            mark=code_point(character),
        )  # fmt: skip
    typed = _TYPED.get(character) or _compatible(character)
    if _FULL_WIDTH.match(character):
        sentence = N_("There is a full-width mark in this line: %(mark)s")
        hint = N_("Switch the keyboard to half-width letters and write it again.")
        if typed.strip() and not typed.isalnum():
            hint = N_("Switch the keyboard to half-width letters and write %(typed)s instead.")
        return mistake_at(
            file, source, line, sentence, hint, mark="［　］" if character == "\u3000" else character, typed=typed
        )
    if _is_cyrillic(character):
        return mistake_at(
            file, source, line,
            N_("This letter only looks like one that the board knows: %(mark)s"),
            N_("Delete it and type it again with half-width letters."),
            mark=f"{character} ({code_point(character)})",
        )  # fmt: skip
    hint = N_("Such a mark can only stand in a text between quotation marks, or in a comment.")
    if typed:
        hint = N_("Type %(typed)s instead, with half-width letters.")
    return mistake_at(file, source, line, N_("The board doesn't know this mark: %(mark)s"), hint,
                   mark=character, typed=typed)  # fmt: skip


def _is_wrong(code: str, place: int) -> bool:
    mark = code[place]
    if mark in "\t\n":
        return False
    if is_unseen(mark) or _FULL_WIDTH.match(mark) or mark in _ASCII_STRANGERS:
        return True
    if mark in "\u30fc\uff70":
        return not _KANA.match(code[place - 1 : place])
    if mark in _TYPED:
        return True
    word = _word_around(code, place)
    if ("_" + mark).isidentifier():
        return _is_cyrillic(mark) and bool(re.search("[A-Za-z]", word))
    return unicodedata.category(mark) != "So" or not _is_named(code, word)


def _word_around(code: str, place: int) -> str:
    """Return what the board takes for one name at a place: letters, digits and everything above ASCII."""
    before = re.search(r"[A-Za-z0-9_\u0080-\U0010ffff]*\Z", code[max(0, place - 60) : place])
    after = re.match(r"[A-Za-z0-9_\u0080-\U0010ffff]*", code[place : place + 60])
    return (before.group() if before else "") + (after.group() if after else "")


def _is_named(code: str, word: str) -> bool:
    """Whether the program makes a name of a word that no Python but the board's takes for one, such as an emoji."""
    name = re.escape(word)
    return (
        re.search(rf"(?:^|[\n;])[ \t]*(?:{name}[ \t]*=(?!=)|def[ \t]+{name}\b|for[ \t]+{name}[ \t]+in\b)", code)
        is not None
    )


def _is_cyrillic(mark: str) -> bool:
    return "\u0400" <= mark <= "\u052f"


def _compatible(mark: str) -> str:
    """Return the ASCII that Unicode says a character stands for, such as ( for （; "" where it is none."""
    typed = unicodedata.normalize("NFKC", mark)
    if mark in "\u00b2\u00b3\u00b9":
        return "**" + typed
    return typed if len(typed) == 1 and typed.isascii() else ""
