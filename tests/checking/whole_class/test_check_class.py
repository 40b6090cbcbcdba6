"""A class's programs tried on virtual boards: the table, what most miss, and programs that harm."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path

import pytest

from kimotsuki_ictclub.checking import check_program
from kimotsuki_ictclub.checking.whole_class import ChildProgram, check_class, trying
from kimotsuki_ictclub.checking.whole_class.tables import save_table
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.cli.check_class import show
from kimotsuki_ictclub.errors import ProgramError
from kimotsuki_ictclub.lessons import find
from tests.conftest import FIXTURES

CHECKS = FIXTURES / "checks" / "04"


def test_a_class_in_a_zip_becomes_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(find(4).main, "=みかん<b>/main.py")
        archive.write(CHECKS / "wrong_never_off.py", "りんご/main.py")
        archive.write(CHECKS / "wrong_never_off.py", "もも/main.py")
        archive.write(CHECKS / "wrong_colon_missing.py", "かき/main.py")
        archive.writestr("なし/main.py", "")
    zipped, page = (str(tmp_path / name) for name in ("class.zip", "class.html"))
    assert execute(["check", "4", zipped, "-o", page, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    found = {one["child"]: one for one in answer["children"]}
    missed = "goes_out_in_the_light"
    assert {name: one["verdict"] for name, one in found.items()} == {
        "=みかん<b>": "passed", "りんご": missed, "もも": missed, "かき": "syntax", "なし": "unreadable",
    }  # fmt: skip
    assert list(found["りんご"]["steps"].values()) == [True, True, False, True]
    assert (found["かき"]["steps"]["shines_in_the_dark"], found["かき"]["mistake"]["line"]) == (None, "7")
    assert [(one["name"], one["count"]) for one in answer["missed"]] == [("goes_out_in_the_light", 2)]
    assert answer["stopped"] == [{"verdict": "syntax", "count": 1}, {"verdict": "unreadable", "count": 1}]
    html = Path(page).read_text(encoding="utf-8")
    assert "=みかん&lt;b&gt;" in html
    assert "<b>/" not in html
    assert "2 / 5" in html
    assert execute(["check", "4", str(find(4).main), "-o", page]) == 2


def test_a_program_that_kills_its_process_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(lesson, path, version):
        if b"kill" in path.read_bytes():
            os._exit(1)
        return checked(lesson, path, version)

    checked = check_program
    monkeypatch.setattr(trying, "check_program", check)  # the processes are forked
    lesson = find(4)
    programs = [
        ChildProgram("=one", "one.py", b"# kill\n"),
        ChildProgram("two", "two.py", b"if True\n"),
        ChildProgram("three", "three.py", b"def f(:\n"),
    ]
    report = check_class(lesson, programs, processes=2)
    assert [(one.child, one.verdict) for one in report.outcomes] == [
        ("=one", "crash"), ("two", "syntax"), ("three", "syntax"),
    ]  # fmt: skip
    save_table(report, tmp_path / "class.csv")
    rows = list(csv.reader((tmp_path / "class.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["'=one", "two", "three"]
    assert "line 1:" in rows[2][-1]
    show(report)
    assert "3 / 3  A mistake stops the program" in capsys.readouterr().out
    with pytest.raises(ProgramError):
        save_table(report, tmp_path / "class.txt")
