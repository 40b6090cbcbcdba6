"""Consent and care through merging, splitting, backups and erasure; the figures of a year are in test_town_year.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select, text

from kimotsuki_ictclub.attendance import Records, add_participant, people
from kimotsuki_ictclub.attendance.care import erasure
from kimotsuki_ictclub.attendance.care.backup import back_up, restore
from kimotsuki_ictclub.attendance.exchange.undoing import back_up_before
from kimotsuki_ictclub.attendance.family import health as health_notes
from kimotsuki_ictclub.attendance.family import pictures, relatives
from kimotsuki_ictclub.attendance.family.pictures import no_pictures
from kimotsuki_ictclub.attendance.family.summary import kept_about
from kimotsuki_ictclub.attendance.merging import before_merge, merge_people, unmerge
from kimotsuki_ictclub.attendance.models import Participant
from kimotsuki_ictclub.attendance.papers.cards import card_codes, give_cards
from kimotsuki_ictclub.attendance.records import open_records


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
        cards = {number: club.card(number, give=True) for number in (3, 4)}
        club.merge(1, 3)
        assert club.card(1) == cards[3]
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
        assert club.card(3) == cards[3] and club.card(1) is None
        club.merge(1, 2)  # 2 has no card, and 1 gets none
        assert club.card(1) is None
        club.split(1)
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

    def card(self, number: int, *, give: bool = False) -> str | None:
        with self.records.writing() as db:
            person = people.the_participant(db, f"No.{number}")
            if give:
                give_cards(db, [person])
            return card_codes(db).get(person.id)

    def merge(self, stays: int, goes: int) -> None:
        back_up_before(self.records, "merge", stays, goes)
        with self.records.writing() as db:
            merge_people(db, *(people.the_participant(db, f"No.{number}") for number in (stays, goes)))

    def split(self, number: int) -> None:
        with self.records.reading() as db:
            before = before_merge(self.records, people.the_participant(db, f"No.{number}"))
        with self.records.writing() as db:
            unmerge(db, people.the_participant(db, f"No.{number}"), before)
