"""The demo from the command line: what a newcomer runs first."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub import demo
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.demo.evening import DemoFiles
from kimotsuki_ictclub.demo.folder import DemoFolder
from kimotsuki_ictclub.errors import SetupError


def ictclub(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kimotsuki_ictclub", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=150,
    )


def column(path: Path, name: str) -> list[float]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [float(row[name]) for row in csv.DictReader(stream)]


def test_the_demo_shows_a_whole_evening(tmp_path, own_home):
    """In Japanese: no reading may be left in braces."""
    out = tmp_path / "out"
    done = ictclub("demo", "--lang", "ja", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "レッスン 6「顔で 知らせる 温度計」" in done.stdout and "{" not in done.stdout
    assert "受講者数 8人 / 目標 30人" in done.stdout
    temperatures, lights = column(out / "temperature.csv", "temp"), column(out / "light.csv", "light")
    assert max(temperatures) - temperatures[0] >= 8 and max(temperatures) - temperatures[-1] >= 4
    # A busy machine takes fewer samples of the same evening.
    assert max(lights) > 150 and lights[-1] < max(lights) - 100 and len(lights) > 10
    for name in ("temperature", "light"):
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert {path.name for path in tmp_path.iterdir()} <= {"out", "ictclub-home"}
    assert not own_home.exists() or not any(own_home.iterdir())


def test_for_a_script_it_names_its_files(tmp_path, monkeypatch, capsys):
    files = DemoFiles((tmp_path / "a.csv",), (tmp_path / "a.png",), tmp_path / "club.sqlite", "8 of 30 people")
    monkeypatch.setattr(demo, "run_demo", lambda out, say: say("The lamp dims.") or files)
    assert execute(["demo", "--out", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "recordings": [str(tmp_path / "a.csv")],
        "pictures": [str(tmp_path / "a.png")],
        "records": str(tmp_path / "club.sqlite"),
        "progress": "8 of 30 people",
    }


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert execute(["demo", "--out", str(tmp_path / "file")]) == 2
    assert execute(["demo", "--out", str(tmp_path / "file" / "below")]) == 1
    said = capsys.readouterr().err
    assert "can't write" in said and "--out" in said


def test_a_clubs_own_records_are_never_touched(tmp_path, capsys):
    """The folder that is named may be the one where the club keeps its list of people."""
    out = tmp_path / "club"
    out.mkdir()
    kept = {"club.sqlite": b"the club's own", "club.sqlite.backup": b"a backup", "light.csv": b"a recording"}
    for name, content in kept.items():
        (out / name).write_bytes(content)
    assert execute(["demo", "--out", str(out)]) == 1
    said = "".join(capsys.readouterr().err.split())
    assert "club.sqlite" in said and "light.csv" in said
    assert {path.name: path.read_bytes() for path in out.iterdir()} == kept


def test_a_second_demo_takes_the_first_ones_place_and_no_changed_file(tmp_path):
    folder = DemoFolder(tmp_path)
    folder.clear()
    with folder.kept():
        (tmp_path / "club.sqlite").write_bytes(b"made by the demo")
        (tmp_path / "home").mkdir()
    (tmp_path / "club.sqlite.backup").write_bytes(b"somebody's")
    folder.clear()
    with pytest.raises(SetupError) as busy:
        folder.clear()  # a second window, while the first demo is at work
    assert busy.value.code == "demo-running"
    assert {path.name for path in tmp_path.iterdir()} == {".ictclub-demo.json", "club.sqlite.backup"}
    with folder.kept():
        (tmp_path / "club.sqlite").write_bytes(b"made by the demo")
    (tmp_path / "club.sqlite").write_bytes(b"a person was added")
    with pytest.raises(SetupError) as refused:
        folder.clear()
    assert refused.value.code == "demo-in-the-way"
    assert (tmp_path / "club.sqlite").read_bytes() == b"a person was added"


@pytest.mark.parametrize("content", ["", "[]", '{"made": 3}', '{"made": {"club.sqlite": null}}', "\x00"])
def test_a_damaged_list_makes_nothing_a_demos(tmp_path, content):
    (tmp_path / ".ictclub-demo.json").write_text(content, encoding="utf-8")
    (tmp_path / "club.sqlite").write_bytes(b"the club's own")
    with pytest.raises(SetupError):
        DemoFolder(tmp_path).clear()
    assert (tmp_path / "club.sqlite").exists()
