"""Tables in another shape, brought into the usual one: 〃, days and states in several columns, and names that stand
under 出席者 and 欠席者, several in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ....errors import AttendanceError
from ....language import N_
from ...models import State
from ...names import fold
from ...wareki import has_day
from ..columns import Column, column_of, is_total
from ..entries import Place, Problem
from ..tables import Row, Table
from .headings import SEARCHED
from .marks import mark_of
from .reading_rows import several_names

_WHO = re.compile(
    "(?P<came>(?:出席|参加|来場|受講)(?:者|者名|児童|生徒|した(?:人|子))?)|(?P<late>遅刻(?:者|者名|した(?:人|子))?)"
    "|(?P<left>早退(?:者|者名|した(?:人|子))?)|(?P<absent>(?:欠席|不参加)(?:者|者名|児童|生徒|した(?:人|子))?|(?:お?休み|休んだ)(?:の?(?:人|子))?)"
)
_DITTOS = frozenset({"〃", "同上", "″", "々"})
_STATE = re.compile("(?P<came>出席?|参加)|(?P<late>遅刻?)|(?P<left>早退?)|(?P<absent>欠席?|不参加)")
_MARKS = {"came": "出席", "late": "遅刻", "left": "早退", "absent": "欠席"}
_BETWEEN = re.compile(r"[、，,;；\n]")
_NOT_SURE_BETWEEN = re.compile(r"[・／/&＆]|\S\s+\S+\s+\S")
_REMARK = re.compile(
    r"\s*[(（〔【\[](?=[^)）]*(?:風邪|かぜ|病|熱|体調|用事|都合|部活|家|旅行|連絡|無断|忌|遅|早退|途中|時|分|\d:))[^)）]*[)）〕】\]]$"
)
_NOBODY = re.compile(r"なし|無し|無|いない|0[名人]?|該当なし|[-ー—]+")
_NOT_NAMED = re.compile(r"^(?:全員|全て|みんな|その他)|^\d+$|(?:ほか|他|外|以上)?\s*\d+\s*[名人]$|^(?:ほか|他)$")
_COUNT = re.compile(r"\d+\s*[名人]?")
_SUM_BEHIND = re.compile(
    r"\s*(?:[(（〔【](?:計|以上|合計)?\s*\d+\s*[名人][)）〕】]|(?:計|以上|合計)\s*\d+\s*[名人])\s*$"
)
_CAME = re.compile("出席|遅刻|早退")


def with_days_in_one_column(table: Table) -> Table:
    """Return a table whose dates stand in the columns 年, 月 and 日, or 月 and 日, with each whole in the first."""
    for place, row in enumerate(table.rows[:SEARCHED]):
        names = [fold(str(cell)) for cell in row.cells]
        for wanted in (["年", "月", "日"], ["月", "日"]):
            first = next((at for at in range(len(names)) if names[at : at + len(wanted)] == wanted), None)
            if first is None or not any(column_of(cell) for cell in row.cells):
                continue
            last = first + len(wanted)
            blank = [""] * (last - first - 1)
            own = row.own - set(range(first + 1, last))
            rows = [replace(row, cells=[*row.cells[:first], "日付", *blank, *row.cells[last:]], own=own)]
            for data in table.rows[place + 1 :]:
                parts = [str(data.cell(index)).strip().rstrip("年月日") for index in range(first, last)]
                day = "/".join(parts) if all(parts) else ""
                cells = [*data.cells[:first], day, *blank, *data.cells[last:]]
                rows.append(replace(data, cells=cells, own=data.own - set(range(first + 1, last))) if day else data)
            return replace(table, rows=[*table.rows[:place], *rows])
    return table


def with_dittos_filled(table: Table) -> Table:
    """Return a table in which 〃 and 同上 are what stands above them."""
    rows: list[Row] = []
    for row in table.rows:
        cells = [
            rows[-1].cell(index) if rows and str(cell).strip() in _DITTOS else cell
            for index, cell in enumerate(row.cells)
        ]
        rows.append(replace(row, cells=cells, own=frozenset(index for index in row.own if cells[index] != "")))
    return replace(table, rows=[row for row in rows if row.own])


def with_one_column_of_states(table: Table) -> Table:
    """Return a table whose columns 出席, 欠席, 遅刻 and 早退 have a tick in one of them, with its word under 出欠."""
    for place, row in enumerate(table.rows[:SEARCHED]):
        kinds = {index: found.lastgroup or "" for index in row.own if (found := _STATE.fullmatch(_heading(row, index)))}
        if len(kinds) < 2 or not any(column_of(row.cells[index]) for index in row.own - kinds.keys()):
            continue
        below = table.rows[place + 1 :]
        ticks = (data.cell(index) for index in kinds for data in below if data.cell(index) != "")
        if any(has_day(row.cells[index]) for index in row.own) or not all(map(_is_tick, ticks)):
            return table
        first = min(kinds)
        rows = [_with(row, kinds, {first: "出欠"})]
        for data in below:
            words = {_MARKS[kind] for index, kind in kinds.items() if data.cell(index) != ""}
            words = words - {"出席"} if words & {"遅刻", "早退"} else words
            rows.append(_with(data, kinds, {first: "/".join(sorted(words))}))
        return replace(table, rows=[*table.rows[:place], *rows])
    return table


def _is_tick(cell: Any) -> bool:
    return cell is True or (mark_of(cell) is State.PRESENT and len(str(cell).strip()) == 1)


def with_a_row_for_each_name(table: Table, problems: list[Problem]) -> Table:
    """Return a table with a row for each name that stands in a column 出席者, 欠席者, 遅刻者 or 早退者; rows that do
    not say who is meant go to `problems`.
    """
    for place, row in enumerate(table.rows[:SEARCHED]):
        below = table.rows[place + 1 :]
        kinds = {
            index: found.lastgroup or ""
            for index in sorted(row.own)
            if (found := _WHO.fullmatch(_heading(row, index))) and _hold_names(below, index)
        }
        others = {column_of(row.cells[index]) for index in row.own if index not in kinds}
        if others & {Column.NUMBER, Column.NICKNAME, Column.FULL_NAME, Column.STATE}:
            return table
        if not kinds or (len(kinds) == 1 and Column.DATE not in others):
            continue
        if set(kinds.values()) == {"came"} and not any(_BETWEEN.search(str(data.cell(min(kinds)))) for data in below):
            continue  # 参加者, one in a row, is the usual shape
        first, state = min(kinds), max(len(data.cells) for data in table.rows)
        rows = [_with(row, kinds, {first: f"参加者({row.cells[first]})", state: "出欠"})]
        for data in below:
            if _is_sum(data):
                rows.append(data)
                continue
            try:
                people = _people_in(data, kinds)
            except AttendanceError as error:
                problems.append(Problem((Place(data.place),), error))
                continue
            rows += [_with(data, kinds, {first: name, state: mark}) for name, mark in people or [("", "")]]
        return replace(table, rows=[*table.rows[:place], *rows])
    return table


def _heading(row: Row, index: int) -> str:
    return fold(str(row.cells[index])).replace(" ", "")


def _hold_names(rows: list[Row], index: int) -> bool:
    """Return whether names stand in a column: no marks, counts or other words of a register."""
    cells = [fold(str(row.cell(index))) for row in rows if row.cell(index) != "" and not _is_sum(row)]
    words = [cell for cell in cells if not _NOBODY.fullmatch(cell)]
    return bool(words) and not any(mark_of(cell) is not None or _COUNT.fullmatch(cell) for cell in words)


def _is_sum(row: Row) -> bool:
    return any(is_total(row.cells[index]) for index in row.own)


def _people_in(row: Row, kinds: dict[int, str]) -> list[tuple[str, str]]:
    """Return who is named in a row, each with the mark; whoever came late or left early may stand under 出席者 too."""
    people: list[tuple[str, str]] = []
    later = {"late", "left"} & set(kinds.values())
    for index, kind in sorted(kinds.items(), key=lambda item: item[1] not in later):
        for name, remark in _names_in(str(row.cell(index))):
            if kind != "came" or not any(name == other and _CAME.match(mark) for other, mark in people):
                people.append((name, f"{_MARKS[kind]}{remark}"))
    return people


def _names_in(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the names in a cell, each with the remark in brackets behind it. Raises: AttendanceError."""
    for part in _BETWEEN.split(_SUM_BEHIND.sub("", cell)):
        remark = found[0].strip() if (found := _REMARK.search(part.rstrip())) else ""
        name = _REMARK.sub("", part.rstrip()).strip()
        plain = fold(name)
        if not name or _NOBODY.fullmatch(plain) or is_total(name):
            continue
        if _NOT_NAMED.search(plain):
            raise AttendanceError(
                "not-named", N_("“%(written)s” does not say who it was."), N_("Write the name of each person."),
                written=" ".join(cell.split())[:40],
            )  # fmt: skip
        if _NOT_SURE_BETWEEN.search(name):
            raise several_names(cell)
        yield name, remark


def _with(row: Row, kinds: Iterable[int], filled: dict[int, str]) -> Row:
    """Return a row with the columns `kinds` emptied and the cells `filled` in it."""
    cells = [*row.cells, *[""] * (max(filled) + 1 - len(row.cells))]
    for index, cell in {**dict.fromkeys(kinds, ""), **filled}.items():
        if index < len(cells):
            cells[index] = cell
    own = (row.own - set(kinds)) | {index for index, cell in filled.items() if cell}
    return replace(row, cells=cells, own=own)
