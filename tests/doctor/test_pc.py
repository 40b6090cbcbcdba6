"""What the doctor says about PCs of many kinds."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from kimotsuki_ictclub import cli
from kimotsuki_ictclub.doctor import Level, pc


def test_this_pc_can_run_the_toolkit() -> None:
    findings = [pc.python(), pc.packages(), pc.data(), pc.disk_space(10**10), pc.japanese_font()]
    assert [finding.level for finding in findings] == [Level.READY] * 5
    assert not any(finding.cure for finding in findings)


@pytest.mark.parametrize(("version", "bits"), [((3, 10, 9), 64), ((3, 12, 1), 32)])
def test_an_old_or_32_bit_python_has_a_cure(version: tuple[int, ...], bits: int) -> None:
    finding = pc.python(version, bits)
    assert finding.level is Level.PROBLEM
    assert "python.org" in finding.cure


def test_a_missing_and_an_old_package_are_named_with_the_command_that_helps() -> None:
    finding = pc.packages(["no-such-package-of-the-club", "click >= 99", "rich; sys_platform == 'atari'", "rich"])
    assert finding.level is Level.PROBLEM
    assert "no-such-package-of-the-club" in finding.message
    assert f"click {metadata.version('click')}" in finding.message
    assert "rich" not in finding.message
    assert "-m pip install --upgrade kimotsuki-ictclub" in finding.cure


def installed(folder: Path, name: str, needs: str = "", python: str = ">=3.8") -> None:
    place = folder / f"{name.replace('-', '_')}-1.5.dist-info"
    place.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.5", f"Requires-Python: {python}"]
    lines += [f"Requires-Dist: {needs}"] if needs else []
    (place / "METADATA").write_text("\n".join(lines) + "\n")


def test_a_package_copied_from_a_newer_python_is_named_also_deep_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "club-one", 'club-two[fast]; python_version >= "3"')
    installed(tmp_path, "club-two", 'club-three; extra == "fast"')
    installed(tmp_path, "club-three", "club-one", python=">=3.99.5")  # in a circle, as some packages are
    installed(tmp_path, "club-other", python=">=3.99")  # nobody needs it
    monkeypatch.syspath_prepend(str(tmp_path))
    finding = pc.packages(["club-one"])
    assert finding.level is Level.PROBLEM
    assert "club-three 1.5 (>=3.99.5)" in finding.message and "club-two" not in finding.message
    assert finding.cure.endswith("-m pip install --force-reinstall club-three")
    assert "club-other" not in finding.message
    assert pc.packages(["club-other"]).level is Level.PROBLEM
    installed_fit = pc.packages(["club-two"])
    assert installed_fit.level is Level.READY, "its extra was not asked for"


def test_what_only_developers_need_is_not_missed() -> None:
    assert pc.packages(["no-such-package-of-the-club; extra == 'dev'"]).level is Level.READY


def test_a_data_folder_that_is_no_folder_has_a_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "taken"
    place.write_text("")
    monkeypatch.setenv("ICTCLUB_HOME", str(place))
    finding = pc.data()
    assert finding.level is Level.PROBLEM
    assert str(place) in finding.message
    assert "ICTCLUB_HOME" in finding.cure


@pytest.mark.parametrize("command", [["boards"], ["attendance", "progress"], ["flash", "4", "--to", "virtual://v2"]])
def test_without_a_data_folder_a_sentence_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ICTCLUB_HOME", str(tmp_path / "file" / "home"))
    assert cli.execute(command) == 1
    assert "ICTCLUB_HOME" in capsys.readouterr().err


def test_the_doctor_names_the_folder_and_looks_at_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ICTCLUB_HOME", str(tmp_path / "file" / "home"))
    assert cli.execute(["doctor", "--json"]) == 1
    found = {finding["subject"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["data"]["level"] == "problem" and str(tmp_path / "file" / "home") in found["data"]["message"]
    assert {"python", "disk-space"} <= found.keys()


def test_looking_leaves_nothing_in_the_data_folder(own_home: Path) -> None:
    pc.data()
    assert list(own_home.iterdir()) == []


def test_a_full_disk_says_both_numbers() -> None:
    finding = pc.disk_space(499_999_999)
    assert finding.level is Level.PROBLEM
    assert "499 MB" in finding.message
    assert "500 MB" in finding.cure


@pytest.mark.parametrize(
    ("encoding", "level"),
    [("utf-8", Level.READY), ("cp932", Level.READY), ("cp1252", Level.ADVICE), ("ascii", Level.ADVICE)],
)
def test_a_terminal_without_japanese_is_an_advice(encoding: str, level: Level) -> None:
    assert pc.japanese_terminal(encoding).level is level
