"""A log of an evening on virtual boards: what it tells of the line and the drive, and what it never holds."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.board_log import details, drive_named, port_named
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute

from .conftest import Room

LABELS = {"v1": "みかん", "v2": "いちご"}
LABEL = LABELS["v2"]
CHILD, FILE = "Sakurako", "haruto"
PROGRAM = f"""\
# the program of {CHILD}
from microbit import *
pet = 'Tamasaburo'
while True:
    print('Hello {CHILD}')
    print('light:', 7)
    sleep(50)
"""
NEVER = (*LABELS.values(), CHILD, FILE, "Tamasaburo", "Hello", "the program of", "light")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / f"{FILE}.py"
    path.write_text(PROGRAM, "utf-8")
    return path


@pytest.fixture
def named(room: Room) -> Room:
    """The classroom, its boards with labels that are names."""
    for version, label in LABELS.items():
        set_label(room.board(version).unique_id, label)
    return room


def kept(log: Path, *paths: Path) -> str:
    """Return a log in which nothing personal stands."""
    text = log.read_text("utf-8")
    assert [word for word in (*NEVER, *map(str, paths)) if word in text] == []
    return text


def missing(text: str, *words: str) -> list[str]:
    return [word for word in words if word not in text]


def test_an_evening_can_be_understood_afterwards(named: Room, tmp_path: Path, program: Path) -> None:
    log = tmp_path / "evening.log"
    boards = [word for label in LABELS.values() for word in ("--to", label)]
    assert execute(["flash", str(program), *boards, "--full", "--log", str(log)]) == 0
    text = kept(log, tmp_path, named.home)
    for version in LABELS:
        unique_id = named.board(version).unique_id
        name = f"{version} {unique_id[8:24]}"
        assert not missing(
            text,
            f"boards.find: found {name}: unique id {unique_id}, virtual://127.0.0.1:",
            f"boards.flashing.drive_copy: {name} copies a hex of",
            f"boards.flashing.drive_copy: {name} is back at the same place, remount count",
            f"boards.talking.conversation: {name} sent 4 bytes: Ctrl-C ×2 Return Ctrl-A",
            f"{name} sent 33 bytes: command import microbit;microbit.reset()…",
            f"{name} verified after",
        )
    assert not missing(text, ": ictclub flash --to --to --full\n", "Interface Version: 0257", "way: drive")
    assert not missing(text, "raw REPL; CTRL-B to exit", "soft reboot", "bytes came", "with exit code 0")
    program.write_text(PROGRAM.replace("50", "60"), "utf-8")
    assert execute(["--log", str(log), "flash", str(program), *boards]) == 0
    sources = [word.replace("--to", "--from") for word in boards]
    assert execute(["record", *sources, "--seconds", "2.5", "-o", str(tmp_path / "a.csv"), f"--log={log}"]) == 0
    text = kept(log, tmp_path, named.home)
    assert text.count("with exit code 0") == 3
    assert not missing(text, "of a file", "way: serial, 1 files changed", " blocks: ", " in all: ")


def test_a_failed_copy_is_told_with_the_boards_own_words(named: Room, tmp_path: Path, program: Path) -> None:
    log = tmp_path / "evening.log"
    named.tell("v2", fault=["fail-529", 3])
    assert execute(["flash", str(program), "--to", LABEL, "--full", "--log", str(log)]) == 1
    text = kept(log, tmp_path, named.home)
    assert not missing(
        text, "FAIL.TXT: ", "529", "says: FlashFailed flash-529", "try 1 failed", "boards/flashing/one.py:"
    )


def test_a_program_that_stops_is_told_by_the_kind_of_its_exception(named: Room, tmp_path: Path, program: Path) -> None:
    log = tmp_path / "evening.log"
    program.write_text(PROGRAM.replace("while True:", f"{{}}['{CHILD}']\nwhile True:"), "utf-8")
    assert execute(["flash", str(program), "--to", LABEL, "--unchecked", "--log", str(log)]) == 0
    assert not missing(
        kept(log, tmp_path), "Traceback (most recent call last)", "line 4", "KeyError", "stops in line 4"
    )


def test_without_a_log_nothing_is_formatted(named: Room, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    usual = logging.getLogRecordFactory()

    def counting(name: str, *rest: object, **more: object) -> logging.LogRecord:
        made.append(name)
        return usual(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(logging, "_logRecordFactory", counting)
    assert execute(["flash", str(program), "--to", LABEL]) == 0
    assert [name for name in made if name.startswith("kimotsuki_ictclub")] == []


def test_without_a_log_nothing_of_it_is_imported() -> None:
    program = (
        "import sys\nfrom kimotsuki_ictclub.cli import execute\nexecute(['boards', '--no-ask'])\n"
        "import kimotsuki_ictclub.telemetry, kimotsuki_ictclub.boards.flashing.many, kimotsuki_ictclub.notebook\n"
        "print([name for name in sys.modules if name.startswith('kimotsuki') and name.endswith('log')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stderr


def test_places_are_named_without_the_users_folders(tmp_path: Path) -> None:
    assert port_named("COM3") == "COM3"
    assert port_named("virtual://v2?state=/home/haruto/flash.bin") == "virtual://v2"
    assert port_named("socket://haruto:secret@127.0.0.1:9") == "socket://127.0.0.1:9"
    assert port_named("virtual://v2[") == "a URL"
    assert drive_named(Path("/media/haruto/MICROBIT")) == "MICROBIT"
    assert drive_named(Path("/")) == "drive"


def test_of_details_only_known_fields_are_kept(tmp_path: Path) -> None:
    text = "# haruto: 1\nOwner: haruto\nInterface Version: 0257\nGit SHA: はると\nnothing\n"
    (tmp_path / "DETAILS.TXT").write_text(text, "utf-8")
    assert details(tmp_path) == "Interface Version: 0257"
    assert details(tmp_path / "gone") == "nothing"
