"""Boards that say anything at all: only errors that a person understands come out, soon, and nothing is written."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub.boards.drives import find_drives
from kimotsuki_ictclub.boards.failures import failure_on
from kimotsuki_ictclub.boards.files_on_boards import collect, get_file, list_files, put_file, remove_file
from kimotsuki_ictclub.boards.talking.ask import ask_board
from kimotsuki_ictclub.boards.talking.board_files import BoardFiles
from kimotsuki_ictclub.boards.talking.raw_repl import RawRepl
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import BoardError, ClubError
from kimotsuki_ictclub.images.stops import find_stop, mistake_of
from kimotsuki_ictclub.visible import visible

from .conftest import counting, image
from .lying_board import LyingBoard, LyingPort, answering, in_its_time

quick = settings(max_examples=25)
LONGEST_SECONDS = 10.0  # of this PC's time, for one conversation
MOST_MEMORY = 64_000_000  # bytes

# Answers that have the right beginning, or are Python in some way, and are no answer.
PYTHON = [
    b"{[]: 1}",
    b"{{}}",
    b"['2.1.2', ('a', 1e999)]",
    b"['2.1.2', ('a', " + b"9" * 5000 + b")]",
    b"['2.1.2', ('a', 0x" + b"f" * 5000 + b")]",
    b"['2.1.2', ('a', -1)]",
    b"['2.1.2', ('a', True)]",
    b"['2.1.2', ('a', '1')]",
    b"['2.1.2', 'ab']",
    b"['2.1.2', ('', 1)]",
    b"['2.1.2', (1, 1)]",
    b"['2.1.2', ('a', 1, 2)]",
    b"['2.1.2', {'a': 1}]",
    b"['2.1.2', ('\\ud800', 1)]",
    b"['2.1.2', ('" + b"n" * 121 + b"', 1)]",
    b"['\\x1b[2J', ('a', 1)]",
    b"['" + b"2" * 100_000 + b"']",
    b"[" * 100_000,
    b"-" * 100_000 + b"1",
    b"1+" * 50_000 + b"1",
    b"['2.1.2'," + b"('a',1)," * 60_000 + b"]",
    b"b''\r\n" * 100_000,
    b"b'' + b''",
    b"b'" + b"x" * 5000 + b"'",
    b"'text'",
    b"1e999",
    b"9" * 5000,
    b"True",
    b"\xff\xfe",
    b"__import__('os').system('echo')",
]
# What it says of itself where everything is right but what a test puts in.
RIGHT = b"['2.1.2', ('a.txt', 3)]"
answers = st.one_of(
    st.sampled_from(PYTHON),
    st.binary(max_size=200),
    st.text(max_size=50).map(lambda text: text.encode("utf-8", "replace")),
)


def read_all(board: LyingBoard, folder: Path | None = None) -> None:
    """Ask a board everything that is ever asked; only ClubErrors are let pass."""
    content = b"print('abc')\n"
    for action in (
        lambda: ask_board(board, {"lesson": content}),
        lambda: list_files(board),
        lambda: get_file(board, "a.txt"),
        lambda: put_file(board, "a.txt", content),
        lambda: remove_file(board, "a.txt"),
        lambda: board_flash(board),
    ):
        with suppress(ClubError):
            action()


def board_flash(board: LyingBoard) -> object:
    from kimotsuki_ictclub.boards.flashing.one import flash_board

    return flash_board(board, image("v1", counting(1)), listen=0.8)


@quick
@given(answers, st.sampled_from([b"", b"\r\n", b" \x1c\n", b"Traceback\r\nOSError: 28\r\n", b"\xff"]))
@example(b"", b"   ")
def test_whatever_a_board_answers_is_a_clear_error(answer: bytes, problem: bytes) -> None:
    line = LyingPort(answering(answer, problem))
    with in_its_time(line):
        read_all(LyingBoard(line=line))


@quick
@given(st.lists(answers, min_size=1, max_size=4))
def test_one_lie_in_a_true_conversation_is_a_clear_error(lies: list[bytes]) -> None:
    told = iter(lies * 50)
    line = LyingPort(lambda command: answering(RIGHT if b"os.uname" in command else next(told, b""))(command))
    with in_its_time(line):
        read_all(LyingBoard(line=line))


@quick
@given(st.binary(max_size=300))
@example(b"")
@example(b"OK" * 50)
@example(b"\x04" * 50)
@example(b"\x06" * 50)
@example(b"OK\x06\x06\x06\x06\x04\x04>")
def test_bytes_without_any_form_are_a_clear_error(said: bytes) -> None:
    line = LyingPort(lambda _command: said)
    with in_its_time(line):
        read_all(LyingBoard(line=line))


@pytest.mark.parametrize(
    "endless", [b"x", b"0123456789\r\n", b"OK", b"\x06", b"\xff", b"Traceback (most recent call last):\n"]
)
def test_a_board_that_never_ends_is_given_up_soon(endless: bytes) -> None:
    line = LyingPort(lambda _command: b"OK", endless)
    began = time.monotonic()
    tracemalloc.start()
    with in_its_time(line):
        for ask in (list_files, board_flash, lambda board: get_file(board, "a.txt")):
            before = line.now
            with pytest.raises(ClubError):
                ask(LyingBoard(line=line))
            assert line.now - before < 60
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY
    assert time.monotonic() - began < 3 * LONGEST_SECONDS


@pytest.mark.parametrize("answer", PYTHON, ids=lambda answer: repr(answer[:25]))
def test_no_lie_is_taken_for_an_answer(answer: bytes) -> None:
    line = LyingPort(answering(answer))
    with in_its_time(line):
        files = BoardFiles(RawRepl(line), "v1")
        began = time.monotonic()
        asks: list[Callable[[], object]] = [files.ask, lambda: files.fingerprint("a"), lambda: files.is_whole("a", 1)]
        for ask in [*asks, lambda: files.read("a")]:
            with pytest.raises(BoardError) as caught:
                ask()
            assert caught.value.code in ("board-answer-damaged", "board-silent")
            assert len(str(caught.value)) < 500
        assert time.monotonic() - began < LONGEST_SECONDS


def test_what_a_board_says_moves_no_cursor(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of files and exceptions are shown, not obeyed."""
    said = {"names": b"['2.1.2', ('\\x1b[2Jevil.txt', 3)]", "problem": b""}
    line = LyingPort(lambda command: answering(said["names"], said["problem"])(command))
    monkeypatch.setattr("kimotsuki_ictclub.boards.find_boards", lambda: [LyingBoard(line=line)])
    monkeypatch.setattr("kimotsuki_ictclub.boards.find.find_boards", lambda: [LyingBoard(line=line)])
    with in_its_time(line):
        assert execute(["files", "list", "--lang", "en"]) == 0
        assert "<U+001B>[2Jevil.txt" in capsys.readouterr().out
        assert execute(["files", "get", "b.txt", "--lang", "en"]) == 1
        assert "<U+001B>[2Jevil.txt" in capsys.readouterr().err
        said["problem"] = b"Traceback\r\nOSError: \x1b]0;title\x07\xe2\x80\xae\r\n"
        assert execute(["files", "list", "--lang", "en"]) == 1
        shown = capsys.readouterr().err
        assert "OSError: <U+001B>]0;title<U+0007><U+202E>" in shown


