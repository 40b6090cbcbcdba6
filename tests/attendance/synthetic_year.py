"""A year of two venues, made from a seed, and its figures counted by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from kimotsuki_ictclub.attendance.fiscal_year import japanese_name

SHIFTS = {"高山": 0, "内之浦": 3}


@dataclass(frozen=True)
class Visit:
    day: date
    venue: str
    number: int
    state: str  # 出席 遅刻 欠席


class SyntheticYear:
    """36 people, 40 sessions in fiscal year 2020; a few people come to both venues."""

    def __init__(self, seed: int = 2020, *, weeks: int = 20) -> None:
        chance = random.Random(seed)
        self.people = {number: f"なかま{number}" for number in range(1, 37)}
        self.grown_ups = {number for number in self.people if number % 9 == 0}
        homes = {number: chance.choice(["高山", "高山", "内之浦"]) for number in self.people}
        self.visits: list[Visit] = []
        for week in range(weeks):
            for venue, shift in SHIFTS.items():
                day = date(2020, 5, 9) + timedelta(days=14 * week + shift)
                for number, home in homes.items():
                    if chance.random() < (0.7 if home == venue else 0.02):
                        state = chance.choices(["出席", "遅刻", "欠席"], [8, 1, 2])[0]
                        self.visits.append(Visit(day, venue, number, state))

    def came(self, venue: str | None = None) -> list[Visit]:
        return [visit for visit in self.visits if visit.state != "欠席" and venue in (None, visit.venue)]

    def people_who_came(self, venue: str | None = None) -> set[int]:
        return {visit.number for visit in self.came(venue)}

    def register(self, venue: str) -> str:
        """A class register as a town would have it: a title, 令和 dates as columns, marks, full-width digits."""
        days = sorted({visit.day for visit in self.visits if visit.venue == venue})
        marks = {(visit.number, visit.day): visit.state for visit in self.visits if visit.venue == venue}
        signs = {"出席": "○", "遅刻": "遅刻", "欠席": "×"}
        lines = [
            f"{japanese_name(2020)} 出席簿（{venue}会場）",
            ",".join(
                ["番号", "ニックネーム", "区分", "備考", *(f"令和{d.year - 2018}年{d.month}月{d.day}日" for d in days)]
            ),
        ]
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        for number, nickname in self.people.items():
            cells = [signs.get(marks.get((number, day), ""), "") for day in days]
            kind = "大人" if number in self.grown_ups else "子ども"
            lines.append(",".join([str(number).translate(wide), nickname, kind, "", *cells]))
        return "\r\n".join(lines) + "\r\n"

    def people_list(self) -> str:
        """A list of people with a title, readings and sums below."""
        rows = [
            f"{number},{nickname},{nickname},{'大人' if number in self.grown_ups else '子ども'}"
            for number, nickname in self.people.items()
        ]
        return "\n".join(["令和２年度　参加者名簿", "番　号,ニックネーム,ふりがな,区分", *rows, f",計,{len(rows)}名,"])

    def session_list(self) -> str:
        """A list of sessions with their times."""
        held = sorted({(visit.day, visit.venue) for visit in self.visits})
        rows = [f"{day},{venue},18:30,20:00,{number % 12 + 1}" for number, (day, venue) in enumerate(held)]
        return "\n".join(["日付,会場,開始,終了,レッスン", *rows])

    def presence_list(self, venue: str) -> str:
        """A list of presences, one row each, without times."""
        rows = [
            f"{visit.day.month}/{visit.day.day},{venue},{visit.number},{visit.state}"
            for visit in self.visits
            if visit.venue == venue
        ]
        return "\n".join(["月日,会場,番号,出欠", *rows])
