"""`ictclub record`, `stream` and `plot` from a lesson on a virtual board to a picture, as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.telemetry import load_recording

BOARD = "virtual://v1"


@pytest.fixture
def night_light(own_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["flash", "4", "--to", BOARD, "--yes"]) == 0
    capfd.readouterr()


@pytest.mark.usefixtures("night_light")
def test_from_a_lesson_to_a_picture(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    csv, png = tmp_path / "data.csv", tmp_path / "data.png"
    assert execute(["record", "--from", BOARD, "--seconds", "2", "-o", str(csv), "--json"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert answer["samples"] == len(load_recording(csv)) > 1
    assert (answer["damaged_lines"], answer["lost_samples"], answer["gaps"]) == (0, 0, 0)
    (channel,) = answer["channels"]
    assert channel["channel"] == "light"

    assert execute(["record", "--from", BOARD, "--seconds", "1", "-o", str(csv)]) == 1
    assert "--replace" in capfd.readouterr().err

    assert execute(["plot", str(csv), "-o", str(png), "--whole-range"]) == 0
    assert capfd.readouterr().out.strip() == str(png)
    assert png.read_bytes().startswith(b"\x89PNG")
    assert execute(["plot", str(csv), str(csv), "--channel", "light", "--title", "sun"]) == 0
    assert (tmp_path / "data.png").is_file()


@pytest.mark.usefixtures("night_light")
def test_stream_shows_what_comes(capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["stream", "--from", BOARD, "--seconds", "2", "--json"]) == 0
    shown = capfd.readouterr()
    samples = [json.loads(line) for line in shown.out.splitlines()]
    assert samples and all(set(sample["values"]) == {"light"} for sample in samples)
    assert f"{len(samples)} samples" in shown.err


def test_a_board_without_a_program_prints_no_samples(
    own_home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(["record", "--from", BOARD, "--seconds", "1", "-o", str(tmp_path / "a.csv")]) == 1
    assert "no samples" in capfd.readouterr().err
    assert list(tmp_path.glob("a.csv*")) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["record", "--from", "99"], 1, "No board"),
        (["record"], 1, "No board"),
        (["record", "--seconds", "-1"], 2, "seconds"),
        (["plot", "missing.csv"], 1, "cannot be read"),
        (["plot"], 2, "FILE.csv"),
        (["stream", "--from", "virtual://v3"], 1, "virtual://v1"),
    ],
)
def test_wrong_calls(
    arguments: list[str], exit_code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert execute(arguments) == exit_code
    assert said in capfd.readouterr().err
