"""A fiscal year as somebody with pen and paper would have written it down, for `test_town_year.py`.

Nothing here asks the program: what is counted is counted from what was told.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

LEARNERS = [f"なかま{number}ごう" for number in range(1, 23)]
GROWN_UPS = {LEARNERS[number] for number in (4, 9, 15)}
TWICE = "ナカマ2ゴウ"  # the second one of LEARNERS, typed once more as a newcomer
HELPER = LEARNERS[20]  # helps, and was typed as a child
MENTORS = ["けん先生", "ゆい先生"]
STAFF = "やくばさん"
FULL_NAMES = {name: f"山之口 健{number}" for number, name in enumerate(LEARNERS[:8])}
RANK = {None: 0, "not_yet": 1, "with_help": 2, "alone": 3}
MOVED_BEFORE, MOVED_AFTER, REOPENED = 9, 10, 8
CANCELLED = {3: "台風のため", 7: "けん先生 の かぜ"}  # the second reason names somebody


@dataclass
class Evening:
    """One session: when and where it was in the end, and who was there."""

    day: date
    venue: str
    lesson: str
    id: int = 0
    cancelled: str = ""
    came: dict[str, str] = field(default_factory=dict)  # name: present or late
    progress: dict[str, str] = field(default_factory=dict)
    duties: dict[str, tuple[str, int]] = field(default_factory=dict)  # name: role and minutes

    def at(self, day: date | None = None) -> str:
        return (day or self.day).isoformat()


class TownYear:
    """Fiscal year 2020 with one evening of 2019: 12 evenings at two venues, two of them cancelled, two moved."""

    def __init__(self) -> None:
        chance = random.Random(17)
        self.before = Evening(date(2020, 2, 8), "koyama", "1", came=dict.fromkeys(LEARNERS[:7], "present"))
        self.evenings = [
            Evening(
                date(2020, 4, 18) + timedelta(days=28 * week), ("koyama", "uchinoura")[week % 2], f"{week // 2 + 1}"
            )
            for week in range(12)
        ]
        homes = {name: chance.choice(["koyama", "koyama", "uchinoura"]) for name in LEARNERS}
        for number, evening in enumerate(self.evenings):
            if number in CANCELLED:
                evening.cancelled = CANCELLED[number]
                continue
            for name in LEARNERS[:-1]:  # the last one never comes
                if chance.random() < (0.65 if homes[name] == evening.venue else 0.08):
                    evening.came[name] = chance.choice(["present", "present", "present", "late"])
                    if name != HELPER and chance.random() < 0.7:
                        evening.progress[name] = chance.choice(["not_yet", "with_help", "alone", "alone"])
            if number == 4:
                evening.came[TWICE] = "present"
            for mentor in (*MENTORS, STAFF):
                if chance.random() < 0.6:
                    role = chance.choice(["taught", "helped"])
                    evening.duties[mentor] = (role, chance.choice([60, 75]) if role == "taught" else 90)

    @property
    def held(self) -> list[Evening]:
        return [evening for evening in self.evenings if not evening.cancelled]

    def people(self, venue: str = "", *, year: bool = True) -> set[str]:
        """Who came (at one venue), each once."""
        there = [evening for evening in self.held if venue in ("", evening.venue)] if year else [self.before]
        return {name for evening in there for name in evening.came}

    def presences(self, venue: str = "", month: str = "") -> int:
        return sum(
            len(evening.came)
            for evening in self.held
            if venue in ("", evening.venue) and evening.at().startswith(month)
        )

    def first_times(self) -> dict[int, int]:
        """How many came first in the year to each session, by its number."""
        seen: set[str] = set()
        found = {}
        for evening in sorted(self.held, key=lambda one: one.day):
            found[evening.id] = len(evening.came.keys() - seen)
            seen |= evening.came.keys()
        return found

    def merge(self) -> None:
        """The one who was typed twice is one."""
        for evening in self.held:
            if TWICE in evening.came:
                evening.came.setdefault(LEARNERS[1], evening.came.pop(TWICE))

    def best(self, name: str) -> dict[str, str | None]:
        """How far somebody came with each lesson at which they were."""
        found: dict[str, str | None] = {}
        for evening in self.held:
            if name in evening.came:
                reached = evening.progress.get(name)
                found[evening.lesson] = max(found.get(evening.lesson), reached, key=lambda one: RANK[one])
        return found

    def reached(self, lesson: str) -> Counter[str | None]:
        """How many people came how far with a lesson, each at best."""
        return Counter(best[lesson] for name in self.people() if lesson in (best := self.best(name)))

    def times(self, name: str) -> int:
        return sum(name in evening.came for evening in self.held)

    def helped(self, name: str, month: str = "") -> Counter[str]:
        """How often somebody taught and helped, and for how many minutes."""
        found: Counter[str] = Counter()
        for evening in self.held:
            if name in evening.duties and evening.at().startswith(month):
                role, minutes = evening.duties[name]
                found += Counter({role: 1, "minutes": minutes})
        return found
