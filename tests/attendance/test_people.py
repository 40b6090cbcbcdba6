from __future__ import annotations

import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import text

from kimotsuki_ictclub.attendance import people
from kimotsuki_ictclub.attendance.models import Kind
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.errors import AttendanceError
from tests.attendance import hostile


def test_a_nickname_is_enough(records: Records) -> None:
    with records.writing() as db:
        person = people.add_participant(db, " みかん ")
        assert (person.number, person.nickname, person.kind, person.details) == (1, "みかん", Kind.CHILD, None)


@pytest.mark.parametrize("name", hostile.SHOWN)
def test_unusual_names_are_names(records: Records, name: str) -> None:
    with records.writing() as db:
        number = people.add_participant(db, name).number
    with records.reading() as db:
        assert [(person.number, person.nickname) for person in people.everybody(db)] == [(number, name)]
        assert people.the_participant(db, name).number == number


@pytest.mark.parametrize(("name", "code"), hostile.REFUSED.items(), ids=lambda value: ascii(value)[:20])
def test_names_that_cannot_be_shown_are_refused(records: Records, name: str, code: str) -> None:
    with records.writing() as db:
        with pytest.raises(AttendanceError) as caught:
            people.add_participant(db, name)
        assert caught.value.code == code
        assert str(caught.value).isprintable()
    with records.reading() as db:
        assert people.everybody(db) == []


def test_numbers_are_unique_and_go_on_after_the_highest(records: Records) -> None:
    with records.writing() as db:
        people.add_participant(db, "みかん", number=7)
        assert people.add_participant(db, "りんご").number == 8
        for number, code in ((7, "number-taken"), (0, "number-range"), (1_000_000, "number-range")):
            with pytest.raises(AttendanceError) as caught:
                people.add_participant(db, "もも", number=number)
            assert caught.value.code == code


def test_two_of_the_same_name_need_the_number(records: Records) -> None:
    with records.writing() as db:
        people.add_participant(db, "はな")
        people.add_participant(db, "はな")
        with pytest.raises(AttendanceError) as caught:
            people.the_participant(db, "はな")
        assert caught.value.code == "participant-several"
        assert "1, 2" in caught.value.message
        assert people.the_participant(db, "２").number == 2


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("ﾕｳｷ", "ユウキ"), ("ガク", "ｶﾞｸ"), ("が", "か\u3099"), ("か゛", "が"), ("Yuki", "ｙｕｋｉ"), ("な１", "な1"),
        ("み（か）", "み(か)"), ("A-B", "A‐B"), ("A−B", "a-b"), ("ゆう〜", "ゆう～"), ("—", "―"), ("‖", "∥"),
        ("山田 はな", "山田\u3000はな"), ("\ufa19", "神"), ("✔️", "✔"),
    ],
)  # fmt: skip
def test_names_are_compared_folded_and_stored_as_given(records: Records, stored: str, written: str) -> None:
    with records.writing() as db:
        number = people.add_participant(db, stored).number
        people.add_participant(db, "だれか")
        assert people.the_participant(db, written).number == number
        assert people.everybody(db)[0].nickname == stored
        exactly = people.add_participant(db, written).number
        assert people.the_participant(db, written).number == exactly


def test_hiragana_and_katakana_are_two_names(records: Records) -> None:
    with records.writing() as db:
        people.add_participant(db, "はな")
        with pytest.raises(AttendanceError):
            people.the_participant(db, "ハナ")


def test_a_nickname_of_digits_and_a_number_are_two_things(records: Records) -> None:
    with records.writing() as db:
        people.add_participant(db, "そら", number=7)
        assert people.the_participant(db, "007").number == 7  # nobody is called so
        people.add_participant(db, "007", number=8)
        people.add_participant(db, "9", number=10)
        people.add_participant(db, "うみ", number=9)
        assert [people.the_participant(db, written).number for written in ("007", "００７", "7", "No.7", "7番")] == [
            8, 8, 7, 7, 7,
        ]  # fmt: skip
        with pytest.raises(AttendanceError) as caught:
            people.the_participant(db, "9")
        assert (caught.value.code, "9, 10" in caught.value.message) == ("participant-several", True)
        assert [people.the_participant(db, written).number for written in ("No.9", "No.10")] == [9, 10]


def test_after_the_last_number_the_lowest_free_one_is_given(records: Records) -> None:
    with records.writing() as db:
        people.add_participant(db, "みかん", number=999_999)
        people.add_participant(db, "りんご", number=1)
        given = people.add_participant(db, "さくら").number
        assert given == 2
        assert people.the_participant(db, "2").nickname == "さくら"


def test_details_stand_apart_and_can_be_emptied(records: Records) -> None:
    with records.writing() as db:
        person = people.add_participant(db, "みかん")
        people.set_details(db, person, full_name="肝付花子", consent_on=date(2020, 4, 1))
        people.set_details(db, person, full_name="")
    with records.reading() as db:
        details = people.everybody(db)[0].details
        assert details is not None
        assert (details.full_name, details.consent_on) == ("", date(2020, 4, 1))


def test_two_devices_that_add_somebody_at_once_give_two_numbers(place: str) -> None:
    together = Barrier(4)

    def add(device: int) -> list[int | None]:
        with open_records(place) as records:
            together.wait()
            numbers = []
            for _ in range(5):
                with records.writing() as db:
                    numbers.append(people.add_participant(db, f"なかま{device}").number)
            return numbers

    open_records(place).close()
    with ThreadPoolExecutor(4) as devices:
        given = [number for numbers in devices.map(add, range(4)) for number in numbers]
    assert sorted(given) == list(range(1, 21))


def test_no_name_is_in_a_failures_text(place: str) -> None:
    with open_records(place) as records, pytest.raises(AttendanceError) as caught, records.writing() as db:
        person = people.add_participant(db, "ひみつのみかん")
        again = text("INSERT INTO participant (key, number, nickname, reading, kind) VALUES (:k, 9, :n, '', 'child')")
        db.execute(again, {"k": person.key, "n": person.nickname})
    shown = "".join(traceback.format_exception(caught.value))
    assert caught.value.code == "records-unreachable"
    assert "ひみつのみかん" not in shown
