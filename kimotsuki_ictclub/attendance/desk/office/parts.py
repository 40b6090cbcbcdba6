"""What a page of the organizers is made of: sections with a table and forms. One template draws them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    """Something to do; `address` (below the office) makes it a download instead."""

    doing: str
    button: str
    fields: Sequence[Field] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    title: str
    note: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    forms: Sequence[Form] = ()


@dataclass(frozen=True)
class Page:
    """A page of the organizers."""

    title: str
    sections: Sequence[Section]
