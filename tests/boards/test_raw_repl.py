"""A conversation with the real firmware over a socket, as with any serial port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kimotsuki_ictclub.boards.raw_repl import NoAnswer, RawRepl
from kimotsuki_ictclub.errors import BoardError

from .conftest import Room


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
