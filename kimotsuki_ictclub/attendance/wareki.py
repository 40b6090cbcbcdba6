"""Dates and times as people in Japan write them: 令和2年6月13日, R2.6.13, 2020/6/13, full-width, Excel's."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from ..errors import AttendanceError
from ..language import N_
from .fiscal_year import FIRST_MONTH, HEISEI_BEFORE, REIWA_BEFORE

_ERAS = {"令和": REIWA_BEFORE, "R": REIWA_BEFORE, "平成": HEISEI_BEFORE, "H": HEISEI_BEFORE, "": 0}
_DAY = re.compile(
    r"(令和|平成|R|H)?\s*(元|\d{1,4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
    r"\s*(?:[(][^)]{1,3}[)])?(?:[ T]+0{1,2}:00(?::00)?)?",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?\s*(?:[(][^)]{1,3}[)])?")
_TIME = re.compile(r"(午前|午後|AM|PM)?\s*(\d{1,2})\s*[:時]\s*(\d{1,2})?\s*分?(?::\d{2})?\s*(AM|PM)?", re.IGNORECASE)
_COMPACT = re.compile(r"(19|20)\d{6}")
# Days since 1899-12-30, as Excel for Windows counts them; these five digits are 1982 to 2064.
_EXCEL_BEFORE = date(1899, 12, 30)
_EXCEL_DAYS = range(30_000, 60_001)


def half_width(written: str) -> str:
    """Return `written` with full-width digits, letters and signs made half-width, without space around."""
    return unicodedata.normalize("NFKC", written).strip()


def parse_day(written: object, *, fiscal_year: int | None = None) -> date:
    """Return the date meant; "6/13" needs the `fiscal_year` in which it lies.

    Raises: AttendanceError `bad-date`.
    """
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = half_width(str(written))
    try:
        if found := _DAY.fullmatch(text):
            era, year, month, day = found.groups()
            before = _ERAS[(era or "").upper()]
            count = 1 if year == "元" else int(year)
            if before or (len(year) == 4 and year != "元"):
                return date(before + count, int(month), int(day))
        elif _COMPACT.fullmatch(text):
            return datetime.strptime(text, "%Y%m%d").date()
        elif fiscal_year is not None and (found := _SHORT_DAY.fullmatch(text)):
            month, day = found.groups()
            year = fiscal_year if int(month) >= FIRST_MONTH else fiscal_year + 1
            return date(int(year), int(month), int(day))
        elif text.removesuffix(".0").isdecimal() and int(float(text)) in _EXCEL_DAYS:
            return _EXCEL_BEFORE + timedelta(days=int(float(text)))
    except ValueError:
        pass  # a 31 June: said below
    raise AttendanceError(
        "bad-date",
        N_("“%(written)s” is no date."),
        N_("Write it as 2020-06-13, 2020/6/13 or 令和2年6月13日."),
        written=text[:40],
    )


def is_day_without_year(written: str) -> bool:
    """Return whether `written` is a day such as 6/13 or 6月13日."""
    return _SHORT_DAY.fullmatch(half_width(written)) is not None


def parse_time(written: object) -> str:
    """Return the time meant as "18:30"; "" for an empty cell. Raises: AttendanceError `bad-time`."""
    if isinstance(written, datetime | time):
        return f"{written.hour:02}:{written.minute:02}"
    text = half_width(str(written if written is not None else ""))
    if not text:
        return ""
    if found := _TIME.fullmatch(text):
        half, hour, minute, half_after = found.groups()
        hours, minutes = int(hour), int(minute or 0)
        afternoon = (half or half_after or "").upper() in ("午後", "PM")
        if afternoon and hours < 12:
            hours += 12
        if hours < 24 and minutes < 60:
            return f"{hours:02}:{minutes:02}"
    elif re.fullmatch(r"0?\.\d+", text):  # Excel's part of a day
        minutes_of_day = round(float(text) * 24 * 60)
        return f"{minutes_of_day // 60:02}:{minutes_of_day % 60:02}"
    raise AttendanceError("bad-time", N_("“%(written)s” is no time."), N_("Write it as 18:30."), written=text[:40])
