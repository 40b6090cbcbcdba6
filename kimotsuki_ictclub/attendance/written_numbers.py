"""Numbers as they are written in Japan: full-width, kanji, and those in circles that number something else."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .names import fold

_KANJI = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}
_BEFORE_A_UNIT = re.compile(r"[〇一二三四五六七八九十]+(?=\s*(?:年|月|日|時|分|回))|元(?=\s*年)")


def half_width(written: str) -> str:
    """Return `written` with full-width digits, letters and signs made half-width, without space around it."""
    return unicodedata.normalize("NFKC", written).strip()


@lru_cache(maxsize=10_000)  # lists say the same days again and again
def with_digits(written: str) -> str:
    """Return `written` folded, the numbers before 年 月 日 時 分 回 in digits (令和二年 → 令和2年, 元年 → 1年).

    ①, ² and Ⅱ become blanks: 6/1② is 1 June, the second time, not 12 June.
    """
    plain = "".join(" " if unicodedata.category(sign) in ("No", "Nl") and sign != "〇" else sign for sign in written)
    return _BEFORE_A_UNIT.sub(lambda found: str(_value(found[0])), fold(plain))


def _value(kanji: str) -> int:
    """Return the value of 元, 十三, 二十, or digit by digit of 二〇二〇."""
    if kanji == "元":
        return 1
    if "十" not in kanji:
        return int("".join(str(_KANJI[sign]) for sign in kanji))
    tens, _ten, ones = kanji.partition("十")
    value = 10 * (_KANJI.get(tens, 0) if tens else 1) + (_KANJI.get(ones, 0) if ones else 0)
    # 十十 and the like are no number: 0 makes no date
    return value if tens in ("", *_KANJI) and ones in ("", *_KANJI) else 0
