"""A year's lists give the same records in whatever order they come, on either database, through the command line."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.models import Participant, Presence, Session
from kimotsuki_ictclub.attendance.records import URL_VARIABLE, open_records
from kimotsuki_ictclub.cli import execute
from tests.attendance.synthetic_year import SyntheticYear

Content = tuple[list[tuple[object, ...]], ...]


def write_lists(year: SyntheticYear, folder: Path) -> list[Path]:
    """Write the lists of a town: people, sessions, one venue's register, the other's presences."""
    texts = {
        "people.csv": year.people_list(),
        "sessions.csv": year.session_list(),
        "register.csv": year.register("高山"),
        "presences.csv": year.presence_list("内之浦"),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("cp932"))
    return [folder / name for name in texts]


def content(place: str | Path) -> Content:
    """Return all people, sessions and presences, without the records' own ids."""
    with open_records(place) as records, records.reading() as db:
        people = db.scalars(select(Participant)).all()
        sessions = db.scalars(select(Session)).all()
        noted = db.execute(
            select(Session.date, Session.start, Participant.number, Presence.state)
            .join(Session, Session.id == Presence.session_id)
            .join(Participant, Participant.id == Presence.participant_id)
        )
        return (
            sorted((one.number, one.nickname, one.reading, one.kind.value) for one in people),
            sorted((one.date, one.venue.key, one.start, one.end, one.lesson) for one in sessions),
            sorted((day, start, number, state.value) for day, start, number, state in noted),
        )


def test_every_order_gives_the_same_records(tmp_path: Path) -> None:
    files = write_lists(SyntheticYear(weeks=2), tmp_path)
    found: list[Content] = []
    for number, order in enumerate(permutations(files)):
        if order[0].name == "presences.csv":
            continue  # it names people by number only: they must be known
        if order.index(files[3]) < min(order.index(files[0]), order.index(files[2])):
            continue
        place = tmp_path / f"{number}.sqlite"
        with open_records(place) as records:
            for file in order:
                import_file(records, file, venue="koyama", year=2020)
            if not found:
                again = [import_file(records, file, venue="koyama", year=2020).outcome.changes for file in files]
                assert again == [0] * 4
        found.append(content(place))
    assert len(found) >= 12
    assert all(one == found[0] for one in found)
    assert len(found[0][1]) == 4


def test_a_year_through_the_commands(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(URL_VARIABLE, place)
    year = SyntheticYear(weeks=8)
    people, sessions, register, presences = write_lists(year, tmp_path)
    for file in (register, people, presences, sessions):
        assert execute(["attendance", "import", str(file), "--venue", "koyama", "--year", "R2", "--yes"]) == 0
    capsys.readouterr()
    assert execute(["attendance", "progress", "--year", "R2", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert (figures["people"], figures["presences"]) == (len(year.people_who_came()), len(year.came()))
    assert figures["sessions"] == len({(visit.day, visit.venue) for visit in year.visits})
    for venue in figures["venues"]:
        came = (len(year.people_who_came(venue["name"])), len(year.came(venue["name"])))
        assert (venue["people"], venue["presences"]) == came
    assert execute(["attendance", "undo-import", "--yes"]) == 0  # the list of sessions, with their times
    capsys.readouterr()
    assert {start for _date, _venue, start, *_more in content(place)[1]} == {""}
