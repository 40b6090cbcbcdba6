"""Programs that stop, never end a line, or print a log: what `flash`, `record` and `stream` say about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kimotsuki_ictclub import VirtualBoard
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.telemetry import (
    Counts,
    Sample,
    SampleStream,
    no_samples,
    trouble_of,
)

FIELD = Path(__file__).parents[1] / "fixtures" / "lines"
BOARD = "virtual://v1"


def put(program: str) -> None:
    assert execute(["--lang", "en", "flash", str(FIELD / program), "--to", BOARD, "--json"]) == 0


def told(capfd: pytest.CaptureFixture[str], words: str, *command: str) -> tuple[int, str]:
    """Return exit code and complaints of a command that listens; where a busy machine said too little, for longer."""
    for seconds in ("2", "15", "60"):
        code = execute(["--lang", "en", *command, "--from", BOARD, "--seconds", seconds])
        complaints = capfd.readouterr().err
        if words in complaints:
            break
    return code, complaints


def test_a_program_that_stops_is_told_by_every_command(
    own_home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(["--lang", "en", "flash", str(FIELD / "crash-in-line-3.py"), "--to", BOARD]) == 0
    said = capfd.readouterr().out
    assert "verified" in said and "stopped at line 3" in said and "There is no `HAPY` here." in said
    assert "runs it" not in said

    csv = tmp_path / "r.csv"
    code, said = told(capfd, "stopped in line 3", "record", "-o", str(csv))
    assert code == 1 and "stopped in line 3" in said and "There is no `HAPY` here." in said
    assert not list(tmp_path.glob("r.csv*"))

    put("crash-in-line-3.py")
    stopped = json.loads(capfd.readouterr().out)[0]
    assert stopped["done"] and (stopped["stopped"]["line"], stopped["stopped"]["code"]) == ("3", "program-exception")
    code, said = told(capfd, "There is no `HAPY` here.", "stream")
    assert (code, said.count("There is no `HAPY` here.")) == (0, 1)


def test_a_line_that_never_ends_is_told(own_home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put("never-ends-a-line.py")
    capfd.readouterr()
    csv = tmp_path / "r.csv"
    code, said = told(capfd, "never ends a line", "record", "-o", str(csv))
    assert code == 1 and "never ends a line" in said
    code, said = told(capfd, "never ends a line", "stream")
    assert code == 0 and "never ends a line" in said


@pytest.mark.parametrize(
    ("program", "version", "samples"),
    [
        ("mirrored-log.py", "v2", [{"temp": 23}, {"light": 5}, {"sound": 7}]),
        ("mirrored-log-no-stamp.py", "v2", [{"temp": 23}, {"light": 5}, {"temp": 24, "light": 6}]),
        ("carriage-return.py", "v1", [{"temp": 21}] * 3),
    ],
)
def test_what_programs_of_the_field_print(program: str, version: str, samples: list[dict[str, float]]) -> None:
    board = VirtualBoard(version, FIELD / program)
    stream = SampleStream("b")
    found: list[Sample] = []
    for _step in range(40):
        board.run(seconds=0.1)
        found += [event for event in stream.feed(board.serial.read(), board.time) if isinstance(event, Sample)]
        if len(found) >= len(samples):
            break
    assert [sample.values for sample in found[: len(samples)]] == samples
    assert stream.counts.damaged == 0


@pytest.mark.parametrize("program", ["never-ends-a-line.py", "only-spaces-between.py"])
def test_boards_that_never_end_a_line(program: str) -> None:
    board = VirtualBoard("v1", FIELD / program)
    stream = SampleStream("b")
    board.run(seconds=1.5)
    assert stream.feed(board.serial.read(), board.time) == []
    assert stream.counts.never_ends
    assert no_samples({"b": stream.counts}).code == "line-unended"


def test_one_of_a_class_has_trouble() -> None:
    fine, open_ended, noise = SampleStream("1"), SampleStream("2"), SampleStream("3")
    fine.feed(b"light:1\n", 0.0)
    open_ended.feed(b"23,23,23,", 0.0)
    noise.feed(b"\x00\xff\x00\xfe", 0.0)
    codes = [error and error.code for error in (trouble_of(s.board, s.counts) for s in (fine, open_ended, noise))]
    assert codes == [None, "line-unended", "line-unreadable"]
    assert no_samples({"1": Counts()}).code == "no-samples"
    assert "2" in no_samples({"1": Counts(), "2": open_ended.counts}).message
