from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in, people, year_figures
from kimotsuki_ictclub.attendance.care import backup, erasure
from kimotsuki_ictclub.attendance.care.backup import back_up, restore, verify
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.errors import AttendanceError


def club(records: Records) -> None:
    with records.writing() as db:
        session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
        for nickname in ("みかん", "りんご", "もも"):
            check_in(db, session, add_participant(db, nickname))


def nicknames(records: Records) -> list[str | None]:
    with records.reading() as db:
        return [person.nickname for person in people.everybody(db)]


def test_a_backup_restores_everything(place: str, tmp_path: Path) -> None:
    with open_records(place) as records:
        club(records)
        back_up(records, tmp_path / "b.sqlite")
        assert stat.S_IMODE((tmp_path / "b.sqlite").stat().st_mode) == 0o600
        assert list(tmp_path.glob(".*")) == list(tmp_path.glob("b.sqlite-*")) == []
        with records.writing() as db:
            before = year_figures(db, 2020)
            people.change_participant(db, people.the_participant(db, "1"), nickname="かき")
            add_participant(db, "くり")
        assert restore(records, tmp_path / "b.sqlite", tmp_path / "before.sqlite") == 0
        assert nicknames(records) == ["みかん", "りんご", "もも"]
        with records.writing() as db:
            assert year_figures(db, 2020) == before
            add_participant(db, "くり")  # the database's own counters go on
            add_session(db, date(2020, 6, 20), venue="koyama")
        restore(records, tmp_path / "before.sqlite", tmp_path / "again.sqlite")
        assert nicknames(records) == ["かき", "りんご", "もも", "くり"]


def test_records_move_from_a_file_to_postgresql(records: Records, postgres_server, tmp_path: Path) -> None:
    club(records)
    back_up(records, tmp_path / "b.sqlite")
    with postgres_server.new_database() as url, open_records(url) as shared:
        restore(shared, tmp_path / "b.sqlite", tmp_path / "empty.sqlite")
        assert nicknames(shared) == nicknames(records)
        with records.reading() as one, shared.reading() as two:
            assert year_figures(one, 2020) == year_figures(two, 2020)
        back_up(shared, tmp_path / "b2.sqlite")
        verify(tmp_path / "b2.sqlite")


def test_a_restored_backup_does_not_bring_the_erased_back(place: str, tmp_path: Path) -> None:
    with open_records(place) as records:
        club(records)
        back_up(records, tmp_path / "b.sqlite")
        with records.writing() as db:
            figures = year_figures(db, 2020)
            erasure.forget(db, [people.the_participant(db, "みかん")])
        assert restore(records, tmp_path / "b.sqlite", tmp_path / "before.sqlite") == 1
        assert nicknames(records) == ["りんご", "もも"]
        with records.reading() as db:
            assert year_figures(db, 2020) == figures
            assert people.is_erased(db, 1)
            assert {Path(backup.path).name for backup in erasure.backups(db)} == {"b.sqlite", "before.sqlite"}


@pytest.mark.parametrize("damage", ["cut", "flipped", "changed", "other file", "empty"])
def test_a_damaged_backup_is_refused_and_nothing_changes(records: Records, tmp_path: Path, damage: str) -> None:
    club(records)
    file = tmp_path / "b.sqlite"
    back_up(records, file)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        at = content.index("りんご".encode())
        content[at] ^= 1
        file.write_bytes(content)
    elif damage == "changed":
        with sqlite3.connect(file) as connection:
            connection.execute("DELETE FROM presence")
    else:
        file.write_bytes(b"PDF" * 1000 if damage == "other file" else b"")
    with pytest.raises(AttendanceError) as caught:
        restore(records, file, tmp_path / "before.sqlite")
    assert caught.value.code == "backup-damaged"
    assert nicknames(records) == ["みかん", "りんご", "もも"]


def test_a_backup_overwrites_nothing(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "b.sqlite"
    file.write_text("precious")
    with pytest.raises(AttendanceError) as caught:
        back_up(records, file)
    assert caught.value.code == "backup-exists"
    assert file.read_text() == "precious"
    with pytest.raises(AttendanceError) as caught:
        verify(tmp_path / "none.sqlite")
    assert caught.value.code == "backup-missing"


def test_two_backups_at_once_do_not_share_a_name(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.sqlite"
    with monkeypatch.context() as meanwhile, pytest.raises(AttendanceError) as caught:
        meanwhile.setattr(backup, "verify", lambda _part: file.write_text("another window's"))
        back_up(records, file)
    assert caught.value.code == "backup-exists" and file.read_text() == "another window's"
    assert list(tmp_path.glob(".*")) == []
    with records.writing() as db:
        assert len(erasure.backups(db)) == 1
    file.unlink()
    back_up(records, file)
    with records.writing() as db:
        assert len(erasure.backups(db)) == 1, "one file is named once"


def test_a_disk_that_is_full_is_told_by_the_name_that_the_person_gave(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: Path) -> Records:
        return Records(records.engine, read_only_place=part)

    monkeypatch.setattr(backup, "open_records", full)
    with pytest.raises(AttendanceError) as told:
        back_up(records, tmp_path / "b.sqlite")
    assert f"{tmp_path / 'b.sqlite'}." in told.value.message and ".part" not in told.value.message
    assert list(tmp_path.glob(".*")) == [] and not (tmp_path / "b.sqlite").exists()


def test_looking_into_a_backup_does_not_change_it(records: Records, tmp_path: Path) -> None:
    club(records)
    file = tmp_path / "b.sqlite"
    back_up(records, file)
    before = file.read_bytes()
    verify(file)
    assert file.read_bytes() == before


def test_a_killed_backup_leaves_nothing_for_long(records: Records, tmp_path: Path) -> None:
    club(records)
    place, killed = records.place, tmp_path / "killed [1].sqlite"
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_BACKUP, place, str(killed)], stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "copied\n"
    (part,) = tmp_path.glob(".killed*.part")
    assert "みかん".encode() in b"".join(file.read_bytes() for file in tmp_path.glob(".killed*"))
    back_up(records, tmp_path / "meanwhile.sqlite")
    assert part.exists()  # whoever is at work is left alone
    process.kill()
    process.wait()
    process.stdout.close()
    back_up(records, tmp_path / "next.sqlite")
    assert list(tmp_path.glob(".*")) == []


_SLOW_BACKUP = """
import sys, time
from pathlib import Path
from kimotsuki_ictclub.attendance.care import backup
from kimotsuki_ictclub.attendance.records import open_records

def wait(file, digest):
    print("copied", flush=True)
    time.sleep(600)

backup._seal = wait
backup.back_up(open_records(sys.argv[1]), Path(sys.argv[2]))
"""
