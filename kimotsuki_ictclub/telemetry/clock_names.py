"""Which columns are a clock, and in what unit: the names that boards, editors, loggers and spreadsheets write."""

from __future__ import annotations

import math
import re

from .label_rules import plain_width

_UNITS = {
    0.000001: ("microseconds", "microsecond", "micros", "usec", "us", "μs", "マイクロ秒"),
    0.001: ("milliseconds", "millisecond", "millis", "msec", "msecs", "ms", "ミリ秒", "ミリびょう"),
    1.0: ("seconds", "second", "secs", "sec", "s", "秒", "びょう"),
    60.0: ("minutes", "minute", "mins", "min", "m", "分", "ふん", "ぷん"),
    3600.0: ("hours", "hour", "hrs", "hr", "h", "時間", "時"),
    86400.0: ("days", "day", "d", "日"),
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
# Names that say only a unit. The short ones (s, min, h) may as well be a channel, such as the least value.
_UNIT_ALONE = re.compile(
    "microseconds|micros|マイクロ秒|milliseconds|millis|msec|ms|seconds?|secs?|minutes?|hours?|days|ミリ秒"
)
_SECONDS_PASSED = re.compile("(?:経過|けいか)?(?:秒|びょう)(?:数|すう)?")
_TIME = re.compile(
    r"(?:(?:elapsed|relative|total|local|absolute|running)[ _])?time(?:[ _]elapsed)?|t|elapsed|clock|time ?stamp"
    r"|date ?[/_-]? ?time|date and time|(?:created|recorded|measured)(?:[ _]at)?|年月日時分?"
    r"|経過|(?:経過|けいか|ケイカ)?(?:時間|時刻|じかん|じこく|ジカン|ジコク)|日時|日付 ?時[間刻]|タイム(?:スタンプ)?"
    r"|(?:測定|計測|記録|観測|取得|サンプリング)(?:時間|時刻|日時)"
)
_WITH_UNIT = re.compile(r"(.+?)\s*(?:[(\[〔【]\s*([^()\[\]]+?)\s*[)\]〕】]|\s*/\s*(\w+)|[\s_](\w+)|\s+in\s+(\w+))")
_ZONE = re.compile(r"\s*,\s*(?:gmt|utc|jst)\S*$|\s*\((?:gmt|utc|jst)[^)]*\)$")  # as HOBO's loggers write it
_RUN = re.compile(r"^.*:\s*(?=[^:()\[\]]*(?:[(\[][^()\[\]]*[)\]])?$)")  # Vernier writes the run's name before it
_PLAIN = re.compile(r"time(?:_(ms|s)|\s*\((\w+)\))?", re.IGNORECASE)
_DATE = re.compile("date|日付け?|年月日|月日|日にち|(?:測定|計測|記録|観測)日")


def time_unit(name: str) -> float | None:
    """Return the seconds in one unit of a labelled time, NaN where the unit is not said, None where it is no time.

    `t` is in milliseconds (MicroPython's `running_time()`); the V2 data log writes `Time (seconds)`.
    """
    if name == "t":
        return 0.001
    match = _PLAIN.fullmatch(name)
    return _SECONDS.get((match[1] or match[2] or "").lower(), math.nan) if match else None


def clock_unit(name: str) -> float | None:
    """Return the same for a column's name: there many more are a clock (`経過時間[秒]`, `Run 1: Time (s)`)."""
    plain = plain_width(name).strip()
    if plain == "t":
        return 0.001
    plain = _ZONE.sub("", _RUN.sub("", _ZONE.sub("", plain.lower()))).strip()
    if _UNIT_ALONE.fullmatch(plain):
        return _SECONDS[plain]
    if _SECONDS_PASSED.fullmatch(plain):
        return 1.0
    if _TIME.fullmatch(plain):
        return None if plain == "t" else math.nan  # T is a temperature as often
    match = _WITH_UNIT.fullmatch(plain)
    if match and _TIME.fullmatch(match[1]):
        unit = match[2] or match[3] or match[4] or match[5]
        if match[1] == "t" and name.strip()[:1] in "TＴ" and not match[2]:
            return None  # T_min is the least temperature
        return _SECONDS.get(unit, math.nan if match[2] and match[1] != "t" else None)
    return None


def counts_minutes(name: str) -> bool:
    """Tell whether a clock's name says that 02:05 are two minutes and five seconds (`経過時間(mm:ss)`)."""
    return re.search(r"[(\[](?:m?m:ss|分:秒)", plain_width(name).lower()) is not None


def unit_of_time(text: str) -> float | None:
    """Return the seconds in a unit that stands behind a number (`ms`, `秒`), None where it is none of time."""
    return _SECONDS.get(plain_width(text).strip().lower())


def is_date(name: str) -> bool:
    """Tell whether a column is called a date: it is a clock where its cells hold a time of day too."""
    return bool(_DATE.fullmatch(plain_width(name).strip().lower()))
