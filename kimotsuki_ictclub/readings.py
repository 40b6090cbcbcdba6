"""Readings over kanji, written `{漢字|かんじ}`, shown where a school year has not learned the kanji yet.

Years are school years: 1 = 小1 … 6 = 小6, 7 = 中1 … 9 = 中3, and 10 for everybody older. A child of year 3 has learned
what years 1 and 2 teach. Which year teaches which kanji: 学年別漢字配当表, as in the package kanji-lists (KYOIKU);
the other 常用漢字 belong to no single year of middle school and count as learned from year 10.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from html import escape

YOUNGEST, OLDEST = 1, 10
PRIMARY_YEARS = 6
FIRST_ORDINARY_YEAR = 7  # from middle school on, Japanese is read without blanks between the words
_SCHOOL_YEAR = re.compile(r"(小|中|高)?(?:学校?|校)?\s*第?([1-9])\s*(?:年生?|学年)?")
_BEFORE = {None: 0, "小": 0, "中": 6, "高": 9}
_READING = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
_CODE = re.compile(r"^ {4}.*|`([^`\n]+)`", re.MULTILINE)
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]")  # 々 repeats the kanji before it

_WORD = "\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff、。（）"
_BETWEEN_WORDS = re.compile(rf"(?<=[{_WORD}}}]) (?=[{_WORD}{{`0-9A-Za-z])|(?<=[`0-9A-Za-z]) (?=[{_WORD}{{])")
_AFTER_QUESTION = re.compile(rf"(?<=[？！]) (?=[{_WORD}{{`0-9A-Za-z])")


def kanji_in(text: str) -> list[str]:
    """Return the kanji of `text`, in order."""
    return _KANJI.findall(text)


def plain(text: str) -> str:
    """Return `text` with its kanji and without readings."""
    return _READING.sub(lambda group: group[1], text)


def in_kana(text: str, year: int) -> str:
    """Return `text` with the reading in the place of each word that school year `year` (1–10) can't read yet."""
    return _READING.sub(lambda group: group[1] if is_learned(group[1], year) else group[2], text)


def school_year(written: str) -> int | None:
    """Return the school year (1–10) meant by 小3, 小学３年, 5年, 中1; None where it is none."""
    found = _SCHOOL_YEAR.search(unicodedata.normalize("NFKC", written))
    return min(OLDEST, _BEFORE[found[1]] + int(found[2])) if found else None


def reader_year() -> int:
    """Return the school year (1–10) of who reads this process's charts and tables: ICTCLUB_GRADE, else 10."""
    said = os.environ.get("ICTCLUB_GRADE", "")
    return int(said) if said in map(str, range(YOUNGEST, OLDEST + 1)) else OLDEST


def for_reader(text: str) -> str:
    """Return `text` for where nothing can stand above a word: in kana where `reader_year` can't read it yet."""
    return in_kana(text, reader_year())


def as_ruby(text: str, year: int) -> str:
    """Return `text` for HTML with `<ruby>` over each word that school year `year` (1–10) can't read yet.

    Only the readings become HTML; what is around them stays as it is.
    """
    return _READING.sub(lambda group: _ruby(group[1], group[2], year), text)


def as_code(text: str) -> str:
    """Return HTML with what stands between backticks as `<code>`; lines pushed to the right are a program's."""
    return _CODE.sub(lambda found: f"<code>{found[1]}</code>" if found[1] else found[0], text)


def for_year(text: str, year: int) -> str:
    """Return `text` as school year `year` (1–10) reads it: from 7 (中1) on in ordinary writing, readings kept.

    Younger children get a blank between the words (分かち書き). Ordinary writing has none, a wide one after ？ and ！
    within a line, and asks politely instead of fondly.
    """
    if year < FIRST_ORDINARY_YEAR:
        return text
    return _AFTER_QUESTION.sub("\u3000", _BETWEEN_WORDS.sub("", text)).replace("ないでね", "ないでください")


def without_reading(text: str) -> list[str]:
    """Return the kanji of `text` that stand outside of any reading: in a child's text there must be none."""
    return kanji_in(_READING.sub("", text))


def is_learned(word: str, year: int) -> bool:
    """Whether school year `year` (1–10) has learned all kanji of `word`."""
    learned = _learned_before(year)
    return all(kanji == "々" or kanji in learned for kanji in kanji_in(word))


def _ruby(word: str, reading: str, year: int) -> str:
    if is_learned(word, year):
        return escape(word, quote=False)
    base, kana = escape(word, quote=False), escape(reading, quote=False)
    return f"<ruby>{base}<rp>（</rp><rt>{kana}</rt><rp>）</rp></ruby>"


@cache
def _learned_before(year: int) -> frozenset[str]:
    from kanji_lists import JOYO, KYOIKU

    if not YOUNGEST <= year <= OLDEST:
        raise ValueError(f"school year {year} is not between {YOUNGEST} and {OLDEST}")
    learned: set[str] = set()
    for taught in range(1, min(year - 1, PRIMARY_YEARS) + 1):
        learned |= getattr(KYOIKU, f"GRADE{taught}")
    if year == OLDEST:
        learned |= JOYO
    return frozenset(learned)
