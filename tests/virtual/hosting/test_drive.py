"""A virtual drive behaves as DAPLink's: it takes a hex, goes away, comes back, and says what failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.drives import read_drive
from kimotsuki_ictclub.boards.failures import failure_on
from kimotsuki_ictclub.errors import ImageError
from kimotsuki_ictclub.virtual.hosting.drive import DriveTimes, VirtualDrive

UNIQUE_ID = "9904" + "0" * 36 + "97969901"
HEX = ":020000040000FA\n:00000001FF\n"
QUICK = DriveTimes().scaled(0.05)


def stepped(drive: VirtualDrive, until: Callable[[], object], seconds: float = 5.0) -> bool:
    """Let the drive act until something is true."""
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        drive.step()
        time.sleep(0.002)
    return bool(until())


def remounted(drive: VirtualDrive, count: int) -> Callable[[], bool]:
    return lambda: (seen := read_drive(drive.folder)) is not None and seen.remounts == count


@pytest.fixture
def taken() -> list[str]:
    return []


@pytest.fixture
def drive(tmp_path: Path, taken: list[str]) -> VirtualDrive:
    return VirtualDrive(tmp_path / "MICROBIT 1", UNIQUE_ID, taken.append, times=QUICK)


def test_it_says_who_it_is(drive: VirtualDrive) -> None:
    seen = read_drive(drive.folder)
    assert seen is not None
    assert (seen.unique_id, seen.version, seen.remounts) == (UNIQUE_ID, "v2", 0)
    assert (drive.folder / "MICROBIT.HTM").exists()


def test_a_hex_is_taken_and_the_drive_comes_back_without_it(drive: VirtualDrive, taken: list[str]) -> None:
    (drive.folder / "any name.HEX").write_text(HEX)
    assert stepped(drive, lambda: not drive.mounted)
    assert not drive.folder.exists()
    assert stepped(drive, remounted(drive, 1))
    assert taken == [HEX]
    assert not list(drive.folder.glob("*.HEX"))
    assert failure_on(drive.folder) is None


def test_a_hex_that_is_still_being_written_is_waited_for(drive: VirtualDrive, taken: list[str]) -> None:
    path = drive.folder / "a.hex"
    for length in range(1, len(HEX) + 1):
        path.write_text(HEX[:length])
        drive.step()
    assert stepped(drive, remounted(drive, 1))
    assert taken == [HEX]


def test_a_hex_without_its_end_fails_after_the_stall(drive: VirtualDrive, taken: list[str]) -> None:
    (drive.folder / "a.hex").write_text(HEX[:20])
    assert stepped(drive, remounted(drive, 1))
    assert taken == []
    failure = failure_on(drive.folder)
    assert failure is not None and failure.code == "flash-504"


def test_a_failure_is_gone_after_a_good_copy(drive: VirtualDrive) -> None:
    drive.faults.set("fail-521", 1)
    for count in (1, 2):
        (drive.folder / "a.hex").write_text(HEX)
        assert stepped(drive, remounted(drive, count))
    assert not (drive.folder / "FAIL.TXT").exists()


def test_an_image_for_the_other_board_fails_as_such(tmp_path: Path) -> None:
    def refuse(text: str) -> None:
        raise ImageError("hex-wrong-board", "for another board")

    drive = VirtualDrive(tmp_path / "d", UNIQUE_ID, refuse, times=QUICK)
    (drive.folder / "a.hex").write_text(HEX)
    assert stepped(drive, remounted(drive, 1))
    failure = failure_on(drive.folder)
    assert failure is not None and failure.code == "flash-529"


def test_in_maintenance_mode_the_id_cannot_be_trusted(drive: VirtualDrive) -> None:
    drive.faults.set("maintenance")
    drive.step()
    seen = read_drive(drive.folder)
    assert seen is not None and seen.maintenance
    assert (seen.unique_id, seen.version) == ("", None)


def test_times_are_those_of_real_drives_unless_scaled() -> None:
    times = DriveTimes()
    assert times.quiet + times.away == pytest.approx(2.5)
    assert times.stall == 20.0
    assert times.scaled(0.1).stall == pytest.approx(2.0)
    assert times.scaled(0.1).bytes_a_second == pytest.approx(10 * times.bytes_a_second)
