"""The files on boards, as a person handles them, on real firmware."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.files import fit_for_pc

from .conftest import Room, counting

Capture = pytest.CaptureFixture[str]
CONTENT = bytes(range(256)) + "みかん\r\n".encode()  # every byte, also the one that stops a program


def answer(capture: Capture) -> Any:
    return json.loads(capture.readouterr().out)


def listed(capture: Capture, board: str) -> dict[str, int]:
    capture.readouterr()
    assert execute(["files", "list", "--on", board, "--json"]) == 0
    return {one["name"]: one["bytes"] for one in answer(capture)}


@pytest.fixture(params=["v1", "v2"])
def board(room: Room, request: pytest.FixtureRequest) -> str:
    return str(room.board(request.param).port)


def test_a_file_goes_onto_a_board_comes_back_and_goes(board: str, tmp_path: Path, capsys: Capture) -> None:
    source, back = tmp_path / "notes 1.txt", tmp_path / "back.txt"
    source.write_bytes(CONTENT)
    assert execute(["files", "put", str(source), "--on", board]) == 0
    assert listed(capsys, board)["notes 1.txt"] == len(CONTENT)
    assert execute(["files", "get", "notes 1.txt", "--on", board, "-o", str(back)]) == 0
    assert back.read_bytes() == CONTENT
    assert execute(["files", "get", "notes 1.txt", "--on", board, "-o", str(back)]) == 2  # nothing is written over
    assert execute(["files", "rm", "notes 1.txt", "--on", board]) == 0
    assert "notes 1.txt" not in listed(capsys, board)
    for command in (["get", "notes 1.txt", "-o", str(tmp_path / "other")], ["rm", "notes 1.txt"]):
        assert execute(["files", *command, "--on", board]) == 1
        assert "has no file called notes 1.txt" in capsys.readouterr().err


def test_what_does_not_fit_is_refused_before_the_file_that_is_there_is_touched(
    board: str, tmp_path: Path, capsys: Capture
) -> None:
    source = tmp_path / "notes.txt"
    source.write_bytes(b"old")
    assert execute(["files", "put", str(source), "--on", board]) == 0
    before = listed(capsys, board)
    source.write_bytes(bytes(28_300))
    assert execute(["files", "put", str(source), "--on", board]) == 1
    assert "no room on the board for notes.txt" in capsys.readouterr().err
    assert listed(capsys, board) == before


def test_a_name_with_quotes_is_a_name_and_no_command(board: str, tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "x.txt"
    source.write_bytes(b"x")
    name = "a');import microbit;microbit.panic(1);('.txt"
    assert execute(["files", "put", str(source), "--as", name, "--on", board]) == 0
    assert name in listed(capsys, board)
    assert execute(["files", "rm", name, "--on", board]) == 0
    assert name not in listed(capsys, board)


@pytest.mark.parametrize("name", ["", "a/b.txt", "x" * 121, "a\nb"])
def test_a_name_that_no_board_can_keep_is_refused(board: str, tmp_path: Path, name: str, capsys: Capture) -> None:
    source = tmp_path / "x.txt"
    source.write_bytes(b"x")
    code = execute(["files", "put", str(source), f"--as={name}", "--on", board])
    assert code == 1 if name else code == 0  # an empty name means its own
    assert "Traceback" not in capsys.readouterr().err


def test_the_works_of_a_class_are_collected_and_nothing_is_written_over(
    room: Room, tmp_path: Path, says: Any, capsys: Capture
) -> None:
    for board in find_boards():
        set_label(board.unique_id, {"v1": "07", "v2": "み/かん"}[str(board.version)])
    main, data = tmp_path / "main.py", tmp_path / "data.csv"
    main.write_bytes(counting(5))
    data.write_bytes(b"time,light\n1,2\n")
    for path in (data, main):
        for board in find_boards():
            assert execute(["files", "put", str(path), "--on", board.label]) == 0
    capsys.readouterr()
    works = tmp_path / "works"
    assert execute(["collect", "-o", str(works), "--json"]) == 0
    facts = answer(capsys)
    assert {Path(path).relative_to(works).as_posix() for one in facts for path in one["written"]} >= {
        "07/main.py", "07/data.csv", "み_かん/main.py", "み_かん/data.csv"
    }  # fmt: skip
    assert (works / "07" / "data.csv").read_bytes() == data.read_bytes()
    assert says(room.board("v1"), "n:005"), "the program runs again afterwards"
    data.write_bytes(b"time,light\n3,4\n")
    assert execute(["files", "put", str(data), "--on", "07"]) == 0
    capsys.readouterr()
    assert execute(["collect", "-o", str(works), "--json"]) == 0
    changed = [path for one in answer(capsys) for path in one["written"]]
    assert changed == [str(works / "07" / "data (2).csv")]
    assert (works / "07" / "data.csv").read_bytes() == b"time,light\n1,2\n"
    assert execute(["collect", "-o", str(main / "works"), "--from", "07", "--json"]) == 1
    (told,) = [one["error"] for one in answer(capsys)]
    assert told["code"] == "not-collected" and "no folder" in told["message"], "the PC's folder, not the cable"
    for name in ("data.csv", "main.py"):
        assert execute(["files", "rm", name, "--on", "07"]) == 0


def test_one_board_that_cannot_be_asked_does_not_keep_the_others_from_being_collected(
    room: Room, tmp_path: Path, capsys: Capture
) -> None:
    with room.board("v2").open_serial():
        assert execute(["collect", "-o", str(tmp_path / "works"), "--json"]) == 1
    errors = [one["error"] and one["error"]["code"] for one in answer(capsys)]
    assert sorted(map(str, errors)) == ["None", "board-busy"]


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"), ("a:b*c?.py", "a_b_c_.py"), ("CON", "_CON"), ("nul.txt", "_nul.txt"),
        ("dot.", "dot_"), ("..", "_"), ("", "_"), ("か\u3099.py", "が.py"), ("main.py", "main.py"), ("a\x00b", "a_b"),
        ("COM¹", "_COM¹"), ("con .txt", "_con .txt"),
    ],
)  # fmt: skip
def test_a_boards_name_for_a_file_is_made_fit_for_any_pc(name: str, fit: str) -> None:
    assert fit_for_pc(name) == fit
