"""One line of text → named values, in every form that boards already print.

Tuples (Mu), `label:value` pairs (MakeCode `serial.writeValue`, Arduino), bare numbers and CSV (MakeCode
`writeNumbers`), JSON (MakeCode console). What is no sample is text; what looks like a sample and is not whole is
damaged.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Sequence

Values = dict[str, float]


class NotWhole(ValueError):
    """The line looks like a sample, and something in it is missing or is no number."""


_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_VALUE = rf"(?:{_NUMBER}|[+-]?(?:nan|inf)|True|False)"
_LABEL = r"[^\W\d][^:：,;\t(){}\[\]\"]{0,39}?"
_PAIR = re.compile(rf"({_LABEL})\s*[:：]\s*({_VALUE})(?=[\s,;]|$)")
_BETWEEN = re.compile(r"[\s,;]*")
_NUMBERS = re.compile(rf"{_NUMBER}(?:(?:\s*[,;\t]\s*|\s+){_VALUE})*\s*[,;]?")
_TUPLE = re.compile(rf"[(\[]\s*({_VALUE}(?:\s*,\s*{_VALUE})*)\s*,?\s*[)\]]")
_SPLIT = re.compile(r"[\s,;]+")
_NUMBERISH = re.compile(r"[\d\s,;.()\[\]+\-eE\x00-\x1f]+")
_NAME = re.compile(rf"{_LABEL}(?:\s*\([^()]*\))?")
_WORDS = {"True": 1.0, "False": 0.0, "nan": math.nan, "inf": math.nan}


def read_values(text: str, names: Sequence[str] = (), known: Collection[str] = ()) -> Values | None:
    """Return the values of one line, or None where the line is no sample.

    `names` are the names of unlabelled values when their number fits; `known` are the labels seen before, which
    make a broken line recognisable. An infinite or missing reading is NaN.

    Raises: NotWhole where the line looks like a sample and is damaged.
    """
    text = text.strip()
    if not text:
        return None
    first = text[0]
    if first == "{":
        return _read_json(text)
    if first in "([" or first in "+-." or first.isdigit():
        return _read_numbers(text, names)
    if ":" in text or "：" in text:
        return _read_pairs(text, known)
    if any(text.startswith(label) for label in known) and len(text) <= max(map(len, known)):
        raise NotWhole(text)  # a label whose value is cut off
    return None


def read_header(text: str) -> tuple[str, ...] | None:
    """Return the column names of a CSV header line (`time,light,temp`), or None; at least two names."""
    for separator in (",", "\t", ";"):
        names = [name.strip() for name in text.strip().rstrip(separator).split(separator)]
        if len(names) > 1 and len(set(names)) == len(names) and all(map(_NAME.fullmatch, names)):
            return tuple(names)
    return None


def name_values(count: int, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return names for `count` unlabelled values: `names` where their number fits."""
    if len(names) == count:
        return tuple(names)
    return ("value",) if count == 1 else tuple(f"value{index + 1}" for index in range(count))


def _read_numbers(text: str, names: Sequence[str]) -> Values | None:
    in_brackets = _TUPLE.fullmatch(text)
    if in_brackets:
        items = _SPLIT.split(in_brackets[1])
    elif _NUMBERS.fullmatch(text):
        items = [item for item in _SPLIT.split(text) if item]
    elif _NUMBERISH.fullmatch(text) and any(map(str.isdigit, text)) and re.search(r"[,;\t(\[\x00-\x1f]", text):
        raise NotWhole(text)  # nothing but digits and separators, and yet no row of numbers
    else:
        return None
    return dict(zip(name_values(len(items), names), map(_number, items), strict=True))


def _read_pairs(text: str, known: Collection[str]) -> Values | None:
    values: Values = {}
    position = 0
    while position < len(text):
        pair = _PAIR.match(text, position)
        if pair is None:
            break
        values[pair[1].rstrip()] = _number(pair[2])
        between = _BETWEEN.match(text, pair.end())
        position = between.end() if between else pair.end()
    rest = text[position:]
    if not rest:
        return values
    label = re.split(r"[:：]", rest, maxsplit=1)[0].strip()
    if not values.keys().isdisjoint(known) or label in known:
        raise NotWhole(text)
    if values and text[:position].rstrip(" ")[-1] in ",;\t" and " " not in rest:
        raise NotWhole(text)
    return None


def _read_json(text: str) -> Values | None:
    try:
        content = json.loads(text, parse_int=float)  # an integer of a thousand digits is infinite, not an error
    except (ValueError, RecursionError):
        if re.match(r'\{\s*"', text):
            raise NotWhole(text) from None
        return None
    if not isinstance(content, dict):
        return None
    if isinstance(content.get("n"), str) and "v" in content:  # MakeCode: time, source, name, value
        content = {"t": content.get("t"), content["n"]: content["v"]}
        content = {name: value for name, value in content.items() if value is not None}
    if not content or not all(isinstance(value, float | bool) and _NAME.fullmatch(name)
                              for name, value in content.items()):  # fmt: skip
        return None
    return {name: _finite(float(value)) for name, value in content.items()}


def _number(item: str) -> float:
    word = _WORDS.get(item.lstrip("+-"))
    return _finite(float(item)) if word is None else word


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
