"""The parts of the report, as the notebook shows them: each method is one part."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from ...language import _, language, plural, set_language
from ..fiscal_year import fiscal_year_name, fiscal_year_of
from ..japan_time import today as this_day
from ..models import LessonProgress
from ..records import open_records
from . import charts
from .facts import Facts, gather

if TYPE_CHECKING:
    from collections.abc import Iterable


class Part:
    """A piece of the report; a notebook shows it as HTML."""

    def __init__(self, *pieces: str) -> None:
        self.html = "\n".join(pieces)

    def _repr_html_(self) -> str:
        return self.html


class CouncilReport:
    """The report of one fiscal year, from the club's records; it knows no names."""

    def __init__(self, year: int | None = None, *, lang: str | None = None, today: date | None = None) -> None:
        """Gather the figures of `year` (the present one) as of `today`, in the language `lang` ("ja" or "en").

        Raises: AttendanceError as `open_records`.
        """
        if lang is not None:
            set_language(lang)
        with open_records() as records, records.reading() as db:
            self.facts: Facts = gather(db, fiscal_year_of(today or this_day()) if year is None else year, today=today)

    @property
    def year_name(self) -> str:
        """令和2年度, or FY2020."""
        return fiscal_year_name(self.facts.year.fiscal_year)

    def parts(self) -> list[Part]:
        """All parts in their order."""
        return [
            self.heading(), self.goal(), self.venues_and_months(), self.people(), self.lessons(), self.meaning(),
            self.decision(),
        ]  # fmt: skip

    def heading(self) -> Part:
        """Title, and the day of the figures."""
        return Part(
            f"<h1>{_('Programming club: report on %(year)s') % {'year': self.year_name}}</h1>",
            f'<p class="day">{_("Figures as of %(day)s") % {"day": _day(self.facts.as_of)}}</p>',
        )

    def goal(self) -> Part:
        """The goal, how far it is, and what is to be expected."""
        facts, year = self.facts, self.facts.year
        goal = facts.progress.goal
        state = (
            _("The goal is reached.")
            if facts.progress.reached
            else plural(
                "%(missing)s more person is needed for the goal.",
                "%(missing)s more people are needed for the goal.",
                goal - year.people,
            )
            % {"missing": goal - year.people}
        )
        counts = {"people": year.people, "goal": goal, "year": self.year_name}
        average = f"{year.presences / year.sessions:.1f}" if year.sessions else "–"
        tiles = [
            (_("People (counted once)"), year.people),
            (_("Presences"), year.presences),
            (_("Sessions"), year.sessions),
            (_("People at a session, on average"), average),
        ]
        return Part(
            f"<h2>{_('1. The goal')}</h2>",
            '<div class="goal">',
            f'<p class="large">{_("<strong>%(people)s</strong> / %(goal)s people") % counts}</p>',
            f'<progress max="{goal}" value="{min(year.people, goal)}">{year.people} / {goal}</progress>',
            f"<p>{_('%(people)s different people came at least once in %(year)s; the goal is %(goal)s.') % counts}",
            f" {state}</p></div>",
            _tiles(tiles),
            _figure(charts.growth_chart(facts), _("How the number of people grew towards the goal")),
            f"<p>{escape(facts.progress.outlook())}</p>",
        )

    def venues_and_months(self) -> Part:
        """Both venues and all months."""
        facts, year = self.facts, self.facts.year
        venues = [[facts.venues[venue.key], venue.sessions, venue.people, venue.presences] for venue in year.venues]
        total = [_("Total"), year.sessions, year.people, year.presences]
        months = [
            [_month(month.year, month.month), month.sessions, *month.presences.values(),
             sum(month.presences.values()), month.first_time]
            for month in facts.months
        ]  # fmt: skip
        at_venues = [sum(month.presences[key] for month in facts.months) for key in facts.venues]
        sums = [_("Total"), year.sessions, *at_venues, year.presences, year.people]
        return Part(
            f"<h2>{_('2. By venue and month')}</h2>",
            _table([_("Venue"), _("Sessions"), _("People"), _("Presences")], venues, total),
            f'<p class="note">{_("Somebody who came to both venues is counted once in the total.")}</p>',
            _figure(charts.month_chart(facts), _("Presences of each month, by venue")),
            _table([_("Month"), _("Sessions"), *facts.venues.values(), _("Presences"), _("Here for the first time")],
                   months, sums),
            _cancelled(facts),
        )  # fmt: skip

    def people(self) -> Part:
        """Who the people are, in four numbers, and the years before."""
        year = self.facts.year
        parts = [
            f"<h2>{_('3. New and returning')}</h2>",
            _tiles([
                (_("Came for the first time this year"), year.new),
                (_("Came in an earlier year too"), year.returning),
                (_("Children"), year.children),
                (_("Grown-ups"), year.grown_ups),
            ]),
        ]  # fmt: skip
        if self.facts.earlier:
            rows = [
                [fiscal_year_name(one.fiscal_year), one.sessions, one.people, one.presences]
                for one in (*self.facts.earlier, year)
            ]
            parts.append(_table([_("Fiscal year"), _("Sessions"), _("People"), _("Presences")], rows))
        return Part(*parts)

    def lessons(self) -> Part:
        """How far people came with each lesson."""
        title = f"<h2>{_('4. Lesson progress')}</h2>"
        if not self.facts.lessons:
            return Part(title, f"<p>{_('No lesson progress was noted.')}</p>")
        alone = sum(reached[LessonProgress.ALONE] for reached in self.facts.lessons.values())
        noted = sum(sum(reached.values()) for reached in self.facts.lessons.values())
        share = _("In %(share)s%% of the cases the lesson was done alone in the end.") % {
            "share": round(100 * alone / noted)
        }
        return Part(
            title,
            f"<p>{share}</p>",
            _figure(charts.lesson_chart(self.facts), _("How far people came with each lesson")),
        )

    def meaning(self) -> Part:
        """What the numbers mean, and what they don't."""
        points = [
            _("People (受講者数): everybody who was present at least once in the fiscal year, counted once."),
            _("Presences (延べ人数): each coming is counted. Late counts as present; absent does not count."),
            _("The fiscal year goes from 1 April to 31 March, Japan time."),
            _("New: never came in an earlier fiscal year, as far as the records go. Returning: came before."),
            _("Data erased on request or after its time still counts, without a name."),
            _("The report has no names, but small numbers can point at a person: publish the open data instead."),
        ]
        return Part(f"<h2>{_('5. What the numbers mean')}</h2>", _list(points))

    def decision(self) -> Part:
        """A page of its own for the decision whether to continue."""
        year, goal = self.facts.year, self.facts.progress.goal
        facts = [
            _("People: %(people)s (goal: %(goal)s)") % {"people": year.people, "goal": goal},
            _("Returning from an earlier year: %(returning)s; new: %(new)s")
            % {"returning": year.returning, "new": year.new},
        ]
        if self.facts.earlier and self.facts.earlier[-1].fiscal_year == year.fiscal_year - 1:
            facts.append(_("The year before: %(people)s people") % {"people": self.facts.earlier[-1].people})
        choices = [_("Continue the club"), _("Continue it with changes"), _("End it")]
        blank = '<div class="blank"></div>'
        return Part(
            '<section class="decision">',
            f"<h2>{_('6. Decision: whether to continue after %(year)s') % {'year': self.year_name}}</h2>",
            f"<p>{_('The plan says that this is decided every fiscal year, by the number of people.')}</p>",
            _list(facts),
            '<ul class="choices">', *(f"<li><span></span>{choice}</li>" for choice in choices), "</ul>",
            f"<h3>{_('Reasons, and what should change')}</h3>{blank}",
            f"<h3>{_('What instructors, children and families say')}</h3>{blank}",
            f'<p class="sign">{_("Decided on")}<span></span>{_("Signed by")}<span></span></p>',
            "</section>",
        )  # fmt: skip


