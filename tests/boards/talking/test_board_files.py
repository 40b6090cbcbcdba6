"""Files on real firmware: written, read back, and compared."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimotsuki_ictclub.boards.talking.board_files import BoardFiles, fingerprint, travels
from kimotsuki_ictclub.boards.talking.raw_repl import RawRepl
from kimotsuki_ictclub.errors import BoardError

from ..conftest import Room

CONTENTS = {
    "one byte": b"x",
    "japanese": "print('こんにちは、みかん')\n".encode() * 30,
    "quotes": b"a = '\"'\nb = \"'\"\nc = '''b'b' \\\\'''\n" * 10,
    "every byte but the stop sign": bytes(byte for byte in range(256) if byte != 3) * 3,
    "longer than any buffer": random.Random(1).randbytes(3000).replace(b"\x03", b"\x04"),
}


@pytest.fixture(params=["v1", "v2"])
def files(room: Room, request: pytest.FixtureRequest) -> Iterator[BoardFiles]:
    with room.board(request.param).open_serial() as port:
        repl = RawRepl(port, patience=3)
        repl.enter()
        yield BoardFiles(repl, request.param)


@pytest.mark.parametrize("kind", CONTENTS)
def test_what_is_written_is_on_the_board(files: BoardFiles, kind: str) -> None:
    content = CONTENTS[kind]
    assert files.write("test.bin", content) == fingerprint(content)
    assert files.ask().sizes["test.bin"] == len(content)
    assert files.fingerprint("test.bin") == fingerprint(content)
    assert files.read("test.bin") == content


def test_the_cautious_way_writes_the_same(files: BoardFiles) -> None:
    content = CONTENTS["every byte but the stop sign"]
    files.write_cautiously("test.bin", content)
    assert files.read("test.bin") == content


def test_progress_never_goes_back_and_ends_at_the_end(files: BoardFiles) -> None:
    steps: list[int] = []
    files.write("test.bin", b"0123456789" * 100, progress=steps.append)
    assert steps == sorted(steps)
    assert steps[-1] == 1000
    assert len(steps) > 5


def test_a_removed_file_is_gone_and_cannot_be_read(files: BoardFiles) -> None:
    files.write("test.bin", b"x")
    files.remove("test.bin")
    assert "test.bin" not in files.ask().sizes
    with pytest.raises(BoardError) as caught:
        files.read("test.bin")
    assert caught.value.code == "board-refused"


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_fingerprints_of_different_contents_differ(one: bytes, other: bytes) -> None:
    if len(one) == len(other):
        assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_swapped_words_have_another_fingerprint() -> None:
    first, second = b"a" * 64, b"b" * 64
    assert fingerprint(first + second) != fingerprint(second + first)


def test_a_stop_sign_does_not_travel() -> None:
    assert travels("あ\n".encode())
    assert not travels(b"a\x03b")
