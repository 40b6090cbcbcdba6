"""DETAILS.TXT as boards write it, and as other devices or half-ready drives have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.drives import find_drives, read_drive

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
