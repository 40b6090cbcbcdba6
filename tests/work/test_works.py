from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from kimotsuki_ictclub.attendance import add_participant
from kimotsuki_ictclub.attendance.japan_time import now
from kimotsuki_ictclub.attendance.models import LessonProgress
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.errors import WorkError
from kimotsuki_ictclub.work import Kind, Work, Works, keeping, owners

CODE, OTHER = ("dog", "car", "sun"), ("dog", "sun", "car")


def refused(act, *given, **named) -> str:
    with pytest.raises(WorkError) as caught:
        act(*given, **named)
    return caught.value.code


def kinds(works: Works, work: Work) -> list[str]:
    return [version.kind.value for version in reversed(works.versions(work))]


def test_a_work_is_kept_with_its_versions(place: str) -> None:
    with open_records(place) as records:
        works = Works(records)
        owner = works.let_in("みかん", CODE)
        work = works.open_work(owner, 4, "# はじめ")
        assert (work.version, work.text) == (1, "# はじめ")
        for text in ("a", "ab", "abc"):
            work = works.keep(work, text, work.version, Kind.TYPED)
        run = works.keep(work, "abc", work.version, Kind.RUN)
        assert (run.version, kinds(works, run)) == (work.version, ["starter", "run"])
        work = works.keep(run, "abc", run.version, Kind.CHECK)
        work = works.keep(work, "abcd", work.version, Kind.TYPED)
        work = works.take_back(work, 1, work.version)
        assert work.text == "# はじめ"
        assert kinds(works, work) == ["starter", "run", "check", "typed", "taken_back"]
        assert [one.text for one in works.versions(work)][1:] == ["abcd", "abc", "abc", "# はじめ"]
        assert refused(works.take_back, work, 99, work.version) == "version-unknown"
    with open_records(place) as records:  # next week, at the other venue
        again = Works(records)
        assert again.open_work(again.let_in("みかん", CODE), 4, "another starter") == work


def test_a_later_device_is_told_and_nothing_is_overwritten(records) -> None:
    works = Works(records)
    work = works.open_work(works.let_in("みかん", CODE), 4)
    mine = works.keep(work, "tablet", 1, Kind.TYPED, writer="tablet")
    assert refused(works.keep, work, "laptop", 1, Kind.TYPED, writer="laptop") == "work-changed-elsewhere"
    assert works.work(work.id).text == "tablet"
    assert works.keep(work, "tablet", 1, Kind.TYPED, writer="laptop") == mine  # both have the same
    # The tablet did not hear that it was kept, and has gone on: it is no other device.
    assert works.keep(work, "tablet!", 1, Kind.TYPED, writer="tablet").text == "tablet!"
    newest = works.work(work.id)
    assert works.keep(newest, "laptop", newest.version, Kind.TYPED, writer="laptop").text == "laptop"
    assert [one.text for one in works.versions(work)] == ["laptop", "tablet!", ""]  # both are there


def test_many_hands_at_once_leave_an_unbroken_row(place: str) -> None:
    with open_records(place) as records:
        works = Works(records)
        owner = works.let_in("みかん", CODE)
        opened: list[int] = []

        def write(name: str) -> None:
            own = Works(records)  # as another process has it: the lock in memory is not shared
            work = own.open_work(owner, 4)
            opened.append(work.id)
            for number in range(5):
                newest = own.work(work.id)
                try:
                    own.keep(newest, f"{name}{number}", newest.version, Kind.RUN, writer=name)
                except WorkError as error:
                    assert error.code == "work-changed-elsewhere"

        hands = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        assert len(opened) == 4
        assert len(set(opened)) == 1
        versions = works.versions(works.work(opened[0]))
        assert [one.number for one in versions] == list(range(len(versions), 0, -1))
        assert len(versions) > 5


def test_typing_is_one_version_a_minute(records, monkeypatch: pytest.MonkeyPatch) -> None:
    works, start = Works(records), now()
    work = works.open_work(works.let_in("みかん", CODE), 4)
    for second in range(0, 125, 5):
        monkeypatch.setattr(keeping, "now", lambda second=second: start + timedelta(seconds=second))
        work = works.keep(work, f"after {second}", work.version, Kind.TYPED)
    assert [one.text for one in works.versions(work)] == ["after 120", "after 115", "after 55", ""]


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 100_001])
def test_what_cannot_be_kept_is_refused_and_leaves_the_work(text: str, records) -> None:
    works = Works(records)
    work = works.open_work(works.let_in("みかん", CODE), 4, "good")
    assert refused(works.keep, work, text, 1, Kind.TYPED) in ("work-unreadable", "work-too-long")
    assert works.work(work.id) == work


