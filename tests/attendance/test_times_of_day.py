from __future__ import annotations

from datetime import time, timedelta

import pytest

from kimotsuki_ictclub.attendance.times_of_day import parse_time, times_in
from kimotsuki_ictclub.errors import AttendanceError


@pytest.mark.parametrize(
    "written",
    [
        "18:30", "１８：３０", "18時30分", "18時半", "午後6時30分", "午後六時三十分", "6:30 PM", "6:30 p.m.",
        "0.7708333333", 0.7708333333, time(18, 30), timedelta(hours=18, minutes=30),
    ],
)  # fmt: skip
def test_the_same_time_in_many_forms(written: object) -> None:
    assert parse_time(written) == "18:30"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""), (None, ""), ("午前12時30分", "00:30"), ("12:30 AM", "00:30"), ("午後12時30分", "12:30"),
        ("12:30 PM", "12:30"), ("午後0時", "12:00"), ("0.9999", "23:59"), (time(23, 59, 51), "23:59"), ("9時", "09:00"),
    ],
)  # fmt: skip
def test_noon_midnight_and_the_end_of_the_day(written: object, meant: str) -> None:
    assert parse_time(written) == meant


@pytest.mark.parametrize(
    "written", ["25:00", "24:00", "18:61", "evening", "午前13時", "0.99999999", "18:30～20:00", "1" * 400]
)
def test_other_texts_are_no_time(written: str) -> None:
    with pytest.raises(AttendanceError) as caught:
        parse_time(written)
    assert caught.value.code == "bad-time"


def test_times_among_other_words() -> None:
    assert times_in("6/13(土) 10:00～11:30") == ["10:00", "11:30"]
    assert times_in("2020-06-13 00:00:00") == times_in("6/13") == []
