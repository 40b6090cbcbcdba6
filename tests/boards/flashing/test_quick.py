"""The quick way on real firmware, in the board's own time: many edits in a row, and the swap of a V2's main.py."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kimotsuki_ictclub.boards.flashing.quick import update
from kimotsuki_ictclub.boards.flashing.swap import BESIDE, goes_beside, swap_in
from kimotsuki_ictclub.boards.talking import raw_repl
from kimotsuki_ictclub.boards.talking.board_files import BoardFiles
from kimotsuki_ictclub.boards.talking.raw_repl import RawRepl
from kimotsuki_ictclub.errors import BoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import device_info, runtime
from tests.virtual import power_cuts

from ..board_time import BoardTimePort
from ..conftest import counting, image

Connect = Callable[..., RawRepl]
EDITS = {"v1": 8, "v2": 6}
USED_UP = {"v1": 17_000, "v2": 10_500}  # bytes that a file has left behind, so that the last edits must erase pages


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Connect:
    """Start a board, or take one that runs, and enter its raw REPL; time is the board's."""

    def connect(version: str, program: bytes | VirtualBoard) -> RawRepl:
        port = BoardTimePort(VirtualBoard(version, program.decode()) if isinstance(program, bytes) else program)
        monkeypatch.setattr(raw_repl, "time", port)
        port.sleep(1.0)
        repl = RawRepl(port)
        repl.enter()
        return repl

    return connect


def edited(number: int) -> bytes:
    return counting(number) + b"# a comment of some length\n" * 75


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_edit_after_edit_no_byte_is_lost_even_when_pages_are_erased(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(BoardFiles, "write_cautiously", lambda *_: pytest.fail("bytes were lost"))
    begin = b"import os\nif 'old' in os.listdir():\n    os.remove('old')\n" + counting(0)
    files = {"main.py": begin, "old": b"x" * USED_UP[version]}
    repl = connect(version, VirtualBoard(version, runtime(version).with_files(files)))
    board = repl.serial.board
    assert board.files == {"main.py": begin}
    behind = [left_behind(board)]
    for number in range(EDITS[version]):
        assert update(repl, image(version, edited(number)), lambda step, part: None) == ("main.py",)
        repl.read_until(f"n:{number:03d}".encode(), 5.0)
        assert board.files == {"main.py": edited(number)}
        behind.append(left_behind(board))
        repl.enter()
    assert any(later < earlier for earlier, later in pairwise(behind)), "pages were erased"


def left_behind(board: VirtualBoard) -> int:
    """Return how many chunks of the file system are used up and belong to no file."""
    info, flash = device_info(board.version), board.flash_content.flash
    return sum(flash[chunk] == 0 for chunk in range(info.fs_start_address, info.fs_end_address, 128))


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_on_a_board_full_of_pieces_every_other_file_stays(connect: Connect, version: str) -> None:
    """Its pages were swept once, which moves the page that is kept free to the other end."""
    board = VirtualBoard(version, power_cuts.fragmented(version))
    assert board.run_until("end", timeout=power_cuts.STOPS)
    others = {name: content for name, content in board.files.items() if name != "main.py"}
    assert (others["other"], others["new"]) == (b"o" * 300, b"c" * power_cuts.WHOLE)
    assert {name for name in others if name[0] == "p" and int(name[1:]) % 5 == 0} == set()
    repl = connect(version, board)
    program = edited(1)
    assert update(repl, image(version, program), lambda step, part: None) == ("main.py",)
    assert board.files == {"main.py": program, **others}


def test_the_swap_searches_the_file_system_and_nothing_else() -> None:
    info = device_info("v2")
    assert (info.fs_start_address, info.fs_end_address) == (0x6D000, 0x73000)
    sent: list[str] = []

    class Listener(RawRepl):
        def run(self, code: str, timeout: float = 5.0) -> bytes:
            sent.append(code)
            return b"True\r\n"

    swap_in(Listener(BoardTimePort(VirtualBoard("v2"))))
    assert f"range({0x6D000},{0x73000},128)" in sent[0]


def test_the_swap_leaves_other_files_alone(connect: Connect) -> None:
    repl = connect("v2", counting(0))
    files = BoardFiles(repl, "v2")
    others = {"mainly.py": b"x = 1\n", "ain~.txt": b"y", "robot.py": b"z = 3\n" * 50}
    for name, content in others.items():
        files.write(name, content)
    files.write(BESIDE, counting(1))
    swap_in(repl)
    assert repl.serial.board.files == {"main.py": counting(1), **others}


def test_a_swap_without_a_new_program_is_an_error_and_keeps_the_old_one(connect: Connect) -> None:
    repl = connect("v2", counting(0))
    with pytest.raises(BoardError) as caught:
        swap_in(repl)
    assert caught.value.code == "not-swapped"
    assert repl.serial.board.files == {"main.py": counting(0)}


@pytest.mark.parametrize(
    ("sizes", "content", "goes"),
    [
        ({}, b"x" * 20_000, True),
        ({"main.py": 9_900}, b"x" * 9_900, True),
        ({"main.py": 9_900, "robot.py": 500}, b"x" * 9_900, False),
        ({"main.py": 20_000}, b"x" * 200, False),
        ({}, b"import log\n", False),
        ({}, b"catalogue = blog\n", True),
    ],
)
def test_what_goes_beside_the_old_program(sizes: dict[str, int], content: bytes, goes: bool) -> None:
    assert goes_beside(sizes, content) == goes
