"""The lists that the organizers' pages give as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError
from ....language import N_
from ...mentors.payment import write_payments
from ...safety.insurance import write_insured
from ...wareki import parse_day


def payments_file(db: Transaction, folder: Path, asked: Mapping[str, str]) -> str:
    """Write the payments of the month asked for, as "2026-06"; return the file's name."""
    first = parse_day(f"{_said(asked, 'month')}-1")
    name = f"payments-{first:%Y-%m}.xlsx"
    write_payments(db, folder / name, first.year, first.month)
    return name


def insurance_file(db: Transaction, folder: Path, asked: Mapping[str, str]) -> str:
    """Write the insurance list of the period asked for; return the file's name."""
    first, last = parse_day(_said(asked, "first")), parse_day(_said(asked, "last"))
    name = f"insurance-{first}-{last}.xlsx"
    write_insured(db, folder / name, first, last, registered="registered" in asked)
    return name


def _said(asked: Mapping[str, str], name: str) -> str:
    said = asked.get(name, "").strip()
    if not said:
        raise AttendanceError("form-empty", N_("Something is not filled in."), N_("Fill it in and try again."))
    return said
