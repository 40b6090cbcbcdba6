"""Cells → numbers, as programs, spreadsheets and people write them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from ..label_rules import NUMBER, finite, plain_width, read_cell

_NUMBER = re.compile(NUMBER)
_MISSING = {
    "nan", "n/a", "na", "#n/a", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "null", "none", "nil", "-", "--",
    "—", "–", "ー", "―", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity", "∞", "-∞", "+∞", "1.#inf",
    "-1.#inf", "1.#qnan", "-1.#ind", "欠測", "なし", "無し", "?",
}  # fmt: skip
_TRUTH = {"true": 1.0, "false": 0.0, "on": 1.0, "off": 0.0}
_NEGATIVE = re.compile(r"^[▲△]\s*(?=[\d.])")  # as offices write it
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?")
_UNIT_BEHIND = re.compile(rf"({NUMBER})\s*([^\d\s.,:+\-/][^\d]{{0,7}})")


def read_number(cell: str, *, decimal_comma: bool) -> float | None:
    """Return the number in a cell, NaN where it says that there is none or it is infinite; None for words."""
    if _NUMBER.fullmatch(cell):
        return finite(float(cell))
    text = _NEGATIVE.sub("-", plain_width(cell).strip())
    low = text.lower()
    if not text or low in _MISSING:
        return math.nan
    if low in _TRUTH:
        return _TRUTH[low]
    return read_cell(_ascii(text, decimal_comma=decimal_comma))


def read_numbers(cells: Sequence[str], *, decimal_comma: bool) -> list[float | None]:
    """Return the numbers in a column; a unit of any name may stand behind them where it is the same in all of them."""
    plain = plain_numbers(cells)
    if plain is not None:
        return plain
    numbers = [read_number(cell, decimal_comma=decimal_comma) for cell in cells]
    _leave_other_units(cells, numbers)
    odd = [index for index, number in enumerate(numbers) if number is None]
    if not odd:
        return numbers
    found = {index: _UNIT_BEHIND.fullmatch(_ascii(plain_width(cells[index]).strip(), decimal_comma=decimal_comma))
             for index in odd}  # fmt: skip
    units = {match[2].strip() for match in found.values() if match}
    if len(units) == 1 and all(found.values()) and len(odd) > 1:
        for index, match in found.items():
            assert match is not None
            numbers[index] = finite(float(match[1]))
    return numbers


def _leave_other_units(cells: Sequence[str], numbers: list[float | None]) -> None:
    """Take out what is written in another multiple of the unit than the other cells: 1.2 kg among 900 g."""
    found = {index: match[2].strip() for index, cell in enumerate(cells)
             if (match := _UNIT_BEHIND.fullmatch(plain_width(cell).strip()))}  # fmt: skip
    units = Counter(found.values())
    common = next((unit for unit, _count in units.most_common(1)), "")
    for index, unit in found.items():
        if unit != common and _base(unit) == _base(common):
            numbers[index] = None


def _base(unit: str) -> str:
    return re.sub("^[mkcμMhd](?=[a-zA-Z])", "", unit)


def plain_numbers(cells: Sequence[str]) -> list[float | None] | None:
    """Return the numbers in a column that holds nothing but ordinary numbers and empty cells, quickly; else None."""
    try:
        numbers: list[float | None] = [float(cell) if cell else math.nan for cell in cells]
    except ValueError:
        return None
    odd = any("_" in cell for cell in cells) or any(math.isinf(number or 0.0) for number in numbers)
    return None if odd else numbers


def _ascii(text: str, *, decimal_comma: bool) -> str:
    """Return `text` with a point as decimal sign and without signs between its thousands."""
    if decimal_comma:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text
    digits = re.match(r"[+-]?\d[\d,.' ]*\d", text)
    if digits and _THOUSANDS.fullmatch(digits[0]):
        return re.sub("[, ']", "", digits[0]) + text[digits.end() :]
    return text
