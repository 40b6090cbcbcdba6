"""A fiscal year with mentors, cancellations and siblings, through desk and commands, beside an independent count."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from kimotsuki_ictclub.attendance import Records, add_participant, people, year_figures
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.care import erasure
from kimotsuki_ictclub.attendance.care.backup import back_up, restore
from kimotsuki_ictclub.attendance.desk.actions import apply
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.exchange.undoing import back_up_before
from kimotsuki_ictclub.attendance.family import health as health_notes
from kimotsuki_ictclub.attendance.family import pictures, relatives
from kimotsuki_ictclub.attendance.family.pictures import no_pictures
from kimotsuki_ictclub.attendance.family.summary import kept_about
from kimotsuki_ictclub.attendance.figures.mentors import mentor_figures
from kimotsuki_ictclub.attendance.merging import before_merge, merge_people, unmerge
from kimotsuki_ictclub.attendance.models import Participant
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.cli import execute
from tests.attendance.desk.test_actions import action

LEARNERS = [(f"なかま{number}", "grown_up" if number % 6 == 0 else "child") for number in range(1, 15)]
HELPERS = [("ケン", "mentor"), ("ゆい", "mentor"), ("役場", "staff")]


class Told:
    """The year as it was told to the program: what a person with pen and paper would have written down."""

    def __init__(self) -> None:
        chance = random.Random(8)
        self.days = [date(2020, 4, 11) + timedelta(days=14 * week) for week in range(10)]
        self.cancelled = {self.days[2], self.days[7]}
        self.held = [day for day in self.days if day not in self.cancelled]
        names = [name for name, _kind in LEARNERS]
        self.came = {day: {name for name in names if chance.random() < 0.55} for day in self.held}
        self.helped = {day: {name for name, _kind in HELPERS if chance.random() < 0.7} for day in self.held}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """The year in the records of this PC: sessions by command, check-ins by touches on the desk."""
    told, now = Told(), clock.now
    with open_records() as records:
        with records.writing() as db:
            keys = {name: add_participant(db, name, kind=kind).key for name, kind in (*LEARNERS, *HELPERS)}
        for number, day in enumerate(told.days, start=1):
            run("session", "--date", str(day), "--venue", "koyama", "--start", "18:30", "--end", "20:00")
            if day in told.cancelled:
                run("session", "--cancel", str(number), "--reason", "台風のため")
                continue
            evening = datetime(day.year, day.month, day.day, 18, 25, tzinfo=clock.JAPAN)
            monkeypatch.setattr(clock, "now", lambda evening=evening: evening)
            there = sorted(told.came[day] | told.helped[day])
            touches = [action("check-in", number, person=keys[name]) for name in there]
            assert apply(records, {"actions": touches}) == {"refused": {}}
    monkeypatch.setattr(clock, "now", now)
    capsys.readouterr()
    return told


def run(*arguments: str) -> None:
    assert execute(["attendance", *arguments]) == 0, arguments


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    capsys.readouterr()
    run(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_all_figures_are_those_of_an_independent_count(
    told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = dict(LEARNERS)
    everybody_who_came = set().union(*told.came.values())
    figures = answer(capsys, "progress", "--year", "R2")["figures"]
    assert figures["people"] == len(everybody_who_came)
    assert figures["presences"] == sum(map(len, told.came.values()))
    assert figures["sessions"] == len(told.held) == 8
    assert figures["grown_ups"] == sum(kinds[name] == "grown_up" for name in everybody_who_came)
    times = Counter(name for there in told.helped.values() for name in there)
    shown = answer(capsys, "mentors", "--year", "R2")
    assert {one["nickname"]: (one["helped"], one["minutes"]) for one in shown["mentors"]} == {
        name: (count, 90 * count) for name, count in times.items()
    }
    assert shown["totals"]["times"] == times["ケン"] + times["ゆい"]

    # A helper who was typed as a child is put right: the figures before and after are told.
    wrong = next(name for name in sorted(everybody_who_came) if kinds[name] == "child")
    (year,) = answer(capsys, "add", "--change", wrong, "--mentor", "--since", "2020-04-01")["years"]
    his = sum(wrong in there for there in told.came.values())
    assert year == {
        "year": 2020, "people": figures["people"], "people_after": figures["people"] - 1,
        "presences": figures["presences"], "presences_after": figures["presences"] - his,
    }  # fmt: skip

    # The insurance of a month, and what is paid for it, by the dates.
    june = [day for day in told.held if day.month == 6]
    run("insurance", "--from", "2020-06-01", "--to", "2020-06-30", "-o", str(tmp_path / "june.csv"))
    with (tmp_path / "june.csv").open(encoding="utf-8-sig") as stream:
        listed = {row["Full name"]: int(row["Times"]) for row in csv.DictReader(stream)}
    assert listed == dict(Counter(name for day in june for name in (*told.came[day], *told.helped[day])))
    helpers = {"ケン", "ゆい", wrong}
    paid = sum(name in helpers for day in june for name in (*told.came[day], *told.helped[day]))
    pay = ["pay", "--month", "R2.6", "--taught-rate", "5000", "--helped-rate", "3000", "-o", str(tmp_path / "pay.xlsx")]
    assert answer(capsys, *pay)["yen"] == 3000 * paid

    # Lists go out and come back, into fresh records too, with every figure.
    run("export", "--year", "R2", "-o", str(tmp_path / "year.xlsx"))
    with open_records() as records:
        assert import_file(records, tmp_path / "year.xlsx").outcome.changes == 0
        with records.reading() as db, open_records(tmp_path / "fresh.sqlite") as fresh:
            import_file(fresh, tmp_path / "year.xlsx")
            with fresh.reading() as other:
                assert year_figures(other, 2020).presences == year_figures(db, 2020).presences
                assert mentor_figures(other, 2020) == mentor_figures(db, 2020)
    assert len(load_workbook(tmp_path / "year.xlsx").sheetnames) == 4


def test_what_is_kept_of_a_family_goes_where_its_people_go(place: str, tmp_path: Path) -> None:
    """Consent and care through merging, splitting, backups and erasure, on both databases."""
    with open_records(place) as records:
        with records.writing() as db:
            for name in ("みかん", "りんご", "ミカン", "もも"):
                add_participant(db, name)
        club = Club(records)
        assert club.unseen() == set()  # nobody was asked: the club takes no pictures
        club.care(1, picture="public")
        club.care(3, picture="inside", health="ハチのアレルギー", guardian=("祖母", "0994-00-0000"))
        club.care(2, sibling=3)
        club.care(4, picture="none", health="ぜんそく")
        assert club.unseen() == {2, 4}
        club.merge(1, 3)
        kept = club.kept(1)
        assert kept["picture"]["shown"] == "inside"  # the narrower consent
        assert kept["health"]["note"] == "ハチのアレルギー"
        assert [one["who"] for one in kept["guardians"]] == ["祖母"]
        assert [one["number"] for one in kept["siblings"]] == [2]
        club.split(1)
        assert (club.kept(1)["picture"]["shown"], club.kept(3)["picture"]["shown"]) == ("public", "inside")
        assert (club.kept(1)["health"], club.kept(3)["health"]["note"]) == (None, "ハチのアレルギー")
        assert (club.kept(1)["guardians"], len(club.kept(3)["guardians"])) == ([], 1)
        assert ([one["number"] for one in club.kept(2)["siblings"]], club.kept(1)["siblings"]) == ([3], [])
        club.care(1, revoke=True)
        assert club.unseen() == {1, 2, 4}
        back_up(records, tmp_path / "kept.sqlite")
        with records.writing() as db:
            erasure.forget(db, [people.the_participant(db, "No.3")])
        erasure.scrub(records)
        restore(records, tmp_path / "kept.sqlite", tmp_path / "before.sqlite")  # erases No. 3 again
        assert club.kept(1)["picture"]["revoked_on"] is not None
        assert club.kept(4)["health"]["note"] == "ぜんそく"
        with records.reading() as db:
            nobody = "SELECT count(*) FROM {} t JOIN participant p ON p.id = t.participant_id WHERE p.number IS NULL"
            for table in ("picture_consent", "health_note", "guardian", "sibling"):
                assert db.scalar(text(nobody.format(table))) == 0
            assert db.scalar(text("SELECT count(*) FROM guardian")) == 0
        with records.writing() as db:
            assert erasure.drop_old_notes(db, today=date(2100, 1, 1)) == 1
        assert club.kept(4)["health"] is None


class Club:
    """Shorthand for what the commands do."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def unseen(self) -> set[int]:
        with self.records.reading() as db:
            hidden = no_pictures(db)
            return {number for key, number in db.execute(select(Participant.id, Participant.number)) if key in hidden}

    def care(self, number: int, *, picture="", health="", guardian=(), sibling=0, revoke=False) -> None:
        with self.records.writing() as db:
            person = people.the_participant(db, f"No.{number}")
            if picture:
                pictures.set_picture(db, person, picture)
            if health:
                health_notes.set_health_note(db, person, health)
            if guardian:
                relatives.add_guardian(db, person, *guardian)
            if sibling:
                relatives.make_siblings(db, person, people.the_participant(db, f"No.{sibling}"))
            if revoke:
                assert pictures.revoke_picture(db, person)

    def kept(self, number: int) -> dict:
        with self.records.reading() as db:
            return kept_about(db, people.the_participant(db, f"No.{number}"))

    def merge(self, stays: int, goes: int) -> None:
        back_up_before(self.records, "merge", stays, goes)
        with self.records.writing() as db:
            merge_people(db, *(people.the_participant(db, f"No.{number}") for number in (stays, goes)))

    def split(self, number: int) -> None:
        with self.records.reading() as db:
            before = before_merge(self.records, people.the_participant(db, f"No.{number}"))
        with self.records.writing() as db:
            unmerge(db, people.the_participant(db, f"No.{number}"), before)
