"""Rows of a table that are no data: sums, notes, weekdays below the days, headings said again."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from itertools import dropwhile
from typing import Any

from ...models import State
from ...names import fold
from ..columns import Column, column_of, is_total
from ..tables import Row
from .headings import Layout, is_about_days
from .marks import is_dash, mark_of

_NOTE = re.compile(
    r"[※*＊†・●■◆【]|(?:作成|出力|印刷|更新|問い?合わ?せ|文責|連絡先|tel)(?:先|日|者|課)?\s*[:\s]|.*現在$|\d+\s*ページ$|p\.\s*\d"
    r"|\(?注(?:意|記|\d|[)）:：.、 ]|$)|備考|凡例|記号|\(?以\s*[上下]\s*(?:余白|空白)?\)?$|おわり$|note\b"
)
_LABELS = re.compile(
    "曜日?|回|月日?|日|時[間刻]|開始(?:時刻)?|終了|内容|テーマ|レッスン|講師|担当|会場|場所|天[気候]|気温|(?:担任)?印|サイン"
)
# Beside counts they are no names: 出席 12, 男 7.
_COUNTED = re.compile(
    "(?:出席|欠席|遅刻|早退|参加|保護)者?|[男女]子?|子ども|子供|こども|大人|児童|[小中]学生|高校生|[低中高]学年"
    "|スタッフ|見学者?|新規|継続|[人名○ox△]"
)
_LEGEND_CELL = re.compile(r"[○o〇◯△×x✕◎/レ-]\s*[:=は・…]?\s*(?:出席|遅刻|早退|欠席|公欠|参加|途中)\S*")
# A number that nobody has, and what stands above a part of the list, in the place of a name.
_NOBODY = re.compile(r"\(?(?:欠番|空番|空き|空欄|空席|該当なし|退会者?)\)?|[-ー—]+")
_PART = re.compile(
    r"[<【〔《\[].*[>】〕》\]]|.*(?:の部|教室|会場|クラス|コース|グループ)|[a-z一二三四五六七八九\d]{1,2}[班組]"
)
# Such may be the heading of a part, or what somebody is called.
_PART_OR_NAME = re.compile(
    r"(?:小学?|中学?|高校?)?[一二三四五六\d]年生?|(?:小学|中学|高校)生|未就学児|保護者|大人|一般|スタッフ|メンター|講師"
)
_LIKE_A_NUMBER = re.compile(r"[a-z#.\s-]*\d+番?")
_LEGEND = re.compile(r"[○〇◯△×][:=は]")


class Aside(StrEnum):
    """Why a row is left out."""

    TOTAL = "total"
    NOTE = "note"
    NOBODY = "nobody"
    DAYS = "more about the days"
    HEADINGS = "headings again"


def aside(row: Row, layout: Layout) -> Aside | None:
    """Return what a row below the headings is, or None for one that holds data."""
    names = [
        "" if index not in row.own and column_of(row.cell(index)) else row.cell(index)  # a heading's merged cell
        for index in _columns(layout, Column.NUMBER, Column.NICKNAME, Column.FULL_NAME)
    ]
    keys = [*names, *(row.cell(index) for index in _columns(layout, Column.DATE))]
    nobody = all(cell == "" or _LABELS.fullmatch(fold(str(cell)).replace(" ", "")) for cell in names)
    cells = [row.cells[index] for index in sorted(row.own)]
    marks = [row.cell(index) for index in layout.days if row.cell(index) != ""]
    if any(is_total(cell) for cell in keys if isinstance(cell, str)):
        return Aside.TOTAL
    if any(column_of(cell) for cell in keys) and len({column_of(cell) for cell in cells} - {None}) > 1:
        return Aside.HEADINGS
    if _is_nobody(row, names, layout, marks):
        return Aside.NOBODY
    if _is_note(row, cells, layout, marks) or (len(cells) == 1 and _is_words_for_number(row, layout)):
        return Aside.NOTE
    if marks and all(is_number(cell) for cell in marks) and _are_counted(names):
        return Aside.TOTAL
    if nobody and all(row.cell(index) == "" for index in _columns(layout, Column.DATE)):
        if any(is_total(cell) for cell in cells if isinstance(cell, str)):
            return Aside.TOTAL
        labelled = any(cell != "" for cell in names)
        if marks and all((is_about_days(cell) or labelled) and mark_of(cell) is None for cell in marks):
            return Aside.DAYS
        if marks and all(is_number(cell) for cell in marks) and any(mark_of(cell) is None for cell in marks):
            return Aside.TOTAL  # counts, although nobody wrote so
    return None


def doubtful(rows: list[Row], layout: Layout) -> list[Row]:
    """Return the rows of a register, above or below all others, that nobody called sums but that have no number of a
    participant and nothing but counts of the others' signs.
    """
    numbers = _columns(layout, Column.NUMBER)

    def may_count(row: Row) -> bool:
        marks = [row.cell(index) for index in layout.days if row.cell(index) != ""]
        return bool(marks) and all(map(is_number, marks)) and all(row.cell(index) == "" for index in numbers)

    others = list(dropwhile(may_count, reversed(list(dropwhile(may_count, rows)))))
    signs = {index: [row.cell(index) for row in others if row.cell(index) != ""] for index in layout.days}
    marks = [mark for there in signs.values() for mark in there]
    if not marks or any(map(is_number, marks)):
        return []
    return [row for row in rows if row not in others and all(_counts(row.cell(index), signs[index]) for index in signs)]


def perhaps_people(left_out: list[Row], rows: list[Row], layout: Layout) -> list[Row]:
    """Return the rows left out as headings of parts (大人, 4年生) that may be people too: some of the others as well
    have nothing but a name.
    """
    names = _columns(layout, Column.NICKNAME, Column.FULL_NAME)
    if not any(row.own <= set(names) for row in rows):
        return []
    return [
        row
        for row in left_out
        if row.own <= set(names) and len(row.own) == 1 and _PART_OR_NAME.fullmatch(fold(str(row.cell(min(row.own)))))
    ]


def _counts(cell: Any, signs: list[Any]) -> bool:
    """Return whether `cell` is how many of `signs` mean present, late, absent or that somebody came."""
    states = Counter(mark_of(sign) for sign in signs)
    came = states[State.PRESENT] + states[State.LATE]
    return cell == "" or fold(str(cell)).rstrip("名人") in {
        str(count) for count in (*states.values(), came, len(signs))
    }


def _are_counted(names: list[Any]) -> bool:
    """Return whether the cells for number and name hold nothing but what is counted in the row."""
    filled = [fold(str(cell)) for cell in names if cell != ""]
    return bool(filled) and all(map(_COUNTED.fullmatch, filled))


def is_note(written: Any) -> bool:
    """Return whether a text is a remark about the list itself, such as 令和2年7月1日現在 or 作成：…."""
    return _NOTE.match(fold(str(written))) is not None


def _is_nobody(row: Row, names: list[Any], layout: Layout, marks: list[Any]) -> bool:
    """Return whether a row is kept for somebody: a number without a name, or one that is said to be nobody's."""
    called = [row.cell(index) for index in _columns(layout, Column.NICKNAME, Column.FULL_NAME)]
    filled = [str(cell) for cell in called if cell != ""]
    if filled:
        return all(_NOBODY.fullmatch(fold(cell)) for cell in filled) and all(map(is_dash, marks))
    others = [index for index in row.own if layout.columns.get(index) not in (None, Column.NUMBER)]
    return bool(called) and not marks and not others and any(cell != "" for cell in names)


