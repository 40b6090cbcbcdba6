"""Rows of a table that are no data: sums, notes, weekdays below the days, headings said again."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from ..names import fold
from .columns import Column, column_of, is_total
from .headings import Layout, is_about_days
from .marks import mark_of
from .tables import Row

_NOTE = re.compile(
    r"[※*＊†・●■◆【]|\(?注(?:意|記|\d|[)）:：.、 ]|$)|備考|凡例|記号|以上$|以下(?:余白|空白)$|おわり$|note\b"
)
_LABELS = frozenset(
    {
        "曜日",
        "曜",
        "回",
        "月",
        "日",
        "月日",
        "時間",
        "時刻",
        "開始",
        "開始時刻",
        "終了",
        "内容",
        "テーマ",
        "レッスン",
        "講師",
    }
    | {"担当", "会場", "場所", "天気", "天候"}
)
# Beside counts they are no names: 出席 12, 男 7.
_COUNTED = frozenset(
    {"出席", "欠席", "遅刻", "早退", "参加", "男", "女", "男子", "女子", "子ども", "子供", "こども", "大人", "児童"}
)
_LEGEND = re.compile(r"[○〇◯△×][:=は]")


class Aside(StrEnum):
    """Why a row is left out."""

    TOTAL = "total"
    NOTE = "note"
    DAYS = "more about the days"
    HEADINGS = "headings again"


def aside(row: Row, layout: Layout) -> Aside | None:
    """Return what a row below the headings is, or None for one that holds data."""
    names = [row.cell(index) for index in _columns(layout, Column.NUMBER, Column.NICKNAME, Column.FULL_NAME)]
    keys = [*names, *(row.cell(index) for index in _columns(layout, Column.DATE))]
    nobody = all(cell == "" or fold(str(cell)).replace(" ", "") in _LABELS for cell in names)
    cells = [row.cells[index] for index in sorted(row.own)]
    marks = [row.cell(index) for index in layout.days if row.cell(index) != ""]
    if any(is_total(cell) for cell in keys if isinstance(cell, str)):
        return Aside.TOTAL
    if any(column_of(cell) for cell in keys) and len({column_of(cell) for cell in cells} - {None}) > 1:
        return Aside.HEADINGS
    if _is_note(cells, layout, marks):
        return Aside.NOTE
    if marks and all(_is_number(cell) for cell in marks) and _are_counted(names):
        return Aside.TOTAL
    if nobody and all(row.cell(index) == "" for index in _columns(layout, Column.DATE)):
        if any(is_total(cell) for cell in cells if isinstance(cell, str)):
            return Aside.TOTAL
        labelled = any(cell != "" for cell in names)
        if marks and all((is_about_days(cell) or labelled) and mark_of(cell) is None for cell in marks):
            return Aside.DAYS
        if marks and all(_is_number(cell) for cell in marks) and any(mark_of(cell) is None for cell in marks):
            return Aside.TOTAL  # counts, although nobody wrote so
    return None


def _are_counted(names: list[Any]) -> bool:
    """Return whether the cells for number and name hold nothing but what is counted in the row."""
    filled = [fold(str(cell)) for cell in names if cell != ""]
    return bool(filled) and all(name.removesuffix("者") in _COUNTED for name in filled)


def _columns(layout: Layout, *wanted: Column) -> list[int]:
    return [index for index, column in layout.columns.items() if column in wanted]


def _is_note(cells: list[Any], layout: Layout, marks: list[Any]) -> bool:
    """Return whether a row is a note below the list: ※…, 注）…, 以上, or a sentence alone in its row."""
    first = fold(str(cells[0]))
    alone = len(cells) == 1
    if layout.column(Column.STATE) is None and any(mark_of(mark) is not None for mark in marks) and not alone:
        return False
    if _NOTE.match(first):
        return alone or (len(cells) == 2 and not any(mark_of(cell) is not None for cell in cells))
    return alone and len(layout.used) > 1 and ("。" in first or _LEGEND.search(first) is not None)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or re.fullmatch(r"\d+(\.\d+)?[名人]?", fold(str(cell))) is not None
