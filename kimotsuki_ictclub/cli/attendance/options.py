"""What the attendance commands share: fiscal years, days and the open records."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ...errors import AttendanceError
from ...language import _

if TYPE_CHECKING:
    from ...attendance.records import Records

_Value = TypeVar("_Value")


def fiscal_year(written: str) -> int:
    """Return the fiscal year meant by R2, 令和2年度, 2020 or FY2020."""
    from ...attendance.fiscal_year import parse_fiscal_year

    return _parsed(parse_fiscal_year, written)


def day(written: str) -> date:
    """Return the day meant by 2020-06-13, 2020/6/13 or 令和2年6月13日."""
    from ...attendance.wareki import parse_day

    return _parsed(parse_day, written)


def month(written: str) -> tuple[int, int]:
    """Return year and month meant by 2026-06, 2026/6, R8.6 or 令和8年6月."""
    text = written.strip()
    separator = next((character for character in reversed(text) if character in "-/."), "")
    first = day(f"{text}1日" if text.endswith("月") else f"{text}{separator}1")
    return first.year, first.month


def time(written: str) -> str:
    """Return the time of day meant by 18:30 or 18時30分, as "18:30"."""
    from ...attendance.times_of_day import parse_time

    return _parsed(parse_time, written)


def _parsed(parse: Callable[[str], _Value], written: str) -> _Value:
    try:
        return parse(written)
    except AttendanceError as error:
        raise click.BadParameter(str(error)) from error


year_option: Callable[[Any], Any] = click.option(
    "--year", type=fiscal_year, help=_("The fiscal year: R2, 令和2年度, 2020 or FY2020 (default: the present one).")
)
yes_option: Callable[[Any], Any] = click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))


def open_the_records() -> Records:
    """Open the club's records."""
    from ...attendance.records import open_records

    return open_records()


def present_year() -> int:
    """Return the fiscal year that it is in Japan."""
    from ...attendance.fiscal_year import fiscal_year_of
    from ...attendance.japan_time import today

    return fiscal_year_of(today())


def agreed(question: str, yes: bool) -> bool:
    """Return whether to go on: `--yes` was given, or the person at the terminal says so."""
    if yes:
        return True
    if not sys.stdin.isatty():
        click.echo(_("Nothing was changed. Add --yes to do it."), err=True)
        return False
    return click.confirm(question)