@quick
@given(st.text(min_size=1, max_size=60), st.binary(max_size=100))
@example("../../up.txt", b"x")
@example("CON.txt", b"x")
@example("あ" * 40, b"x")
@example("a\u202etxt.exe", b"x")
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("collected")

    def says(command: bytes) -> bytes:
        if b"os.uname" in command:
            return answering(f"['2.1.2', ({name!r}, {len(content)})]".encode())(command)
        return answering(f"{content!r}\r\n".encode() if content else b"")(command)

    line = LyingPort(says)
    with in_its_time(line), pytest.MonkeyPatch.context() as patch:
        patch.setattr("kimotsuki_ictclub.boards.files_on_boards.fingerprint", lambda _content: 7)
        patch.setattr(BoardFiles, "fingerprint", lambda _self, _name: 7)
        (done,) = collect([LyingBoard(line=line)], folder / "out")
    assert isinstance(done.error, ClubError | None)
    if len(name.encode()) <= 120:
        assert done.error is None
        assert [path.read_bytes() for path in done.written] == [content]
    assert [path for path in folder.iterdir() if path.name != "out"] == []
    assert all(visible(path.name) == path.name for path in done.written)


@quick
@given(st.text(max_size=200), st.integers(0, 10**30))
@example("x" * 50_000, 10**6000)
def test_any_exception_that_a_board_tells_is_told(words: str, line: int) -> None:
    number = "9" * 5000 if line > 10**100 else str(line)
    said = f"Traceback (most recent call last):\n  File \"main.py\", line {number}\nNameError: name '{words}' isn't\n"
    began = time.monotonic()
    stop = find_stop(said)
    if stop is not None:
        assert str(mistake_of(stop, "main.py", "a = 1\n"))
    find_stop(said * 20)
    assert time.monotonic() - began < LONGEST_SECONDS


@quick
@given(st.binary(max_size=400))
@example(b"error: \x1b[2J\xff 5\xd9\xa3\xd9\xa3 \x00\r\ntype: transient")
@example(b"x" * 100_000)
def test_any_bytes_in_the_files_of_a_drive_are_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("drive")
    for name in ("FAIL.TXT", "ASSERT.TXT", "DETAILS.TXT"):
        (folder / name).write_bytes(content)
    assert len(find_drives([folder])) <= 1
    for name in ("FAIL.TXT", "ASSERT.TXT"):
        failure = failure_on(folder)
        assert failure is not None
        assert "\x1b" not in str(failure)
        assert len(str(failure)) < 700
        (folder / name).unlink()


@pytest.mark.parametrize("name", ["\0", "a\ud800", "x" * 5000])
def test_a_drive_that_no_folder_can_be_is_none(name: str) -> None:
    assert find_drives([Path(name)]) == []
