"""Ports and drives joined by unique id, from what Windows, macOS and Linux say; never a guess among several."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards import choose_board
from kimotsuki_ictclub.boards.drives import Drive
from kimotsuki_ictclub.boards.find import join
from kimotsuki_ictclub.boards.ids import BOARD_IDS, usable_id, version_of
from kimotsuki_ictclub.boards.ports import Port, find_ports
from kimotsuki_ictclub.errors import BoardError

V1 = "9901" + "0000" + "1" * 32 + "97969901"
V2 = "9904" + "0000" + "2" * 32 + "9796990b"
OTHER_V2 = "9904" + "0000" + "3" * 32 + "9796990b"


@dataclass
class SystemPort:
    """What pyserial says about one port."""

    device: str
    vid: int | None = 0x0D28
    pid: int | None = 0x0204
    serial_number: str | None = None


def drive(folder: str, unique_id: str, *, maintenance: bool = False) -> Drive:
    return Drive(Path(folder), unique_id, maintenance, remounts=0)


def test_only_the_ports_of_boards_are_taken() -> None:
    system = [
        SystemPort("COM7", serial_number=V2.upper()),
        SystemPort("COM1", vid=None, pid=None),
        SystemPort("COM3", serial_number=V1),
        SystemPort("/dev/ttyUSB0", vid=0x1A86, pid=0x7523, serial_number=V1),
    ]
    assert find_ports(system) == [Port("COM3", V1), Port("COM7", V2)]


@pytest.mark.parametrize(
    ("ports", "folders"),
    [
        (("COM3", "COM12"), ("E:\\", "F:\\")),
        (("/dev/cu.usbmodem1102", "/dev/cu.usbmodem1202"), ("/Volumes/MICROBIT", "/Volumes/MICROBIT 1")),
        (("/dev/ttyACM0", "/dev/ttyACM1"), ("/media/hana/MICROBIT1", "/media/hana/MICROBIT")),
    ],
    ids=["windows", "macos", "linux"],
)
def test_each_port_gets_the_drive_of_its_own_board(ports: tuple[str, str], folders: tuple[str, str]) -> None:
    boards = join([Port(ports[0], V1), Port(ports[1], V2)], [drive(folders[1], V2), drive(folders[0], V1)], {V2: "07"})
    assert {(board.port, str(board.drive), board.version, board.label, board.state) for board in boards} == {
        (ports[0], str(Path(folders[0])), "v1", "", "ready"),
        (ports[1], str(Path(folders[1])), "v2", "07", "ready"),
    }
    assert boards[0].label == "07"  # labelled boards come first


def test_a_cut_off_id_is_completed_where_one_drive_begins_with_it() -> None:
    (board,) = join([Port("COM3", V2[:20])], [drive("E:", V2)], {V2: "みかん"})
    assert (board.port, board.unique_id, board.label) == ("COM3", V2, "みかん")


def test_a_cut_off_id_that_fits_two_drives_is_not_guessed() -> None:
    boards = join([Port("COM3", V2[:8])], [drive("E:", V2), drive("F:", OTHER_V2)], {})
    assert sorted(board.state for board in boards) == ["no-drive", "no-port", "no-port"]


def test_a_port_without_id_belongs_to_the_only_drive_left() -> None:
    boards = join([Port("COM3", V1), Port("COM4", "")], [drive("E:", V1), drive("F:", V2)], {})
    assert {(board.port, board.unique_id) for board in boards} == {("COM3", V1), ("COM4", V2)}


def test_two_ports_without_id_are_not_guessed() -> None:
    boards = join([Port("COM3", ""), Port("COM4", "")], [drive("E:", V1), drive("F:", V2)], {})
    assert len(boards) == 4
    assert all(board.port is None or board.drive is None for board in boards)


def test_a_port_with_another_id_is_not_put_to_the_drive_that_is_left() -> None:
    boards = join([Port("COM3", V1)], [drive("E:", V2)], {})
    assert sorted(board.state for board in boards) == ["no-drive", "no-port"]


def test_a_board_in_maintenance_mode_is_one_without_version() -> None:
    (board,) = join([], [drive("E:", "", maintenance=True)], {})
    assert (board.state, board.version, board.name) == ("maintenance", None, "E:")


def test_every_board_id_has_its_version() -> None:
    assert {version_of(board_id + "0000") for board_id in ("9900", "9901")} == {"v1"}
    assert {version_of(board_id) for board_id in ("9903", "9904", "9905", "9906")} == {"v2"}
    assert version_of("1234") is None
    assert len(BOARD_IDS) == 6


@pytest.mark.parametrize("text", [None, "", "6&2a3b&0&1", "ABC", "x" * 48, V2 + "0"])
def test_what_is_no_unique_id_is_not_used(text: str | None) -> None:
    assert usable_id(text) == ""


BOARDS = join(
    [Port("COM3", V1), Port("COM4", V2), Port("COM5", OTHER_V2)],
    [drive("E:", V1), drive("F:", V2), drive("G:", OTHER_V2)],
    {V1: "07", V2: "みかん"},
)


@pytest.mark.parametrize(
    ("name", "port"), [("07", "COM3"), ("みかん", "COM4"), ("com5", "COM5"), (V1[:12], "COM3"), ("F:", "COM4")]
)
def test_a_board_is_chosen_by_any_of_its_names(name: str, port: str) -> None:
    assert choose_board(name, BOARDS).port == port


@pytest.mark.parametrize(
    ("name", "code"),
    [(None, "several-boards"), (V2[:8], "several-boards"), ("08", "board-unknown"), ("CO", "board-unknown")],
)
def test_several_or_none_are_listed_instead_of_guessed(name: str | None, code: str) -> None:
    with pytest.raises(BoardError) as caught:
        choose_board(name, BOARDS)
    assert caught.value.code == code
    assert "みかん" in caught.value.message


def test_the_only_board_needs_no_name() -> None:
    assert choose_board(None, BOARDS[:1]) is BOARDS[0]


def test_no_board_at_all_says_so() -> None:
    with pytest.raises(BoardError) as caught:
        choose_board(None, [])
    assert caught.value.code == "no-board"


@pytest.mark.parametrize("name", ["virtual://v3", "virtual://"])
def test_an_unknown_virtual_board_is_refused(name: str) -> None:
    with pytest.raises(BoardError) as caught:
        choose_board(name)
    assert caught.value.code == "board-unknown"
