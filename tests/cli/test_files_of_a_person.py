"""Folders that cannot be made or written, wherever a person names one: one sentence, exit code 1, no traceback."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kimotsuki_ictclub import cli
from kimotsuki_ictclub.doctor import Level, pc
from kimotsuki_ictclub.errors import LessonError
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.lessons.form import load


@pytest.mark.parametrize(
    "command",
    [
        "lessons 4 --copy-to",
        "lab --no-browser --folder",
        "handout --notebooks -o",
        "attendance export --contact x --open-data",
    ],
)
def test_a_folder_below_a_file_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / "taken").write_text("mine")
    assert cli.execute([*command.split(), str(tmp_path / "taken" / "deep")]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert str(tmp_path / "taken") in told and "no folder" in told
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_file_where_a_folder_is_expected_is_told_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("mine")
    assert cli.execute(["attendance", "export", "-o", str(tmp_path / "taken" / "year.csv")]) == 1
    assert "no folder" in capsys.readouterr().err, "the list itself is not there already"


def test_a_data_folder_that_is_none_is_told_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("mine")
    monkeypatch.setenv("ICTCLUB_HOME", str(tmp_path / "taken"))
    assert cli.execute(["boards", "--lang", "ja"]) == 1
    assert "フォルダーでないものがあります" in capsys.readouterr().err


def test_a_name_that_just_fits_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("出" * 83 + ".csv")  # 253 of the 255 bytes that Linux allows
    assert cli.execute(["attendance", "export", "-o", str(path)]) == 0
    assert list(tmp_path.glob("*.csv")) == [path] and list(tmp_path.glob(".*.part")) == []


def test_it_is_said_in_japanese_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("mine")
    assert cli.execute(["lessons", "4", "--copy-to", str(tmp_path / "taken" / "deep"), "--lang", "ja"]) == 1
    assert "を使えません" in capsys.readouterr().err


def test_a_disk_that_is_full_is_named_by_the_wanted_file_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told when the content is pressed out, and the system then names no file."""

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert cli.execute(["lessons", "4", "--copy-to", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err
    assert f"{tmp_path / 'new'}" in told and ".part" not in told and "the disk is full" in told
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_the_system_refuses_about_no_file_is_a_sentence_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(cli, "command_group", refused)
    assert cli.execute(["boards"]) == 1
    assert "This PC refused something" in capsys.readouterr().err


def test_a_mistake_in_a_lesson_names_a_guide_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "lesson.toml").write_text("number = 99")
    with pytest.raises(LessonError) as caught:
        load(tmp_path)
    guide = course_folder("docs") / "lessons.md"
    assert str(guide) in caught.value.hint and guide.is_file()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("{}/club ", "club"), (' "{}/club"', "club"), ("$CLUBS/club", "club"), ("{}/[R8] 50%s", "[R8] 50%s")],
    ids=["a blank behind it", "quotation marks", "a variable in it", "an office's folder"],
)
def test_the_data_folder_is_the_one_that_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    """In Windows' `set ICTCLUB_HOME="D:\\club" && ictclub` the marks and the blank are a part of the value."""
    monkeypatch.setenv("CLUBS", str(tmp_path))
    monkeypatch.setenv("ICTCLUB_HOME", typed.replace("{}", str(tmp_path)))
    assert cli.execute(["doctor"]) in (0, 1)
    assert [path.name for path in tmp_path.iterdir()] == [meant]
    assert meant in capsys.readouterr().out


def test_a_data_folder_that_moves_with_the_person_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICTCLUB_HOME", "club")
    finding = pc.data()
    assert finding.level is Level.ADVICE and str(tmp_path / "club") in finding.cure


@pytest.mark.parametrize(
    ("taken", "command"), [("labels.lock/x", "boards label 07 --remove"), ("classroom", "classroom --v1 1")]
)
def test_a_data_folder_in_which_nothing_can_be_made_has_its_cure(
    own_home: Path, capsys: pytest.CaptureFixture[str], taken: str, command: str
) -> None:
    (own_home / taken).parent.mkdir(parents=True)
    (own_home / taken).write_text("in the way")
    assert cli.execute(command.split()) == 1
    told = capsys.readouterr().err
    assert str(own_home) in told and "ICTCLUB_HOME" in told and "report it" not in told
