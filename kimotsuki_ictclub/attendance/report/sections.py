"""The parts of the report, as the notebook shows them: each method is one part.

The headings are those of the 成果報告書 that 総務省 asks of 地域ICTクラブ: what was done (活動実績), what was learned
(得られたノウハウ), what is to be solved and how (解決すべき課題と対応方針). What the records know is filled in.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

from ...language import _, language, plural, set_language
from ..fiscal_year import fiscal_year_name, fiscal_year_of
from ..japan_time import today as this_day
from ..models import LessonProgress
from ..records import Records, open_records
from . import charts, voices
from .blocks import (
    Block,
    Chart,
    Decision,
    Goal,
    Heading,
    NewPage,
    Paragraph,
    Points,
    Space,
    Table,
    Tiles,
)  # fmt: skip
from .facts import Facts, gather
from .page import html_of

_EMPTY_ROWS = 4


class Part:
    """A piece of the report; a notebook shows it as HTML."""

    def __init__(self, *blocks: Block) -> None:
        self.blocks = blocks

    @property
    def html(self) -> str:
        """The piece as HTML."""
        return html_of(self.blocks)

    def _repr_html_(self) -> str:
        return self.html


class CouncilReport:
    """The report of one fiscal year, from the club's records; it knows no names."""

    def __init__(
        self,
        year: int | None = None,
        *,
        lang: str | None = None,
        today: date | None = None,
        records: Records | None = None,
    ) -> None:
        """Gather the figures of `year` (the present one) as of `today`, in the language `lang` ("ja" or "en").

        They come from `records`, or from where the commands look. Raises: AttendanceError as `open_records`.
        """
        if lang is not None:
            set_language(lang)
        wanted = fiscal_year_of(today or this_day()) if year is None else year
        with nullcontext(records) if records else open_records() as opened, opened.reading() as db:
            self.facts: Facts = gather(db, wanted, today=today)

    @property
    def year_name(self) -> str:
        """令和2年度, or FY2020."""
        return fiscal_year_name(self.facts.year.fiscal_year)

    @property
    def title(self) -> str:
        """The report's title."""
        return _("Programming club: report on %(year)s") % {"year": self.year_name}

    def parts(self) -> list[Part]:
        """All parts in their order."""
        return [
            self.heading(), self.goal(), self.venues_and_months(), self.people(), self.mentors(), self.lessons(),
            self.years(), self.know_how(), self.issues(), self.costs(), self.voices(), self.sessions(),
            self.meaning(), self.decision(),
        ]  # fmt: skip

    def heading(self) -> Part:
        """Title, and the day of the figures."""
        return Part(
            Heading(self.title, 1), Paragraph(_("Figures as of %(day)s") % {"day": _day(self.facts.as_of)}, "day")
        )

    def goal(self) -> Part:
        """The goal, how far it is, and what is to be expected."""
        facts, year = self.facts, self.facts.year
        goal = facts.progress.goal
        missing = goal - year.people
        state = (
            _("The goal is reached.")
            if facts.progress.reached
            else plural(
                "%(missing)s more person is needed for the goal.",
                "%(missing)s more people are needed for the goal.",
                missing,
            )
            % {"missing": missing}
        )
        counts = {"people": year.people, "goal": goal, "year": self.year_name}
        text = _("%(people)s different people came at least once in %(year)s; the goal is %(goal)s.") % counts
        average = f"{year.presences / year.sessions:.1f}" if year.sessions else "–"
        return Part(
            Heading(_("1. The goal")),
            Goal(year.people, goal, f"{text} {state}"),
            Tiles([
                (_("People (counted once)"), year.people),
                (_("Presences"), year.presences),
                (_("Sessions"), year.sessions),
                (_("People at a session, on average"), average),
            ]),
            Chart(charts.growth_chart(facts), _("How the number of people grew towards the goal")),
            Paragraph(facts.progress.outlook()),
        )  # fmt: skip

    def venues_and_months(self) -> Part:
        """What was done: both venues and all months."""
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
        head = [_("Month"), _("Sessions"), *facts.venues.values(), _("Presences"), _("Here for the first time")]
        return Part(
            Heading(_("2. What was done")),
            Heading(_("By venue and month"), 3),
            Table([_("Venue"), _("Sessions"), _("People"), _("Presences")], venues, total),
            Paragraph(_("Somebody who came to both venues is counted once in the total."), "note"),
            Chart(charts.month_chart(facts), _("Presences of each month, by venue")),
            Table(head, months, sums),
            *_cancelled(facts),
        )

    def people(self) -> Part:
        """Who the people are, in four numbers."""
        year = self.facts.year
        return Part(
            Heading(_("New and returning"), 3),
            Tiles([
                (_("Came for the first time this year"), year.new),
                (_("Came in an earlier year too"), year.returning),
                (_("Children"), year.children),
                (_("Grown-ups"), year.grown_ups),
            ]),
        )  # fmt: skip

    def mentors(self) -> Part:
        """How many mentors there were, and their hours."""
        mentors = self.facts.mentors
        parts: list[Block] = [
            Heading(_("Mentors"), 3),
            Tiles([
                (_("Mentors who taught or helped"), mentors.mentors),
                (_("Times they did so"), mentors.times),
                (_("Their hours at sessions"), _hours(mentors.minutes)),
                (_("Hours of training"), _hours(mentors.training_minutes)),
            ]),
        ]  # fmt: skip
        if mentors.unknown:
            unknown = {"unknown": mentors.unknown}
            parts.append(Paragraph(_("Of %(unknown)s times it is not known how long they were.") % unknown, "note"))
        return Part(*parts)

    def lessons(self) -> Part:
        """The lessons that were held, and how far people came with each."""
        facts = self.facts
        title = Heading(_("Material and lesson progress"), 3)
        if not facts.materials:
            return Part(title, Paragraph(_("No lesson progress was noted.")))
        levels = (LessonProgress.ALONE, LessonProgress.WITH_HELP, LessonProgress.NOT_YET)
        rows = [
            [one.title, one.sessions, one.presences, *(one.reached[level] or "–" for level in levels)]
            for one in facts.materials
        ]
        head = [_("Lesson"), _("Sessions"), _("Presences"), _("alone"), _("with help"), _("not yet")]
        parts: list[Block] = [title, Table(head, rows)]
        noted = sum(sum(reached.values()) for reached in facts.lessons.values())
        if noted:
            alone = sum(reached[LessonProgress.ALONE] for reached in facts.lessons.values())
            share = _("In %(share)s%% of the cases the lesson was done alone in the end.")
            parts += [
                Paragraph(share % {"share": round(100 * alone / noted)}),
                Chart(charts.lesson_chart(facts), _("How far people came with each lesson")),
            ]
        else:
            parts.append(Paragraph(_("No lesson progress was noted.")))
        return Part(*parts)

    def years(self) -> Part:
        """This fiscal year beside those before it."""
        title = Heading(_("3. Beside the years before"))
        if not self.facts.earlier:
            return Part(title, Paragraph(_("There are no records of an earlier fiscal year.")))
        rows = [
            [fiscal_year_name(one.fiscal_year), one.sessions, one.people, one.new, one.returning, one.presences]
            for one in (*self.facts.earlier, self.facts.year)
        ]
        head = [_("Fiscal year"), _("Sessions"), _("People"), _("New"), _("Returning"), _("Presences")]
        return Part(
            title, Table(head, rows), Chart(charts.year_chart(self.facts), _("People of each fiscal year"))
        )  # fmt: skip

    def know_how(self) -> Part:
        """Room for what was learned."""
        return Part(
            Heading(_("4. What was learned")),
            Space(_("Teaching and material")),
            Space(_("Winning children and mentors, and keeping them")),
            Space(_("Venue, equipment, organization")),
        )

    def issues(self) -> Part:
        """Room for what is to be solved and how, beside what the records say about it."""
        facts, year = self.facts, self.facts.year
        known: list[str] = []
        if not facts.progress.reached:
            known.append(_("Missing to the goal: %(missing)s") % {"missing": facts.progress.goal - year.people})
        if facts.earlier:
            before = facts.earlier[-1]
            known.append(
                _("Of %(before)s people in %(year)s, %(stayed)s came again")
                % {"before": before.people, "year": fiscal_year_name(before.fiscal_year), "stayed": facts.stayed}
            )
        if facts.cancelled:
            known.append(_("Cancelled sessions: %(count)s") % {"count": len(facts.cancelled)})
        unfinished = [
            one.title for one in facts.materials
            if one.reached[LessonProgress.NOT_YET] > one.reached[LessonProgress.ALONE]
        ]  # fmt: skip
        if unfinished:
            known.append(
                _("More people not yet done than done alone: %(lessons)s") % {"lessons": ", ".join(unfinished)}
            )
        from_records: list[Block] = [Paragraph(_("From the records:")), Points(known)] if known else []
        rows = [["", "", ""] for _row in range(_EMPTY_ROWS)]
        return Part(
            Heading(_("5. What is to be solved, and how")),
            *from_records,
            Table([_("Issue"), _("What will be done"), _("By when, and by whom")], rows, roomy=True),
        )

    def costs(self) -> Part:
        """What the fiscal year cost, as far as it was typed in."""
        typed = self.facts.costs
        title, head = Heading(_("6. Costs")), [_("Item"), _("Yen")]
        if not typed:
            return Part(title, Table(head, [["", ""] for _row in range(_EMPTY_ROWS)], roomy=True))
        rows = [[item, f"{yen:,}"] for item, yen in typed.items()]
        parts: list[Block] = [title, Table(head, rows, [_("Total"), f"{sum(typed.values()):,}"])]
        if self.facts.year.people:
            each = {"yen": f"{round(sum(typed.values()) / self.facts.year.people):,}"}
            parts.append(Paragraph(_("For each person who came: %(yen)s yen.") % each))
        return Part(*parts)

    def voices(self) -> Part:
        """What children, guardians and mentors said in the surveys."""
        return Part(
            Heading(_("7. Voices")),
            *voices.blocks_of(self.facts.voices),
            Space(_("What instructors, children and families say")),
        )

    def sessions(self) -> Part:
        """Each session that was held."""
        facts = self.facts
        rows = [
            [
                _day(entry.session.date), facts.venues[entry.session.venue.key],
                facts.titles.get(entry.session.lesson, "–"), entry.people, entry.first_time,
            ]
            for entry in facts.held
        ]  # fmt: skip
        head = [_("Day"), _("Venue"), _("Lesson"), _("People came"), _("Here for the first time")]
        return Part(Heading(_("8. Sessions held")), Table(head, rows) if rows else Paragraph("–"))

    def meaning(self) -> Part:
        """What the numbers mean, and what they don't."""
        points = [
            _("People (受講者数): everybody who was present at least once in the fiscal year, counted once."),
            _("Presences (延べ人数): each coming is counted. Late counts as present; absent does not count."),
            _("Mentors and staff are not among them."),
            _("The fiscal year goes from 1 April to 31 March, Japan time."),
            _("New: never came in an earlier fiscal year, as far as the records go. Returning: came before."),
            _("Data erased on request or after its time still counts, without a name."),
            _("The report has no names, but small numbers can point at a person: publish the open data instead."),
        ]
        return Part(Heading(_("9. What the numbers mean")), Points(points))

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
        return Part(
            NewPage(),
            Heading(_("10. Decision: whether to continue after %(year)s") % {"year": self.year_name}),
            Paragraph(_("The plan says that this is decided every fiscal year, by the number of people.")),
            Points(facts),
            Space(_("Reasons, and what should change")),
            Decision(
                [_("Continue the club"), _("Continue it with changes"), _("End it")], [_("Decided on"), _("Signed by")]
            ),
        )


def _cancelled(facts: Facts) -> list[Block]:
    if not facts.cancelled:
        return []
    lines = [
        f"{_day(session.date)} {facts.venues[session.venue.key]}"
        + (_(" (%(reason)s)") % {"reason": facts.reasons[session.id]} if facts.reasons[session.id] else "")
        for session in facts.cancelled
    ]
    return [Heading(_("Cancelled, and not counted"), 3), Points(lines)]


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language() == "ja" else day.isoformat()


def _month(year: int, month: int) -> str:
    return f"{year}年{month}月" if language() == "ja" else f"{year}-{month:02}"
