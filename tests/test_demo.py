"""The demo from the command line: what a newcomer runs first."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path


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
    done = ictclub("demo", "--out", str(tmp_path / "out"), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    warm, dark = (Path(path) for path in answer["recordings"])
    temperatures, lights = column(warm, "temp"), column(dark, "light")
    assert max(temperatures) - temperatures[0] >= 8 and max(temperatures) - temperatures[-1] >= 4
    assert max(lights) > 150 and lights[-1] < 40 and len(lights) > 40
    for picture in answer["pictures"]:
        assert Path(picture).read_bytes().startswith(b"\x89PNG")
    assert "8 of 30 people" in answer["progress"]
    assert {path.name for path in tmp_path.iterdir()} <= {"out", "ictclub-home"}
    assert not own_home.exists() or not any(own_home.iterdir())


def test_in_japanese_no_reading_is_left_in_braces(tmp_path):
    done = ictclub("demo", "--lang", "ja", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "レッスン 6「顔で 知らせる 温度計」" in done.stdout and "{" not in done.stdout


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = ictclub("demo", "--out", str(tmp_path / "file"))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    done = ictclub("demo", "--out", str(tmp_path / "file" / "below"))
    assert done.returncode == 1
    assert "can't write" in done.stderr and "--out" in done.stderr and "Traceback" not in done.stderr
