"""What a page of the organizers is made of: sections with a table and forms. One template draws them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ....errors import AttendanceError
from ....language import N_

Cell = str | int | tuple[str, str]  # a text, a number, or a link: (text, address below the office)


@dataclass(frozen=True)
class Field:
    """One input: `kind` is HTML's type, "select" (with `options`: value and label), or "check"."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Form:
    """Something to do; `address` (below the office) makes it a download instead.

    `posted`: what is typed stands in no address, or the download changes something.
    """

    doing: str
    button: str
    fields: Sequence[Field] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    posted: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    title: str
    note: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    forms: Sequence[Form] = ()


def number_said(said: Mapping[str, str], name: str) -> int:
    """Return the number in a form's field. Raises: AttendanceError `form-number`."""
    written = said.get(name, "").strip()
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise AttendanceError("form-number", N_("A number is missing."), N_("Fill it in and try again."))
    return int(written)


@dataclass(frozen=True)
class Page:
    """A page of the organizers."""

    title: str
    sections: Sequence[Section]
