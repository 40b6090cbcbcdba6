"""How many people the club will have reached by 31 March, how that was reckoned, and how sure it is.

Each session brings some people who were not there before in the fiscal year. The recent sessions tell how
many; the sessions that are still to come are taken from the plan, or from the pace so far. With k new people
in n recent sessions and m to come, the number that will still come is taken as negative binomial with shape
k + 1/2 and success probability n / (n + m): the Gamma-Poisson forecast with Jeffreys' prior (Gelman et al.,
Bayesian Data Analysis, 2.6). It is shown as the middle eight of ten chances.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ...language import _
from ..fiscal_year import last_day

FEWEST_SESSIONS = 4  # with fewer, any number would be a guess
CHANCE = 0.8
_NEARLY_SURE = 0.99  # certain is only what has happened


@dataclass(frozen=True)
class Forecast:
    """People by 31 March: the middle of the forecast, the range of 8 in 10 chances, and what it rests on."""

    expected: int
    low: int
    high: int
    chance_of_goal: float
    recent_sessions: int
    recent_first_times: int
    sessions_to_come: int
    planned: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the forecast for `--json`."""
        return asdict(self)

    def explanation(self) -> str:
        """Say in the reader's language how it was made and how sure it is."""
        source = (
            _("%(sessions)s more sessions are planned")
            if self.planned
            else _("about %(sessions)s more sessions are likely at the pace so far")
        ) % {"sessions": self.sessions_to_come}
        words = _(
            "The last %(recent)s sessions brought %(people)s people who had not been there before,"
            " and %(source)s. In 8 of 10 cases the year ends between %(low)s and %(high)s people."
        ) % {
            "recent": self.recent_sessions,
            "people": self.recent_first_times,
            "source": source,
            "low": self.low,
            "high": self.high,
        }
        if self.chance_of_goal == 1.0:
            return _("The goal is reached. %(forecast)s") % {"forecast": words}
        return _("%(forecast)s The chance of reaching the goal is about %(chance)s%%.") % {
            "forecast": words,
            "chance": round(100 * self.chance_of_goal),
        }


def forecast(
    held: Sequence[tuple[date, int]], planned: int, *, people: int, goal: int, year: int, today: date
) -> Forecast | None:
    """Return the forecast for fiscal year `year`, or None after it ended or with fewer than 4 sessions held.

    `held` are the sessions held so far, the earliest first, each with its number of people who came for the
    first time in the year; `planned` is the number of sessions in the plan after `today`.
    """
    if today > last_day(year) or len(held) < FEWEST_SESSIONS:
        return None
    # The first sessions of a year are full of new faces; the later half tells more about what is to come.
    recent = [first_times for _day, first_times in held[len(held) // 2 :]]
    to_come = planned or _at_the_pace([day for day, _first in held], last_day(year), today)
    more = _Additional(sum(recent), len(recent), to_come)
    return Forecast(
        expected=people + more.quantile(0.5),
        low=people + more.quantile((1 - CHANCE) / 2),
        high=people + more.quantile((1 + CHANCE) / 2),
        chance_of_goal=1.0 if people >= goal else min(more.chance_of_at_least(goal - people), _NEARLY_SURE),
        recent_sessions=len(recent),
        recent_first_times=sum(recent),
        sessions_to_come=to_come,
        planned=planned > 0,
    )


def _at_the_pace(days: Sequence[date], end: date, today: date) -> int:
    elapsed = max((today - days[0]).days + 1, 7)
    return round(len(days) * max((end - today).days, 0) / elapsed)


class _Additional:
    """How many more people will come: negative binomial, see the top of this file."""

    def __init__(self, first_times: int, sessions: int, to_come: int) -> None:
        self.shape = first_times + 0.5
        self.success = sessions / (sessions + to_come)

    def probability(self, count: int) -> float:
        if self.success == 1.0:
            return 1.0 if count == 0 else 0.0
        return math.exp(
            math.lgamma(count + self.shape)
            - math.lgamma(self.shape)
            - math.lgamma(count + 1)
            + self.shape * math.log(self.success)
            + count * math.log1p(-self.success)
        )

    def quantile(self, chance: float) -> int:
        total, count = self.probability(0), 0
        while total < chance:
            count += 1
            total += self.probability(count)
        return count

    def chance_of_at_least(self, count: int) -> float:
        return max(0.0, 1.0 - sum(self.probability(fewer) for fewer in range(count)))
