"""One line of text → named values, in every form that boards already print.

Tuples (Mu), `label:value` pairs (MakeCode `serial.writeValue`, Arduino, Teleplot), bare numbers and CSV (MakeCode
`writeNumbers`), JSON (MakeCode console). What is no sample is text; what looks like a sample and is not whole is
damaged. Rows below a header are read by rows.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence

from .label_rules import LABEL, NUMBER, SEPARATORS, UNIT, VALUE, finite, is_label, number_of, plain_width

Values = dict[str, float]


class NotWhole(ValueError):
    """The line looks like a sample, and something in it is missing or is no number."""


_PAIR = re.compile(rf"({LABEL})\s*[:：]\s*({VALUE})(?:{UNIT})?(?=[\s{SEPARATORS}]|$)(?!\s*[:：])")
_BETWEEN = re.compile(rf"[\s{SEPARATORS}]*")
_NUMBERS = re.compile(rf"{VALUE}(?:(?:\s*[{SEPARATORS}]\s*|\s+){VALUE})*\s*[{SEPARATORS}]?")
_TUPLE = re.compile(rf"[(\[]\s*({VALUE}(?:\s*[,，、]\s*{VALUE})*)\s*[,，、]?\s*[)\]]")
_HAS_NUMBER = re.compile(rf"(?<!\w){NUMBER}(?!\w)")
_SPLIT = re.compile(rf"[\s{SEPARATORS}]+")
_NUMBERISH = re.compile(r"[\d\s,;.()\[\]+\-eE\x00-\x1f]+")
_BOOLEAN = re.compile(r"(?i:true|false)\b")
# What Teleplot writes beside a value: `>name:milliseconds:value§unit|flags`.
_OF_TELEPLOT = re.compile(rf"§[^\s|>]*|\|\w+|(?<=:)\d{{5,}}:(?={NUMBER})")


# A sign before a number, a point in it, letters of a unit behind it: a Japanese keyboard writes them full-width.
_FULL_WIDTH = re.compile(
    rf"(?<![^\s:：(\[（［{SEPARATORS}])[＋－−](?=[\d.])|(?<=\d)．(?=\d)|(?<=\d)[Ａ-Ｚａ-ｚ]+(?!\w)"
)
_BETWEEN_PAIRS = re.compile(r"\s+[/|／｜・]\s+(?=[^\d\s][^:：]*[:：])|(?<=\d)[|｜](?=[^\d\s|][^:：]*[:：])")


def read_values(text: str, names: Sequence[str] = (), known: Collection[str] = ()) -> Values | None:
    """Return the values of one line, or None where the line is no sample.

    `names` are the names of unlabelled values when their number fits; `known` are the labels seen before, which
    make a broken line recognisable. An infinite or missing reading is NaN.

    Raises: NotWhole where the line looks like a sample and is damaged.
    """
    text = text.strip()
    if not text:
        return None
    if not text.isascii():
        text = _FULL_WIDTH.sub(lambda found: plain_width(found[0]), text)
    first = text[0]
    if first == "{":
        return _read_json(text)
    if ":" in text or "：" in text:
        values = _read_pairs(text, known)
        if values is not None:
            return values
    if first in "([" or first in "+-." or first.isdigit() or (first in "TtFf" and _BOOLEAN.match(text)):
        return _read_numbers(text, names)
    if any(text.startswith(label) for label in known) and len(text) <= max(map(len, known)):
        raise NotWhole(text)  # a label whose value is cut off
    return None


def read_header(text: str) -> tuple[str, ...] | None:
    """Return the column names of a CSV header line (`time,light,temp`), or None; at least two names."""
    for separator in (",", "\t", ";"):
        names = [name.strip() for name in text.strip().rstrip(separator).split(separator)]
        if len(names) > 1 and len(set(names)) == len(names) and all(map(is_label, names)):
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
    elif _NUMBERS.fullmatch(text) and _HAS_NUMBER.search(text):
        items = [item for item in _SPLIT.split(text) if item]
    elif _NUMBERISH.fullmatch(text) and any(map(str.isdigit, text)) and re.search(r"[,;\t(\[\x00-\x1f]", text):
        raise NotWhole(text)  # nothing but digits and separators, and yet no row of numbers
    else:
        return None
    return dict(zip(name_values(len(items), names), map(number_of, items), strict=True))


def _read_pairs(text: str, known: Collection[str]) -> Values | None:
    teleplot = text[0] == ">" and text[1:2] != ">"
    text = _OF_TELEPLOT.sub("", text) if teleplot else _BETWEEN_PAIRS.sub(", ", text)
    values: Values = {}
    position = 0
    while position < len(text):
        if teleplot and text[position] == ">":
            position += len(text[position + 1 :]) - len(text[position + 1 :].lstrip()) + 1
        pair = _PAIR.match(text, position)
        if pair is None:
            break
        values[pair[1].rstrip()] = number_of(pair[2])
        between = _BETWEEN.match(text, pair.end())
        position = between.end() if between else pair.end()
    rest = text[position:]
    if not rest:
        return values
    label = re.split(r"[:：]", rest, maxsplit=1)[0].strip()
    if not values.keys().isdisjoint(known) or label in known:
        raise NotWhole(text)
    if values and text[:position].rstrip(" ")[-1] in SEPARATORS and " " not in rest:
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
        value = content["v"]
        content = {"t": content.get("t"), content["n"]: value} if isinstance(value, float | bool) else {}
    # No value, or a word, does not cost the numbers beside it.
    content = {name: value for name, value in content.items() if value is not None and not isinstance(value, str)}
    if not content or not all(isinstance(value, float | bool) and is_label(name) for name, value in content.items()):
        return None
    return {name: finite(float(value)) for name, value in content.items()}
