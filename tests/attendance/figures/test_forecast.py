from __future__ import annotations

import random
from datetime import date, timedelta

from kimotsuki_ictclub.attendance.figures.forecast import forecast

END = date(2021, 3, 31)


def held(first_times: list[int]) -> list[tuple[date, int]]:
    return [(date(2020, 5, 2) + timedelta(weeks=week), count) for week, count in enumerate(first_times)]


def test_no_forecast_from_few_sessions_nor_after_the_year() -> None:
    few = held([5, 4, 3])
    assert forecast(few, 10, people=12, goal=30, year=2020, today=date(2020, 6, 1)) is None
    enough = held([5, 4, 3, 2])
    assert forecast(enough, 10, people=14, goal=30, year=2020, today=date(2021, 4, 1)) is None


def test_with_nothing_to_come_it_is_certain() -> None:
    made = forecast(held([5, 4, 3, 2]), 0, people=14, goal=30, year=2020, today=END)
    assert made is not None
    assert (made.low, made.expected, made.high, made.chance_of_goal) == (14, 14, 14, 0.0)


def test_a_reached_goal_stays_reached() -> None:
    made = forecast(held([10, 10, 10, 5]), 5, people=35, goal=30, year=2020, today=date(2020, 7, 1))
    assert made is not None
    assert made.chance_of_goal == 1.0
    assert made.low >= 35
    assert made.explanation().startswith("The goal is reached.")


def test_without_a_plan_the_pace_so_far_goes_on() -> None:
    weekly = held([1] * 10)  # 2 May to 4 July
    made = forecast(weekly, 0, people=10, goal=30, year=2020, today=date(2020, 7, 4))
    assert made is not None
    assert not made.planned
    assert 38 <= made.sessions_to_come <= 44  # 38.6 weeks remain; ten sessions fell into 64 days


def test_it_says_how_it_was_made_and_how_sure_it_is() -> None:
    made = forecast(held([6, 3, 2, 2, 1, 1]), 12, people=15, goal=30, year=2020, today=date(2020, 7, 1))
    assert made is not None
    words = made.explanation()
    for part in (
        "last 3 sessions",
        "4 people",
        "12 more sessions are planned",
        "8 of 10",
        f"{made.low} and {made.high}",
    ):
        assert part in words


def test_eight_of_ten_years_end_in_the_range() -> None:
    chance = random.Random(30)
    inside = 0
    for _ in range(400):
        rate = chance.uniform(0.3, 3)
        past = [sum(chance.random() < rate / 20 for _ in range(20)) for _ in range(12)]
        future = sum(chance.random() < rate / 20 for _ in range(20 * 15))
        made = forecast(held(past), 15, people=sum(past), goal=30, year=2020, today=date(2020, 8, 1))
        assert made is not None
        inside += made.low <= sum(past) + future <= made.high
    assert 0.75 <= inside / 400 <= 0.92
