"""Dates as people in Japan write them: 令和2年6月13日, R2.6.13, 2020/6/13, 6月13日(土), full-width, kanji, Excel's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..errors import AttendanceError
from ..language import N_
from .fiscal_year import FIRST_MONTH, HEISEI_BEFORE, REIWA_BEFORE, fiscal_year_of
from .times_of_day import times_in, without_times
from .written_numbers import with_digits

_ERAS = {"令和": REIWA_BEFORE, "令": REIWA_BEFORE, "r": REIWA_BEFORE}
_ERAS |= {"平成": HEISEI_BEFORE, "平": HEISEI_BEFORE, "h": HEISEI_BEFORE}
_CENTURY = 2000  # 20/6/13
_ERA = r"(?:(?<![a-z])(?P<era>令和?|平成?|[rh])\s*)?"
# 6/13、20 are two days
_NOT_AFTER, _NOT_BEFORE = r"(?<![\d./:-])", r"(?!\d|[./-]\d|\s*日?\s*[、,・&~と]\s*\d{1,2}(?:日|\s*$|\s*[、,・(]))"
_WITH_YEAR = (
    re.compile(
        rf"{_ERA}{_NOT_AFTER}(?P<year>\d{{1,4}})\s*年(?P<fiscal>度)?\s*の?\s*"
        rf"(?P<month>\d{{1,2}})\s*(?:月|[./-])\s*(?P<day>\d{{1,2}})(?:\s*日)?{_NOT_BEFORE}"
    ),
    re.compile(
        rf"{_ERA}{_NOT_AFTER}(?P<year>\d{{1,4}})\s*(?P<mark>[./・-])\s*(?P<fiscal>)"
        rf"(?P<month>\d{{1,2}})\s*(?P=mark)\s*(?P<day>\d{{1,2}})(?:\s*日)?{_NOT_BEFORE}"
    ),
    re.compile(rf"(?P<era>){_NOT_AFTER}(?P<year>(?:19|20)\d\d)(?P<fiscal>)(?P<month>\d\d)(?P<day>\d\d){_NOT_BEFORE}"),
)
_SHORT = re.compile(
    rf"(?P<era>)(?P<year>)(?P<fiscal>){_NOT_AFTER}"
    rf"(?P<month>\d{{1,2}})\s*(?:月|[./-])\s*(?P<day>\d{{1,2}})(?:\s*日)?{_NOT_BEFORE}"
)
_WEEKDAYS = r"(?:[月火水木金土日](?:曜日?)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)"
_WEEKDAY = re.compile(rf"\(?{_WEEKDAYS}(?:[・,]?[祝休])?\)?")
_ASIDE = re.compile(rf"\s*(?:\([^)]{{1,3}}\)|{_WEEKDAYS})?\s*t?\s*")
_WEEKDAY_NAMES = "月火水木金土日"
_SAID_WEEKDAY = re.compile(r"(?<=[\d日])\s*\(([月火水木金土日])(?:曜日?)?(?:[・,]?[祝休振])?\)|([月火水木金土日])曜")
_NO_SESSION = re.compile(
    r"(?:入|退|休|復)会|入部|退部|[転編]入|転[出校]|申し?込|締め?切|提出|期限|集金|会費|支払|振込|入金|納入|徴収|領収|生年|誕生|生まれ|同意|承諾|登録"
    r"|更新|作成|印刷|出力|引き?落|\d日?(?:\s*\([^)]*\))?(?:から|まで|以降|以前|現在|時点|より|付け?$|付の)"
)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
# Days since 1899-12-30, as Excel for Windows counts them; these five digits are 1982 to 2064.
_EXCEL_BEFORE = date(1899, 12, 30)
_EXCEL_DAYS = range(30_000, 60_001)


@dataclass(frozen=True)
class _Found:
    """A date as it stands in a text; `year` is "" where none is written."""

    era: str
    year: str
    fiscal: bool  # 令和2年度: January to March lie in the next calendar year
    month: int
    day: int


def parse_day(written: object, *, fiscal_year: int | None = None) -> date:
    """Return the date meant; "6/13" and "2.6.13" need the `fiscal_year` in which they lie.

    Raises: AttendanceError `bad-date`, also for a day that does not exist.
    """
    return _the_day(written, fiscal_year, other_words=False)


def day_in(written: object, *, fiscal_year: int | None = None) -> date:
    """Return the one date among other words: 第1回(6/13), 6月27日(土)③, 7/4 午後.

    Raises: AttendanceError `bad-date`, also where there are two dates.
    """
    return _the_day(written, fiscal_year, other_words=True)


def has_day(written: object) -> bool:
    """Return whether some date, or two, or one that does not exist, stands in `written`."""
    return isinstance(written, date) or bool(_find(without_times(with_digits(str(written))))[0])


def is_day_of_a_session(written: object) -> bool:
    """Return whether the day in `written` may be that of a session: not in 入会4/1, 締切 6/30, 6/13現在 or 6/13まで."""
    return isinstance(written, date) or not _NO_SESSION.search(without_times(with_digits(str(written))))


def is_day_without_year(written: object) -> bool:
    """Return whether `written` holds one day such as 6/13 or 6月13日, and no year."""
    found = [] if isinstance(written, date) else _find(without_times(with_digits(str(written))))[0]
    return len(set(found)) == 1 and not found[0].year


def is_weekday(written: object) -> bool:
    """Return whether `written` is a weekday and nothing else: 土, (土), 土曜日, Sat."""
    return _WEEKDAY.fullmatch(with_digits(str(written))) is not None


def _the_day(written: object, fiscal_year: int | None, *, other_words: bool) -> date:
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = with_digits(str(written))
    if isinstance(written, float) and re.fullmatch(r"\d\d?\.[123]", text):
        raise AttendanceError(
            "bad-date", N_("The number %(written)s may be the %(tenth)s. or the %(tens)s. of a month."),
            N_("Write the day as text or as a date: 6/20."), written=text, tenth=text[-1], tens=f"{text[-1]}0",
        )  # fmt: skip
    if _SERIAL.fullmatch(text) and int(float(text)) in _EXCEL_DAYS:
        return _EXCEL_BEFORE + timedelta(days=int(float(text)))
    found, rest = _find(without_times(text))
    days = {day for one in found if (day := _date(one, fiscal_year, text)) is not None}
    if len(days) == 1 and len(set(found)) <= 2 and (other_words or (_ASIDE.fullmatch(rest) and not times_in(text))):
        day = days.pop()
        _check_weekday(day, text)
        return day
    raise AttendanceError(
        "bad-date",
        N_("“%(written)s” is no date.") if len(days) < 2 else N_("“%(written)s” holds two dates."),
        N_("Write it as 2020-06-13, 2020/6/13 or 令和2年6月13日."),
        written=str(written).strip()[:40],
    )


def _check_weekday(day: date, text: str) -> None:
    """Check that `day` is on the weekday that stands beside it: else the year, or the day, is another."""
    said = {found[1] or found[2] for found in _SAID_WEEKDAY.finditer(text)}
    if said and _WEEKDAY_NAMES[day.weekday()] not in said:
        raise AttendanceError(
            "other-weekday", N_("“%(written)s”: %(date)s is no %(weekday)s."),
            N_("Correct the day, or say the right year."), written=text[:40], date=day, weekday=min(said),
        )  # fmt: skip


def _find(text: str) -> tuple[list[_Found], str]:
    """Return the dates in `text`, and what stands around them."""
    found: list[_Found] = []

    def note(match: re.Match[str]) -> str:
        era, year = match["era"] or "", match["year"]
        found.append(_Found(era, year, bool(match["fiscal"]), int(match["month"]), int(match["day"])))
        return " "

    for pattern in (*_WITH_YEAR, _SHORT):
        text = pattern.sub(note, text)
    return found, text


def _date(found: _Found, fiscal_year: int | None, text: str) -> date | None:
    """Return the day, or None where its year is not known."""
    if found.era or len(found.year) == 4:
        years = [_ERAS.get(found.era, 0) + int(found.year) + (found.fiscal and found.month < FIRST_MONTH)]
    elif fiscal_year is None or len(found.year) == 3:
        return None
    else:
        the_year = fiscal_year if found.month >= FIRST_MONTH else fiscal_year + 1
        shift = the_year - fiscal_year if found.fiscal else 0
        known = {before + int(found.year) + shift for before in (REIWA_BEFORE, HEISEI_BEFORE, _CENTURY) if found.year}
        if found.year and the_year not in known:
            return None
        years = [the_year]
    try:
        day = date(years[0], found.month, found.day)
    except ValueError as error:
        raise AttendanceError(
            "bad-date", N_("“%(written)s”: there is no such day in %(year)s."), N_("Correct the day or the year."),
            written=text[:40], year=years[0],
        ) from error  # fmt: skip
    assert found.era or len(found.year) == 4 or fiscal_year_of(day) == fiscal_year
    return day
