"""Flashing one board from beginning to end: every failure, on real firmware behind a virtual drive and a socket."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import cast

import pytest

from kimotsuki_ictclub.boards import Board, choose_board
from kimotsuki_ictclub.boards.flashing import one, quick
from kimotsuki_ictclub.boards.flashing.one import flash_board
from kimotsuki_ictclub.boards.flashing.swap import BESIDE
from kimotsuki_ictclub.boards.talking.ask import ask_board
from kimotsuki_ictclub.boards.talking.board_files import BoardFiles
from kimotsuki_ictclub.boards.talking.conversation import conversation
from kimotsuki_ictclub.boards.talking.raw_repl import NoAnswer, RawRepl
from kimotsuki_ictclub.errors import BoardError

from ..conftest import Room, counting, image

Says = Callable[[Board, str], bool]
BOARDS = ("v1", "v2")
# Swallows Ctrl-C, and the one that comes while it swallows the first: only a reset stops it.
STUBBORN = (
    b"import micropython, microbit\nmicropython.kbd_intr(-1)\nwhile True:\n    print('no')\n    microbit.sleep(20)\n"
)


def files_on(board: Board) -> set[str]:
    with conversation(board) as repl:
        repl.enter()
        names = set(BoardFiles(repl, board.version or "").ask().sizes)
        repl.restart()
    return names


@pytest.mark.parametrize("version", BOARDS)
def test_a_whole_hex_is_copied_verified_and_runs(room: Room, version: str, says: Says) -> None:
    board = room.board(version)
    steps: list[str] = []
    result = flash_board(board, image(version, counting(1)), full=True, progress=lambda step, part: steps.append(step))
    assert (result.way, result.tries) == ("drive", 1)
    assert steps == ["copying", "waiting", "checking"]
    assert board.runtime == {"v1": "1.1.1", "v2": "2.1.2"}[version]
    assert says(board, "n:001")


@pytest.mark.parametrize("version", BOARDS)
def test_only_what_changed_travels(room: Room, version: str, says: Says) -> None:
    board = room.board(version)
    flash_board(board, image(version, counting(2), helper=b"A = 1\n", other=b"B = 2\n"))
    changed = flash_board(board, image(version, counting(3), helper=b"A = 1\n", other=b"B = 3\n"))
    assert (changed.way, changed.changed) == ("serial", ("other.py", "main.py"))
    assert says(board, "n:003")
    nothing = flash_board(board, image(version, counting(3), helper=b"A = 1\n", other=b"B = 3\n"))
    assert (nothing.way, nothing.changed) == ("none", ())
    assert says(board, "n:003")


def test_a_program_that_cannot_be_stopped_is_replaced_by_the_whole_hex_and_back(room: Room, says: Says) -> None:
    board = room.board("v1")
    assert flash_board(board, image("v1", STUBBORN), full=True).way == "drive"
    assert says(board, "no")
    assert flash_board(board, image("v1", counting(4))).way == "drive"
    assert says(board, "n:004")


@pytest.mark.parametrize("version", BOARDS)
def test_a_cut_off_update_is_seen_and_the_next_run_repairs_it(room: Room, version: str, says: Says) -> None:
    board = room.board(version)
    padding = b"# a comment of some length\n" * 60
    flash_board(board, image(version, counting(5)))
    room.tell(version, fault=["cable-drops", 1])
    with pytest.raises(BoardError) as caught:
        flash_board(board, image(version, counting(6) + padding))
    assert caught.value.code == "cable-out"
    room.tell(version, repair=True)
    board = room.board(version)
    # A V1 has the beginning of the new program, a V2 still its old one: the new one is written beside it.
    assert ask_board(board, {}).cut_off == (version == "v1")
    if version == "v2":
        assert says(board, "n:005")
    assert flash_board(board, image(version, counting(6) + padding)).way == "serial"
    assert says(board, "n:006")
    assert not ask_board(board, {}).cut_off
    assert BESIDE not in files_on(board)


def test_a_v2_that_was_cut_off_and_gets_its_old_program_back_is_tidied(room: Room, says: Says) -> None:
    board = room.board("v2")
    flash_board(board, image("v2", counting(16)))
    room.tell("v2", fault=["cable-drops", 1])
    with pytest.raises(BoardError):
        flash_board(board, image("v2", counting(17) + b"# a comment of some length\n" * 60))
    room.tell("v2", repair=True)
    board = room.board("v2")
    assert BESIDE in files_on(board)
    assert flash_board(board, image("v2", counting(16))).way == "none"
    assert BESIDE not in files_on(board)
    assert says(board, "n:016")


def test_a_v2_program_that_logs_is_written_in_place_so_that_the_runtime_empties_the_log(
    room: Room, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = room.board("v2")
    flash_board(board, image("v2", counting(18)))
    swaps: list[object] = []
    monkeypatch.setattr(quick, "swap_in", swaps.append)
    assert flash_board(board, image("v2", b"import log\n" + counting(19))).way == "serial"
    assert says(board, "n:019")
    assert not swaps


def test_a_v2_program_too_large_to_lie_beside_the_old_one_is_written_in_place(
    room: Room, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = b"# a comment of some length, so that two of these do not fit\n" * 175
    board = room.board("v2")
    flash_board(board, image("v2", counting(20) + large), full=True)
    swaps: list[object] = []
    monkeypatch.setattr(quick, "swap_in", swaps.append)
    assert flash_board(board, image("v2", counting(21) + large)).way == "serial"
    assert says(board, "n:021")
    assert not swaps


@pytest.mark.parametrize("version", BOARDS)
def test_lost_bytes_are_noticed_and_sent_again(room: Room, version: str, says: Says) -> None:
    board = room.board(version)
    flash_board(board, image(version, counting(7)))
    room.tell(version, fault=["bytes-lost", 4])
    flash_board(board, image(version, counting(8) + b"# a comment of some length\n" * 40))
    assert says(board, "n:008")


def test_a_board_that_floods_the_line_is_flashed_all_the_same(room: Room, says: Says) -> None:
    room.tell("v1", fault=["flood", 1])
    board = room.board("v1")
    flash_board(board, image("v1", counting(9)))
    assert says(board, "n:009")


@pytest.mark.parametrize("fault", ["fail-504", "fail-506", "fail-521", "fail-537", "hex-stays"])
def test_a_transient_failure_is_tried_again(room: Room, fault: str, says: Says) -> None:
    room.tell("v1", fault=[fault, 1])
    board = room.board("v1")
    result = flash_board(board, image("v1", counting(10)), full=True)
    assert (result.way, result.tries) == ("drive", 2)
    assert says(board, "n:010")


def test_a_slow_remount_is_waited_for(room: Room, says: Says) -> None:
    room.tell("v1", fault=["slow-remount", 1])
    board = room.board("v1")
    assert flash_board(board, image("v1", counting(11)), full=True).tries == 1
    assert says(board, "n:011")


LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="imitated by files that only Linux has")
FAILURES = [
    ("fail-504", "flash-504", "took too long"),
    ("fail-506", "flash-506", "wrong order"),
    ("fail-521", "flash-521", "damaged"),
    ("fail-524", "flash-524", "MAINTENANCE"),
    ("fail-529", "flash-529", "another board"),
    ("fail-537", "flash-537", "Only a part"),
    ("assert", "flash-assert", "ASSERT.TXT"),
    ("hex-stays", "hex-not-taken", "still lies on the drive"),
    ("drive-vanishes", "drive-not-back", "did not come back"),
    ("port-held", "board-busy", "Another program holds the port"),
    pytest.param("drive-full", "drive-full", "no room", marks=LINUX_ONLY),
    pytest.param("drive-read-only", "drive-read-only", "cannot be written", marks=LINUX_ONLY),
]


@pytest.mark.parametrize(("fault", "code", "words"), FAILURES)
def test_a_failure_is_named_with_cause_and_cure(room: Room, fault: str, code: str, words: str) -> None:
    room.tell("v1", fault=[fault, -1])
    with pytest.raises(BoardError) as caught:
        flash_board(room.board("v1"), image("v1", counting(12)), full=True)
    assert caught.value.code == code
    assert words in caught.value.message + caught.value.hint
    assert caught.value.hint


def test_a_board_in_maintenance_mode_is_told_apart(room: Room) -> None:
    drive = room.hosted("v1").drive
    room.tell("v1", fault=["maintenance", -1])
    board = choose_board(drive)
    assert (board.state, board.version, board.unique_id, board.port) == ("maintenance", None, "", None)
    with pytest.raises(BoardError) as caught:
        flash_board(board, image("v1", counting(13)))
    assert caught.value.code == "maintenance"
    assert "reset button" in caught.value.message


def test_an_image_for_the_other_board_is_refused_before_anything_is_sent(room: Room) -> None:
    with pytest.raises(BoardError) as caught:
        flash_board(room.board("v1"), image("v2", counting(14)))
    assert caught.value.code == "image-wrong-board"


@pytest.mark.parametrize("version", BOARDS)
def test_a_virtual_board_by_name_keeps_what_was_flashed(version: str, says: Says) -> None:
    url = f"virtual://{version}"
    assert flash_board(choose_board(url), image(version, counting(15)), full=True).way == "drive"
    again = choose_board(url)
    assert again.unique_id == choose_board(url).unique_id
    assert says(again, "n:015")
    assert flash_board(again, image(version, counting(15))).way == "none"


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("uart.init(9600)", True),
        ("uart.init(baudrate=9600)", True),
        ("uart.init(115200, tx=pin0, rx=pin1)", True),
        ("micropython.kbd_intr(-1)", True),
        ("uart.init(115200)", False),
        ("uart.init( baudrate = 115200 )", False),
        ("uart.init()", False),
        ("# uart.init(9600)", False),
    ],
)
def test_a_program_that_takes_the_line_is_told_and_not_copied_again(
    line: str, takes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A V2's program sets the line before a stop sign reaches it: after a drive copy nothing could be verified."""

    def silent(_repl: object) -> None:
        raise NoAnswer("no-repl", "It does not answer.")

    monkeypatch.setattr(one, "stop_at_start", silent)
    with pytest.raises(BoardError) as caught:
        one._stop_at_start(cast(RawRepl, None), image("v2", f"from microbit import *\n{line}\n".encode()))
    assert (caught.value.code, getattr(caught.value, "transient", None)) == (
        ("line-taken", False) if takes else ("no-repl", None)
    )