def _columns(layout: Layout, *wanted: Column) -> list[int]:
    return [index for index, column in layout.columns.items() if column in wanted]


def _is_note(row: Row, cells: list[Any], layout: Layout, marks: list[Any]) -> bool:
    """Return whether a row is a note below the list: ※…, 注）…, 以上, or a sentence alone in its row."""
    first = fold(str(cells[0]))
    if first.startswith("凡例"):
        return True
    alone = len(cells) == 1
    if layout.column(Column.STATE) is None and any(mark_of(mark) is not None for mark in marks) and not alone:
        return False
    if is_note(cells[0]):
        return alone or (len(cells) == 2 and not any(mark_of(cell) is not None for cell in cells))
    if all(_LEGEND_CELL.fullmatch(fold(str(cell))) for cell in cells):
        return True
    if (
        alone
        and (_PART.fullmatch(first) or _PART_OR_NAME.fullmatch(first))
        and layout.columns.get(min(row.own)) is not Column.NUMBER
    ):
        return True
    return alone and len(layout.used) > 1 and ("。" in first or _LEGEND.search(first) is not None)


def _is_words_for_number(row: Row, layout: Layout) -> bool:
    """Return whether the row's only cell stands under 番号 and is no number: there is no person in the row."""
    (place,) = row.own
    return layout.columns.get(place) is Column.NUMBER and not _LIKE_A_NUMBER.fullmatch(fold(str(row.cells[place])))


def is_number(cell: Any) -> bool:
    """Return whether a cell is a count: 7, 12名."""
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float) or re.fullmatch(r"\d+(\.\d+)?[名人]?", fold(str(cell))) is not None
