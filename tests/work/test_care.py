"""What happens to a person's records happens to the works: erasure, merging, backups, an import taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kimotsuki_ictclub.attendance import add_participant, people
from kimotsuki_ictclub.attendance.care import erasure
from kimotsuki_ictclub.attendance.care.backup import back_up, restore
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.exchange.undoing import back_up_before, last_import, undo_import
from kimotsuki_ictclub.attendance.merging import merge_people
from kimotsuki_ictclub.attendance.models import Participant
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.work import Kind, Owner, Work, Works

CODE = ("dog", "car", "sun")


def participant(records: Records, nickname: str) -> int:
    with records.writing() as db:
        return add_participant(db, nickname).id


def begin(works: Works, who: int | str, text: str) -> tuple[Owner, Work]:
    owner = works.let_in(who, CODE)
    work = works.open_work(owner, 4)
    work = works.keep(work, text, work.version, Kind.RUN)
    works.note_check(work, {"dark": True}, {}, verdict="passed")
    return owner, work


def texts(works: Works) -> dict[str, str]:
    return {one.owner.nickname: one.work.text for one in works.standings()}


def test_erasing_a_person_erases_the_works_in_every_byte_and_in_old_backups(place: str, tmp_path: Path) -> None:
    with open_records(place) as records:
        works = Works(records)
        begin(works, participant(records, "みかん"), "ぷろぐらむのなか")
        begin(works, participant(records, "りんご"), "りんごのなか")
        stranger, _work = begin(works, "まだいない", "まだのなか")
        back_up(records, tmp_path / "backup")
        with records.writing() as db:
            erasure.forget(db, [people.find_number(db, 1)])
        works.forget(stranger)
        erasure.scrub(records)
        assert texts(works) == {"りんご": "りんごのなか"}
        if records.is_file:
            held = b"".join(file.read_bytes() for file in tmp_path.glob("club.sqlite*"))
            assert "りんごのなか".encode() in held
            assert "ぷろぐらむのなか".encode() not in held
            assert "まだ".encode() not in held
        assert restore(records, tmp_path / "backup", tmp_path / "before") == 2
        assert texts(works) == {"りんご": "りんごのなか"}
        works.let_in("あたらしい", CODE)  # ids go on where they were


def test_a_merged_person_has_the_works_of_both(records: Records) -> None:
    works = Works(records)
    one, two, three = (participant(records, name) for name in ("みかん", "ミカン", "りんご"))
    mine, _work = begin(works, one, "一")
    begin(works, two, "二")
    begin(works, three, "三")
    for stays, goes in ((1, 2), (1, 3)):
        with records.writing() as db:
            merge_people(db, people.find_number(db, stays), people.find_number(db, goes))
    assert {work.text for work in works.works_of(mine)} == {"一", "二", "三"}
    lone = participant(records, "もも")
    with records.writing() as db:
        merge_people(db, db.get(Participant, lone), people.find_number(db, 1))
    assert [one.owner.nickname for one in works.standings()] == ["もも"] * 3
    assert works.let_in(lone, CODE).id == mine.id  # the code came along


def test_a_list_taken_back_takes_no_work_away(place: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("番号,ニックネーム\n2,りんご\n", encoding="utf-8")
    with open_records(place) as records:
        works = Works(records)
        one = participant(records, "みかん")
        begin(works, one, "before")
        back_up_before(records, "import")
        import_file(records, tmp_path / "people.csv")
        owner, work = begin(works, one, "after")
        begin(works, "りんご", "came with the list")
        undo_import(records, last_import(records))
        assert texts(works) == {"みかん": "after", "りんご": "came with the list"}
        assert works.let_in(one, CODE) == owner
        assert len(works.versions(work)) == 3
        assert works.let_in("りんご", CODE).number is None


def test_works_of_those_not_in_the_list_are_kept_a_year_longer(records: Records) -> None:
    works = Works(records)
    begin(works, "みかん", "x")
    begin(works, participant(records, "りんご"), "y")
    year = date.today().year
    with records.reading() as db:
        assert erasure.expired_owners(db) == []
        assert [one.nickname for one in erasure.expired_owners(db, today=date(year + 3, 1, 1))] == ["みかん"]
