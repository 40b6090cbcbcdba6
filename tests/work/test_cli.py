from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import add_participant, open_records
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import WorkError
from kimotsuki_ictclub.work import Kind, Works

CODE = ("dog", "car", "sun")


@pytest.fixture
def run(own_home: Path, capsys: pytest.CaptureFixture[str]):
    """`ictclub work …` over the works of two children in the list and two that are not."""
    with open_records() as records:
        with records.writing() as db:
            ids = [add_participant(db, name).id for name in ("みかん", "みかん")]
        works = Works(records)
        children: list[int | str] = [*ids, "../../con", "a:b?"]
        for who in children:
            owner = works.let_in(who, CODE)
            work = works.open_work(owner, 4)
            work = works.keep(work, f"# of {who}\n", work.version, Kind.CHECK)
            works.note_check(work, {"dark": True, "bright": False}, {}, verdict="bright")
        works.note_board(works.open_work(owner, 0, "own"), "07")

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = execute(["work", *arguments])
        return code, capsys.readouterr().out

    return run


def test_the_works_are_listed_exported_and_erased(run, tmp_path: Path) -> None:
    code, shown = run("list")
    assert code == 0
    assert "●○" in shown
    listed = json.loads(run("list", "--lesson", "4", "--json")[1])
    assert [one["proposed_progress"] for one in listed] == ["not_yet"] * 4
    file = tmp_path / "works.zip"
    assert run("export", "-o", str(file), "--versions")[0] == 0
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert archive.read("01 みかん/04-night-light.py").decode() == "# of 1\n"
    assert {name.split("/")[0] for name in names} == {"01 みかん", "02 みかん", ".._.._con", "a_b_"}
    assert "a_b_/my-program.py" in names
    assert len(names) == len({name.casefold() for name in names}) == 4 * 3 + 2
    assert run("forget", "2", "a:b?")[0] == 1  # nobody has agreed
    code, shown = run("forget", "2", "a:b?", "--yes", "--json")
    assert (code, json.loads(shown)) == (0, {"erased": 2, "works": 3, "backups": []})
    assert {one["nickname"] for one in json.loads(run("list", "--json")[1])} == {"みかん", "../../con"}
    with open_records() as records, pytest.raises(WorkError):
        Works(records).find("a:b?")
    assert run("forget", "a:b?", "--yes")[0] == 1
    assert run("forget", "--expired", "--yes", "--json")[0] == 0
    assert run("forget")[0] == 2


def test_an_export_that_fails_leaves_the_older_one(run, tmp_path: Path) -> None:
    file = tmp_path / "works.zip"
    file.write_bytes(b"older")
    assert run("export", "-o", str(tmp_path / "works.zip" / "x.zip"))[0] == 1
    assert file.read_bytes() == b"older"
    assert run("export", "-o", str(file), "--who", "nobody")[0] == 1
    assert file.read_bytes() == b"older"


def test_a_new_picture_code_is_allowed_by_the_instructor(run) -> None:
    assert run("code", "a:b?")[0] == 0
    with open_records() as records:
        owner = Works(records).let_in("a:b?", ("sun", "sun", "sun"))
        assert len(Works(records).works_of(owner)) == 2
