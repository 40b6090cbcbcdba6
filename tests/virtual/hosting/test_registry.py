"""The list of hosted boards: only those that live are on it, and looking takes the dead ones away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from kimotsuki_ictclub.virtual.hosting.registry import (
    HostedBoard,
    creation_time,
    drive_folder,
    hosted_boards,
    register,
    registry_folder,
)

UNIQUE_ID = "99010000" + "7" * 32 + "97969901"


def entry(**changes: object) -> dict[str, object]:
    """Return the entry of a board that lives in this process."""
    mine = HostedBoard(UNIQUE_ID, "v1", "virtual://127.0.0.1:9", None, 10, os.getpid(), creation_time(os.getpid()) or 0)
    return {**asdict(mine), **changes}


def leave(home: Path, content: str) -> None:
    """Leave an entry and a drive as a host does that is killed."""
    drive_folder(home, UNIQUE_ID).mkdir(parents=True)
    (drive_folder(home, UNIQUE_ID) / "DETAILS.TXT").write_text("Unique ID")
    (registry_folder(home) / f"{UNIQUE_ID}.json").write_text(content)


def test_a_board_of_a_living_process_is_on_the_list(tmp_path: Path) -> None:
    board = HostedBoard(**entry())  # type: ignore[arg-type]
    register(tmp_path, board)
    assert hosted_boards(tmp_path) == [board]


def test_what_a_dead_host_left_is_taken_away(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    leave(tmp_path, json.dumps(entry(pid=ended.pid)))
    assert hosted_boards(tmp_path) == []
    assert list(registry_folder(tmp_path).iterdir()) == []


def older_form() -> dict[str, object]:
    return {name: value for name, value in entry().items() if name != "created"}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(entry(created=12345.0)),  # the number belongs to another program now
        json.dumps(entry(pid=1)),  # of another user, who is older than any host
        json.dumps(entry(pid=2**70)),
        json.dumps(entry(pid="7")),
        json.dumps(entry(created=None)),
        json.dumps(entry(created="now")),
        json.dumps(entry(unique_id="another one")),
        json.dumps(entry(port=["socket"])),
        json.dumps(older_form()),
        json.dumps([entry()]),
        "null",
        "",
        '{"unique_id": ',
        "[" * 100_000,
    ],
)
def test_a_ghost_is_no_board_and_goes_away(tmp_path: Path, content: str) -> None:
    leave(tmp_path, content)
    assert hosted_boards(tmp_path) == []
    assert list(registry_folder(tmp_path).iterdir()) == []


def test_an_entry_that_is_no_text_goes_away(tmp_path: Path) -> None:
    leave(tmp_path, "")
    (registry_folder(tmp_path) / f"{UNIQUE_ID}.json").write_bytes(b"\xff\xfe\x00\x81")
    assert hosted_boards(tmp_path) == []
    assert list(registry_folder(tmp_path).iterdir()) == []


def test_what_a_damaged_entry_names_is_never_touched(tmp_path: Path) -> None:
    kept = tmp_path / "diary"
    kept.mkdir()
    leave(tmp_path, json.dumps(entry(created=0, drive=str(kept))))
    assert hosted_boards(tmp_path) == []
    assert kept.exists()
