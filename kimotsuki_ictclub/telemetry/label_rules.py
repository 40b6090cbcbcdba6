"""What a label may be, and what a value may be written as: the same in labels, header rows, JSON and files."""

from __future__ import annotations

import math
import re
import unicodedata

_LONGEST_LABEL = 60  # characters
_UNIT = (
    "℃|℉|°[CFcf]?|º[CF]?|度[CF]?|ど|%|％|[cmkμµ]?m|㎜|㎝|㎞|m?[VA]|[mk]?[gW]|㎎|㎏|lx|lux|dB|[hk]?Pa|[kM]?Hz|[mμµ]?s|秒|びょう|ミリ秒|分|min|h"
    "|[μµmn]T|mG|ppm|k?Ω|m/s(?:\\^?2|²)?|km/h|rpm|deg|C|F|K|bpm|cm/s|センチ|ミリ|メートル|回|歩"
    "|˚[CFcf]?|db|ルクス|ボルト|グラム|キロ|パーセント|デシベル|ヘルツ|ヘクトパスカル|回目|ほ|点|てん|個|こ|人|枚|台"
)
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
VALUE = rf"(?:{NUMBER}|[+-]?(?i:nan|inf(?:inity)?)|[Tt]rue|TRUE|[Ff]alse|FALSE)"
UNIT = rf"(?:\s?(?:{_UNIT}))"  # a short unit that may end a value; words such as “points” are none
SEPARATORS = ",;\t、，；。"

_WORDS = {"true": 1.0, "false": 0.0, "nan": math.nan, "inf": math.nan, "infinity": math.nan}
# A label: anything printable but separators and quotation marks, brackets only in pairs (a unit), and something in it
# that is neither a digit nor part of a date or a time. A spreadsheet takes = + - @ for a formula; > is a prompt.
_PLAIN = rf"[^:：{SEPARATORS}\"“”\x00-\x1f\x7f(){{}}\[\]（）［］]"
_IN_BRACKETS = r"(?:\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|［[^［］]*］)"
LABEL = rf"(?![=+\-@>＝＋－＠\s(\[（［])(?![\d\s/.+\-]*[:：])(?:{_PLAIN}|{_IN_BRACKETS}){{1,{_LONGEST_LABEL}}}?"
_NAME = re.compile(LABEL)
_NO_NAME = re.compile(rf"[\d\s/.+\-]*|{VALUE}|.*[:：].*", re.DOTALL)
_VALUE_AND_UNIT = re.compile(rf"({VALUE}){UNIT}?")


def is_label(text: str) -> bool:
    """Tell whether `text` can name a channel."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.fullmatch(text)


def number_of(item: str) -> float:
    """Return the number in a text that matches VALUE; one that is infinite or missing is NaN."""
    word = _WORDS.get(item.lstrip("+-").lower())
    return finite(float(item)) if word is None else word


def read_cell(text: str) -> float | None:
    """Return the number in one cell of a row, a unit behind it allowed; None where it is none."""
    match = _VALUE_AND_UNIT.fullmatch(text)
    return number_of(match[1]) if match else None


def finite(value: float) -> float:
    """Return `value`, or NaN where it is infinite."""
    return value if math.isfinite(value) else math.nan


def plain_width(text: str) -> str:
    """Return `text` with full-width letters, digits and marks as their ordinary ones."""
    return unicodedata.normalize("NFKC", text).replace("−", "-")