def _cancelled(facts: Facts) -> str:
    if not facts.cancelled:
        return ""
    lines = [
        f"{_day(session.date)} {facts.venues[session.venue.key]}"
        + (_(" (%(reason)s)") % {"reason": session.cancellation} if session.cancellation else "")
        for session in facts.cancelled
    ]
    return f"<h3>{_('Cancelled, and not counted')}</h3>{_list([escape(line) for line in lines])}"


def _tiles(tiles: Iterable[tuple[str, object]]) -> str:
    inside = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in tiles)
    return f'<dl class="tiles">{inside}</dl>'


def _table(head: list[str], rows: list[list[object]], foot: list[object] | None = None) -> str:
    def line(cells: list[object]) -> str:
        first, *rest = (escape(str(cell)) for cell in cells)
        return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"

    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(line(row) for row in rows)
    feet = f"<tfoot>{line(foot)}</tfoot>" if foot else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>{feet}</table>"


def _figure(svg: str, caption: str) -> str:
    accessible = svg.replace("<svg", f'<svg role="img" aria-label="{escape(caption)}"', 1)
    return f"<figure>{accessible}<figcaption>{caption}</figcaption></figure>"


def _list(points: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language() == "ja" else day.isoformat()


def _month(year: int, month: int) -> str:
    return f"{year}年{month}月" if language() == "ja" else f"{year}-{month:02}"
