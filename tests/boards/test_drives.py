"""DETAILS.TXT as boards write it, and as other devices or half-ready drives have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.drives import Drive, find_drives, read_drive
from kimotsuki_ictclub.boards.find import join
from kimotsuki_ictclub.boards.ports import Port

from ..conftest import FIXTURES

ID = "9904360258924e450065500e00000046000000009796990b"
DETAILS = f"""# DAPLink Firmware - see https://mbed.com/daplink\r
Unique ID: {ID}\r
HIC ID: 9796990b\r
Daplink Mode: Interface\r
Interface Version: 0255\r
Remount count: 3\r
URL: https://microbit.org/device/?id=9904&v=0255\r
"""


def mount(folder: Path, details: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "DETAILS.TXT").write_bytes(details if isinstance(details, bytes) else details.encode())
    return folder


def test_a_drive_says_whose_it_is(tmp_path: Path) -> None:
    drive = read_drive(mount(tmp_path / "MICROBIT 1", DETAILS))
    assert drive is not None
    assert (drive.unique_id, drive.version, drive.maintenance, drive.remounts) == (ID, "v2", False, 3)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_details_file_that_an_editor_has_kept_is_read(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    drive = read_drive(mount(tmp_path, (mark + DETAILS.partition("\n")[2]).encode(encoding)))
    assert drive is not None and (drive.unique_id, drive.remounts) == (ID, 3)


def test_a_drive_that_is_seen_in_two_places_is_one(tmp_path: Path) -> None:
    one = mount(tmp_path / "MICROBIT", DETAILS)
    (tmp_path / "also").symlink_to(one, target_is_directory=True)
    assert len(find_drives([one, tmp_path / "also"])) == 1


def test_several_drives_of_one_name_and_other_folders(tmp_path: Path) -> None:
    one = mount(tmp_path / "a" / "MICROBIT", DETAILS)
    two = mount(tmp_path / "b" / "MICROBIT", DETAILS.replace("9904", "9901"))
    (tmp_path / "c").mkdir()
    found = find_drives([two, tmp_path / "c", one, tmp_path / "gone"])
    assert [(drive.folder, drive.version) for drive in found] == [(one, "v2"), (two, "v1")]


def test_maintenance_mode_is_told_and_its_id_is_not_believed(tmp_path: Path) -> None:
    drive = read_drive(mount(tmp_path / "MAINTENANCE", DETAILS.replace("Interface\r", "Bootloader\r")))
    assert drive is not None
    assert (drive.maintenance, drive.unique_id, drive.version) == (True, "", None)


def oldest(folder: Path) -> Drive:
    found = read_drive(folder)
    assert found is not None and found.nameless
    return found


def test_the_oldest_daplink_is_the_one_board_that_is_left(tmp_path: Path) -> None:
    drive = oldest(FIXTURES / "pc" / "oldest-daplink")
    own = Port("COM3", ID.replace("9904", "9900"))
    (board,) = join([own], [drive], {own.unique_id: "07"})
    assert (board.state, board.unique_id, board.version) == ("ready", own.unique_id, "v1")
    assert (board.label, board.drive) == ("07", drive.folder)
    (tmp_path / "DETAILS.TXT").write_bytes((drive.folder / "DETAILS.TXT").read_bytes().replace(b"0234", b"0226"))
    others = [Port("COM4", ID)], [Drive(Path("F:"), ID, maintenance=False, remounts=0)]
    boards = join([own, *others[0]], [oldest(tmp_path), *others[1]], {})
    assert {(board.port, str(board.drive)) for board in boards} == {("COM3", str(tmp_path)), ("COM4", "F:")}


def test_an_oldest_drive_alone_or_one_of_two_is_no_board(tmp_path: Path) -> None:
    """Other mbed boards write the same DETAILS.TXT."""
    drive = oldest(FIXTURES / "pc" / "oldest-daplink")
    assert join([], [drive], {}) == []
    assert [board.state for board in join([Port("COM3", "")], [drive], {})] == ["no-drive"]
    twin = oldest(mount(tmp_path, (drive.folder / "DETAILS.TXT").read_bytes()))
    boards = join([Port("COM3", ID)], [drive, twin], {})
    assert [(board.state, board.drive) for board in boards] == [("no-drive", None)]


@pytest.mark.parametrize("count", ["²", "٣", "9" * 5000, "-1", "1.5"])
def test_a_count_that_is_none_hides_no_board(tmp_path: Path, count: str) -> None:
    drive = read_drive(mount(tmp_path, DETAILS.replace("count: 3", f"count: {count}")))
    assert drive is not None and drive.remounts is None


@pytest.mark.parametrize(
    "details",
    [
        "",
        "Unique ID: nothing\n",
        DETAILS.replace(ID, "1234" + ID[4:]),
        DETAILS.replace("9904", "9906") + "Product: Calliope mini 3\r\n",
        b"\xff\xfe\x00" * 3000,
    ],
    ids=["empty", "no id", "other maker", "calliope", "no text"],
)
def test_what_is_no_microbit_is_passed_over(tmp_path: Path, details: str | bytes) -> None:
    assert read_drive(mount(tmp_path, details)) is None


def test_a_2_21_board_is_a_v2_although_the_calliope_has_its_number(tmp_path: Path) -> None:
    drive = read_drive(mount(tmp_path, DETAILS.replace("9904", "9906")))
    assert drive is not None and drive.version == "v2"