def test_a_name_alone_opens_nothing(records, monkeypatch: pytest.MonkeyPatch) -> None:
    works = Works(records)
    owner = works.let_in("みかん", CODE)
    assert works.let_in("ミカン", CODE).id != owner.id  # katakana is another child
    assert works.let_in("みかん", CODE) == owner
    for _try in range(5):
        assert refused(works.let_in, "みかん", OTHER) == "picture-code-wrong"
    assert refused(works.let_in, "みかん", CODE) == "picture-code-wait"
    with open_records(records.place) as later:  # the server began anew
        assert refused(Works(later).let_in, "みかん", CODE) == "picture-code-wait"
    moment = now()
    monkeypatch.setattr(owners, "now", lambda: moment + timedelta(seconds=31))
    assert works.let_in("みかん", CODE) == owner
    works.set_code(owner, None)  # by the instructor: the next pictures become the code
    assert works.begun("みかん").has_code is False
    assert works.let_in("みかん", OTHER).id == owner.id
    assert refused(works.let_in, "みかん", CODE) == "picture-code-wrong"
    for wrong in (("dog",), ("dog", "dog", "tiger"), "dog", ()):
        assert refused(works.let_in, "みかん", wrong) == "picture-code-form"


def test_the_code_is_kept_salted_and_hashed(records) -> None:
    works = Works(records)
    for name in ("みかん", "りんご"):
        works.let_in(name, CODE)
    with records.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT code_salt, code_hash FROM work_owner").all()
    assert len({row.code_hash for row in rows}) == 2
    assert not any(b"dog" in row.code_hash for row in rows)


def test_works_follow_a_child_into_the_list(records) -> None:
    works = Works(records)
    before = works.let_in("みかん", CODE)
    work = works.open_work(before, 4, "mine")
    with records.writing() as db:
        person = add_participant(db, "みかん", reading="みかん")
        twin = add_participant(db, "もも")
        other = add_participant(db, "もも")
    assert works.begun("みかん") == works.begun(person.id) == before  # the page asks for its pictures, not for new ones
    assert refused(works.let_in, person.id, OTHER) == "picture-code-wrong"
    owner = works.let_in("みかん", CODE)
    assert (owner.id, owner.number, owner.participant_id) == (before.id, 1, person.id)
    assert works.works_of(owner) == [work]
    assert refused(works.let_in, "もも", CODE) == "owner-several"
    assert works.let_in(twin.id, CODE).id != works.let_in(other.id, CODE).id
    assert refused(works.let_in, 999, CODE) == "owner-unknown"


def test_another_child_of_a_name_that_was_typed_has_works_of_its_own(records) -> None:
    works = Works(records)
    before = works.let_in("みかん", CODE)
    with records.writing() as db:
        add_participant(db, "みかん")
    for _try in range(5):
        assert refused(works.let_in, "みかん", OTHER) == "picture-code-wrong"
    assert works.begun("みかん") is None
    assert works.let_in("みかん", OTHER).id != before.id


def test_checks_say_how_far_a_child_came(records) -> None:
    works = Works(records)
    names = {}
    for name in ("みかん", "りんご", "もも", "かき"):
        names[name] = works.open_work(works.let_in(name, CODE), 4)
    done, half = {"dark": True, "bright": True}, {"dark": True, "bright": False}
    works.note_check(names["みかん"], half, {"bright": 1}, verdict="bright")
    works.note_check(names["みかん"], done, {"bright": 1}, verdict="passed")
    works.note_check(names["りんご"], done, {"bright": 2}, verdict="passed")
    works.note_check(names["もも"], half, {}, verdict="bright")
    works.keep(names["かき"], "helped", 1, Kind.INSTRUCTOR)
    works.note_check(names["かき"], done, {}, verdict="passed")
    works.note_board(names["みかん"], "07")
    works.open_work(works.let_in("すいか", CODE), 5)
    standings = {one.owner.nickname: one for one in works.works_today()}
    assert {name: one.proposed for name, one in standings.items()} == {
        "みかん": LessonProgress.ALONE,
        "りんご": LessonProgress.WITH_HELP,
        "もも": LessonProgress.NOT_YET,
        "かき": LessonProgress.WITH_HELP,
        "すいか": None,
    }
    assert standings["みかん"].check.steps == done
    assert (standings["みかん"].work.board, standings["みかん"].work.board_version) == ("07", 1)
    assert works.works_today(date(2020, 6, 13)) == []
    assert len(works.standings(lesson=4)) == 4
