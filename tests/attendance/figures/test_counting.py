from __future__ import annotations

from datetime import date
from pathlib import Path

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in, set_presence
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.figures import counting
from kimotsuki_ictclub.attendance.figures.progress import progress
from kimotsuki_ictclub.attendance.models import LessonProgress
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.attendance.years import set_goal
from tests.attendance.synthetic_year import SHIFTS, SyntheticYear


def import_year(records: Records, folder: Path, year: SyntheticYear) -> None:
    for venue in SHIFTS:
        file = folder / "register.csv"
        file.write_bytes(year.register(venue).encode("cp932"))
        import_file(records, file, venue=venue)


def test_a_year_of_two_venues_agrees_with_a_count_by_hand(place: str, tmp_path: Path) -> None:
    year = SyntheticYear()
    with open_records(place) as records:
        import_year(records, tmp_path, year)
        with records.reading() as db:
            figures = counting.year_figures(db, 2020)
            sessions = counting.session_figures(db, 2020)
    everybody = year.people_who_came()
    assert figures.people == len(everybody)
    assert figures.presences == len(year.came())
    assert (figures.children, figures.grown_ups) == (
        len(everybody - year.grown_ups), len(everybody & year.grown_ups),
    )  # fmt: skip
    assert {(venue.name, venue.people, venue.presences, venue.sessions) for venue in figures.venues} == {
        (venue, len(year.people_who_came(venue)), len(year.came(venue)), 20) for venue in SHIFTS
    }
    # The year is made so that some come to both: a total of sums would be too high.
    assert sum(venue.people for venue in figures.venues) > figures.people

    seen: set[int] = set()
    for entry in sessions:
        here = {v.number for v in year.came(entry.session.venue.name) if v.day == entry.session.date}
        all_here = [v for v in year.visits if (v.day, v.venue) == (entry.session.date, entry.session.venue.name)]
        assert entry.people == len(here)
        assert entry.late == sum(v.state == "遅刻" for v in all_here)
        assert entry.absent == sum(v.state == "欠席" for v in all_here)
        assert entry.first_time == len(here - seen)
        seen |= here


def test_new_and_returning(place: str) -> None:
    with open_records(place) as records, records.writing() as db:
        before = add_session(db, date(2020, 3, 31), venue="koyama")
        after = add_session(db, date(2020, 4, 1), venue="koyama")
        faithful, new, missed = (add_participant(db, name) for name in ("みかん", "りんご", "もも"))
        check_in(db, before, faithful)
        check_in(db, before, missed, state="absent")
        for person in (faithful, new, missed):
            check_in(db, after, person)
        figures = counting.year_figures(db, 2020)
        assert (figures.people, figures.new, figures.returning) == (3, 2, 1)
        assert counting.year_figures(db, 2019).people == 1


def test_an_empty_year_has_zeros(place: str) -> None:
    with open_records(place) as records, records.reading() as db:
        figures = counting.year_figures(db, 2020)
        assert (figures.people, figures.presences, figures.new, figures.sessions) == (0, 0, 0, 0)
        assert [venue.people for venue in figures.venues] == [0, 0]


def test_a_planned_session_is_not_held(records: Records) -> None:
    with records.writing() as db:
        add_session(db, date(2020, 6, 13), venue="koyama")
        add_session(db, date(2020, 6, 20), venue="koyama")
        assert counting.year_figures(db, 2020, today=date(2020, 6, 13)).sessions == 1


def test_lesson_progress_counts_each_person_once_and_at_best(place: str) -> None:
    with open_records(place) as records, records.writing() as db:
        first, second = (add_session(db, date(2020, 6, day), venue="koyama", lesson="4") for day in (6, 13))
        mikan, ringo = add_participant(db, "みかん"), add_participant(db, "りんご")
        set_presence(db, first, mikan, "present", lesson_progress="not_yet")
        set_presence(db, second, mikan, "present", lesson_progress="alone")
        set_presence(db, first, ringo, "present", lesson_progress="with_help")
        assert counting.lesson_figures(db, 2020) == {
            "4": {LessonProgress.NOT_YET: 0, LessonProgress.WITH_HELP: 1, LessonProgress.ALONE: 1}
        }


def test_the_goal_belongs_to_its_year(records: Records) -> None:
    with records.writing() as db:
        set_goal(db, 2020, 1)
        check_in(db, add_session(db, date(2020, 6, 13), venue="koyama"), add_participant(db, "みかん"))
        state = progress(db, 2020, today=date(2020, 6, 14))
        assert (state.goal, state.people, state.reached) == (1, 1, True)
        assert state.summary() == "FY2020: 1 of 1 people; presences: 1."
        assert progress(db, 2021, today=date(2021, 6, 14)).goal == 30


def test_a_year_is_counted_from_the_index_alone(records: Records) -> None:
    """The plans are those of the very statements that the figures send: no row of a presence is looked up."""
    from sqlalchemy import event

    sent: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(records.engine, "before_cursor_execute")
    def keep(connection, cursor, statement, parameters, context, executemany) -> None:
        if "presence" in statement:
            sent.append((statement, parameters))

    with records.reading() as db:
        counting.year_figures(db, 2020)
        counts = [(statement, parameters) for statement, parameters in sent if "pairs" in statement]
        assert len(counts) == 1
        connection = db.connection().connection
        for statement, parameters in sent:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            read = [step for step in plan if step.startswith(("SEARCH presence", "SCAN presence"))]
            assert all("COVERING INDEX" in step or "PRIMARY KEY" in step for step in read), plan
            if (statement, parameters) in counts:
                walks = [step for step in plan if "ix_presence_counted" in step]
                assert walks and all("COVERING INDEX" in step for step in walks), plan
                assert any("ix_presence_person" in step for step in read), plan
