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
    numbers: list[float | None] = []
    behind: dict[int, tuple[float, str]] = {}  # the cells that have a unit, whether it is known or not
    for index, cell in enumerate(cells):
        numbers.append(read_number(cell, decimal_comma=decimal_comma))
        if cell and not cell[-1].isdigit():
            found = _UNIT_BEHIND.fullmatch(_ascii(plain_width(cell).strip(), decimal_comma=decimal_comma))
            if found:
                behind[index] = float(found[1]), found[2].strip()
    common = next((unit for unit, _count in Counter(unit for _number, unit in behind.values()).most_common(1)), "")
    others = {index for index, (_number, unit) in behind.items() if unit != common and _base(unit) == _base(common)}
    odd = [index for index, number in enumerate(numbers) if number is None and index not in others]
    if len(odd) > 1 and all(index in behind for index in odd) and len({behind[index][1] for index in odd}) == 1:
        for index in odd:
            numbers[index] = finite(behind[index][0])
    for index in others:
        numbers[index] = None  # 1.2 kg among 900 g
    return numbers


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
