"""A conversation with the real firmware over a socket, as with any serial port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kimotsuki_ictclub.boards.talking import raw_repl
from kimotsuki_ictclub.boards.talking.raw_repl import NoAnswer, RawRepl
from kimotsuki_ictclub.errors import BoardError
from kimotsuki_ictclub.virtual import VirtualBoard

from ..board_time import BoardTimePort
from ..conftest import Room


@pytest.fixture(params=["v1", "v2"])
def repl(room: Room, request: pytest.FixtureRequest) -> Iterator[RawRepl]:
    with room.board(request.param).open_serial() as port:
        repl = RawRepl(port, patience=3)
        repl.enter()
        yield repl


def test_what_the_code_prints_comes_back(repl: RawRepl) -> None:
    assert repl.run("print(6 * 7)\nprint('か')") == "42\r\nか\r\n".encode()


def test_entering_frees_what_was_there_before(repl: RawRepl) -> None:
    repl.run("kept = 1")
    repl.enter()
    with pytest.raises(BoardError) as caught:
        repl.run("print(kept)")
    assert caught.value.code == "board-refused"
    assert "NameError" in caught.value.message


def test_code_that_never_ends_is_no_answer_and_can_be_stopped(repl: RawRepl) -> None:
    with pytest.raises(NoAnswer) as caught:
        repl.run("while True: pass", timeout=0.3)
    assert caught.value.code == "board-silent"
    repl.enter()
    assert repl.run("print(1)") == b"1\r\n"


def test_a_flooded_line_is_entered_all_the_same(repl: RawRepl) -> None:
    repl.start("while True: print('0123456789' * 20)")
    repl.enter()
    assert repl.run("print(2)") == b"2\r\n"


def test_a_program_that_turns_ctrl_c_off_is_said_to_hold_on(repl: RawRepl, room: Room) -> None:
    repl.start("import micropython\nmicropython.kbd_intr(-1)\nwhile True: pass")
    with pytest.raises(NoAnswer) as caught:
        repl.enter(timeout=1.0)
    assert caught.value.code == "no-repl"
    for version in ("v1", "v2"):
        room.tell(version, reset=True)


# Prints, then erases a page of the file system that nothing uses, as the runtime does it: 85 ms in which a V2's CPU
# stands still.
DEAF = """print('deaf')
from machine import mem32
mem32[0x4001E504] = 2
mem32[0x4001E508] = 0x72000
mem32[0x4001E504] = 0
while True: pass"""


@pytest.mark.parametrize("before", [0, 10, 20])
def test_a_v2_that_holds_back_its_last_bytes_is_entered(monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    """Its driver counts one byte for all that arrive while it is deaf; the others it finds when 32 have come."""
    port = BoardTimePort(VirtualBoard("v2"))
    monkeypatch.setattr(raw_repl, "time", port)
    port.sleep(1.0)
    repl = RawRepl(port)
    repl.enter()
    repl.run("1" + "#" * before)  # where in those 32 it happens
    repl.start(DEAF)
    repl.read_until(b"deaf", 1.0)
    repl.write(b"ab")
    port.sleep(0.2)
    start = port.monotonic()
    repl.enter()
    assert port.monotonic() - start < 1.0
    assert repl.run("print(6 * 7)") == b"42\r\n"
