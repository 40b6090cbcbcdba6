"""Times of day as people in Japan write them: 18:30, 18時半, 午後6時30分, Excel's part of a day."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from ..errors import AttendanceError
from ..language import N_
from .written_numbers import with_digits

_DAY_SECONDS = 24 * 60 * 60
_HALF = r"午前|午後|[ap]\.?m\.?"
_TIME = re.compile(
    rf"(?P<half>{_HALF})?\s*(?<!\d)(?P<hour>\d{{1,2}})\s*"
    rf"(?::\s*(?P<minute>\d{{1,2}})(?::\d{{2}}(?:\.\d+)?)?|時\s*(?:(?P<minutes>\d{{1,2}})\s*分?|(?P<and_half>半))?)"
    rf"(?!\d)\s*(?P<half_after>(?:{_HALF})(?![a-z]))?"
)
_HOURS = re.compile(r"(?<![\d/.:-])(\d{1,2})(?=\s*[~-]\s*\d{1,2}時)")  # 10-12時
_PART_OF_A_DAY = re.compile(r"0?\.\d{1,20}")


def parse_time(written: object) -> str:
    """Return the time meant as "18:30"; "" for an empty cell. Raises: AttendanceError `bad-time`."""
    if isinstance(written, datetime | time):
        return _clock(timedelta(hours=written.hour, minutes=written.minute, seconds=written.second), written)
    if isinstance(written, timedelta):  # Excel's [h]:mm
        return _clock(written, written)
    text = with_digits(str(written if written is not None else ""))
    if not text:
        return ""
    if found := _TIME.fullmatch(text):
        return _meant(found, text)
    if _PART_OF_A_DAY.fullmatch(text):
        # Whole seconds first: 18:30 is kept as 0.7708333333, a moment before it.
        return _clock(timedelta(seconds=round(float(text) * _DAY_SECONDS)), text)
    raise _no_time(text)


def times_in(written: object) -> list[str]:
    """Return the times among other words, as in "6/13(土) 10:00～11:30"; midnight is Excel's way to say none.

    Raises: AttendanceError `bad-time` for 25:00 and the like.
    """
    if isinstance(written, datetime):
        written = written.time()
    if isinstance(written, time):
        return [] if written == time() else [parse_time(written)]
    text = _HOURS.sub(r"\1時", with_digits(str(written)))
    return [clock for found in _TIME.finditer(text) if (clock := _meant(found, text)) != "00:00"]


def from_to(*written: object) -> tuple[str, str]:
    """Return from when to when, by the times among other words; "" for what none of `written` says.

    Raises: AttendanceError as `times_in`.
    """
    start, second, *_more = *(clock for one in written for clock in times_in(one)), "", ""
    return start, second if second > start else ""


def without_times(text: str) -> str:
    """Return `text` (see `with_digits`) with blanks where times stood."""
    return _TIME.sub(" ", _HOURS.sub(r"\1時", text))


def _meant(found: re.Match[str], text: str) -> str:
    """Return "HH:MM": 午前12時 and 12 AM are midnight, 午後0時 and 12 PM are noon."""
    half = (found["half"] or found["half_after"] or "").replace(".", "")
    hour = int(found["hour"])
    minute = 30 if found["and_half"] else int(found["minute"] or found["minutes"] or 0)
    if half in ("午前", "am"):
        if hour > 12:
            raise _no_time(text)
        hour %= 12
    elif half and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise _no_time(text)
    return f"{hour:02}:{minute:02}"


def _clock(since_midnight: timedelta, written: object) -> str:
    seconds = round(since_midnight.total_seconds())
    if not 0 <= seconds < _DAY_SECONDS:
        raise _no_time(str(written))
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _no_time(text: str) -> AttendanceError:
    return AttendanceError("bad-time", N_("“%(written)s” is no time."), N_("Write it as 18:30."), written=text[:40])
