"""Whether a column that is called 名前 holds nicknames, or family and given names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....errors import AttendanceError
from ....language import N_
from ..columns import Column
from ..entries import Place, Problem
from ..tables import Row, Table
from .headings import Layout, letter_of
from .reading_rows import column_name, several_names

_FAMILY_AND_GIVEN = re.compile(r"[^\W\d_]+\s+[^\W\d_]+")


_SEVERAL = re.compile(r"[・/／&＆]|\S\s+\S+\s+\S")


def several_names_in(table: Table, layout: Layout, rows: list[Row]) -> Iterator[Problem]:
    """Yield the column of a list of days under whose heading (参加者) several people stand in one cell."""
    index = layout.ambiguous_names()
    if index is None or Column.DATE not in layout.known or Column.NUMBER in layout.known:
        return
    names = [str(row.cell(index)).strip() for row in rows if row.cell(index) != ""]
    several = [name for name in names if _SEVERAL.search(name)]
    if several and 2 * len(several) >= len(names):
        yield Problem((Place(column=column_name(table, index)),), several_names(several[0]))


def full_names_in(table: Table, layout: Layout, rows: list[Row]) -> Iterator[Problem]:
    """Yield the column of nicknames where at least half of its names are two words, and its heading (名前, name,
    参加者) leaves open which kind of name stands there.
    """
    index = layout.ambiguous_names()
    if index is None:
        return
    names = [str(row.cell(index)).strip() for row in rows if row.cell(index) != ""]
    full = [name for name in names if _FAMILY_AND_GIVEN.fullmatch(name)]
    if full and 2 * len(full) >= len(names):
        error = AttendanceError(
            "full-names",
            N_("“%(heading)s” (column %(column)s) seems to hold family and given names: “%(name)s”."),
            N_("Nicknames stand on the tablet and in exports. Call the column 氏名 and add a column ニックネーム; or"
               " say --as-nicknames, if the children are called by these names."),
            heading=layout.headings[index], column=letter_of(index), name=full[0],
        )  # fmt: skip
        yield Problem((Place(column=column_name(table, index)),), error)
