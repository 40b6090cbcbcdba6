"""Run as a process of its own: check participants in one after another, and say each when it is confirmed."""

from __future__ import annotations

import sys

from kimotsuki_ictclub.attendance import check_in
from kimotsuki_ictclub.attendance.people import find_number
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import session_by_id


def main(place: str, session_id: int, first: int, last: int) -> None:
    with open_records(place) as records:
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(first, last + 1):
            with records.writing() as db:
                person = find_number(db, number)
                assert person is not None
                check_in(db, session_by_id(db, session_id), person)
            print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
