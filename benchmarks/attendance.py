"""A confirmed check-in, and a fiscal year's figures over a million presences beside pandas."""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in, open_records, year_figures
from kimotsuki_ictclub.attendance.people import find_number
from kimotsuki_ictclub.attendance.records import Records
from kimotsuki_ictclub.attendance.sessions import session_by_id

CHECK_INS = 1000
PRESENCES, EARLIER = 1_000_000, 100_000
PEOPLE, SESSIONS = 20_000, 4000
ROUNDS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _check_in(Path(folder))
        _figures(Path(folder))


def _check_in(folder: Path) -> None:
    with open_records(folder / "desk.sqlite") as records:
        with records.writing() as db:
            session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30").id
            for number in range(1, CHECK_INS + 1):
                add_participant(db, f"なかま{number}", number=number)
        ours = [
            _timed(lambda number=number: _confirmed(records, session, number)) for number in range(1, CHECK_INS + 1)
        ]
    plain = sqlite3.connect(folder / "plain.sqlite", isolation_level=None)
    plain.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE presence (person, at)")
    peer = [
        _timed(lambda number=number: plain.execute("INSERT INTO presence VALUES (?, 'now')", (number,)))
        for number in range(CHECK_INS)
    ]
    plain.close()
    print(f"A confirmed check-in, {CHECK_INS} of them, each on the disk before it is confirmed (limit 20 ms p99)")
    _row("ours", _milliseconds(ours))
    _row("bare sqlite3 INSERT, same durability", _milliseconds(peer))
    print(f"  ratio of the medians: {statistics.median(ours) / statistics.median(peer):.1f}\n")


def _confirmed(records: Records, session: int, number: int) -> None:
    with records.writing() as db:
        person = find_number(db, number)
        assert person is not None
        assert check_in(db, session_by_id(db, session), person)


def _figures(folder: Path) -> None:
    import pandas as pd

    file = folder / "years.sqlite"
    _fill(file)
    with open_records(file) as records, records.reading() as db:
        ours = [_timed(lambda: year_figures(db, 2020)) for _ in range(ROUNDS)]
        figures = year_figures(db, 2020)
    with sqlite3.connect(file) as connection:
        started = time.perf_counter()
        presences = pd.read_sql("SELECT participant_id, venue_id, fiscal_year, state FROM presence", connection)
        children = set(pd.read_sql("SELECT id FROM participant WHERE kind = 'child'", connection)["id"])
        reading = time.perf_counter() - started
    connection.close()

    def with_pandas() -> tuple[int, int, int, int, list[int]]:
        came = presences[(presences.state != "absent") & (presences.fiscal_year == 2020)]
        earlier = presences[(presences.state != "absent") & (presences.fiscal_year < 2020)]
        people = came.participant_id.unique()
        by_venue = came.groupby("venue_id").participant_id.nunique()
        returning = pd.Series(people).isin(earlier.participant_id.unique()).sum()
        return len(people), len(came), int(pd.Series(people).isin(children).sum()), int(returning), list(by_venue)

    peer = [_timed(with_pandas) for _ in range(ROUNDS)]
    same = (
        figures.people, figures.presences, figures.children, figures.returning,
        [venue.people for venue in figures.venues],
    )  # fmt: skip
    assert same == with_pandas(), "the two counts differ"
    ours_s, peer_s = statistics.median(ours), statistics.median(peer)
    print(f"A fiscal year's figures over {PRESENCES:,} presences in it, {EARLIER:,} before (limit 0.2 s)")
    print(f"  ours, from the database         {ours_s:6.3f} s   shortest {min(ours):.3f} s")
    print(f"  pandas, already in memory       {peer_s:6.3f} s   ours / pandas = {ours_s / peer_s:.2f}")
    read_s = reading + peer_s
    print(f"  pandas, with reading them in    {read_s:6.3f} s   ours / pandas = {ours_s / read_s:.2f}")


def _fill(file: Path) -> None:
    chance = random.Random(30)
    open_records(file).close()
    with sqlite3.connect(file) as connection:
        connection.executemany(
            "INSERT INTO participant (id, key, number, nickname, reading, kind) VALUES (?, ?, ?, 'なかま', '', ?)",
            ((one, str(one), one, "grown_up" if one % 5 == 0 else "child") for one in range(1, PEOPLE + 1)),
        )
        years = [2019] * (SESSIONS // 10) + [2020] * SESSIONS
        connection.executemany(
            'INSERT INTO session (id, date, start, "end", fiscal_year, venue_id, lesson, instructors)'
            " VALUES (?, ?, ?, '', ?, ?, '', '')",
            (
                (one, str(date(year, 4, 1) + timedelta(days=one % 360)), f"{one:05}", year, 1 + one % 2)
                for one, year in enumerate(years, start=1)
            ),
        )
        a_session = PRESENCES // SESSIONS
        connection.executemany(
            "INSERT INTO presence (session_id, participant_id, fiscal_year, venue_id, state) VALUES (?, ?, ?, ?, ?)",
            (
                (one, person, year, 1 + one % 2, chance.choices(("present", "late", "absent"), (8, 1, 1))[0])
                for one, year in enumerate(years, start=1)
                for person in chance.sample(range(1, PEOPLE + 1), a_session)
            ),
        )
        connection.execute("ANALYZE")
    connection.close()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _milliseconds(seconds: list[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    return 1000 * statistics.median(ordered), 1000 * ordered[int(0.99 * len(ordered))], 1000 * ordered[-1]


def _row(name: str, figures: tuple[float, float, float]) -> None:
    print(f"  {name:38} median {figures[0]:5.2f} ms   p99 {figures[1]:5.2f} ms   longest {figures[2]:5.2f} ms")


if __name__ == "__main__":
    main()
