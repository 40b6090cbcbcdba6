"""Whose program is which, however a teacher has them; and zips that nobody meant well."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kimotsuki_ictclub.checking.whole_class import found_programs, zip_files
from kimotsuki_ictclub.errors import ProgramError
from kimotsuki_ictclub.lessons import find

LAYOUTS = {
    "a file a child": (["みかん.py", "2.py", "10.py", "もも.hex"], ["2", "10", "みかん", "もも"], 0),
    "a folder a child": (["みかん/main.py", "りんご/my.py", "みかん/robot.py"], ["みかん", "りんご"], 1),
    "as collect writes it": (["works/07/main.py", "works/07/data.csv", "works/08/main.py"], ["07", "08"], 0),
    "as work export writes it": (
        ["01 みかん/04-night-light.py", "01 みかん/05-step-counter.py", "01 みかん/04-night-light/0001 run.py",
         "02 りんご/04-night-light.py"],
        ["01 みかん", "02 りんご"], 2,
    ),
    "one child's export": (["01 みかん/04-night-light.py", "01 みかん/05-step-counter.py"], ["01 みかん"], 1),
    "a folder around": (["4年1組/みかん.py", "4年1組/りんご.py"], ["みかん", "りんご"], 0),
    "two tries of one child": (["みかん/a.py", "みかん/b.py", "りんご/main.py"], ["みかん/a", "みかん/b", "りんご"], 0),
    "what PCs put beside": (["みかん.py", "__MACOSX/._みかん.py", ".vscode/x.py", ".みかん.py"], ["みかん"], 0),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_child_is_found_under_its_name(layout: str, kind: str, tmp_path: Path) -> None:
    files, children, left_out = LAYOUTS[layout]
    place = tmp_path / "class"
    if kind == "zip":
        place = tmp_path / "class.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for name in files:
                archive.writestr(name, "x = 1\n")
    else:
        for name in files:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text("x = 1\n", encoding="utf-8")
    programs, others = found_programs(place, find(4))
    assert [one.child for one in programs] == children
    assert len(others) == left_out


def test_japanese_windows_names_are_read(tmp_path: Path) -> None:
    assert _names_without_flag(tmp_path, "みかん.py".encode("cp932")) == ["みかん"]
    assert _names_without_flag(tmp_path, "みかん.py".encode()) == ["みかん"]


def _names_without_flag(folder: Path, name: bytes) -> list[str]:
    """Write a zip whose name is in those bytes, without the mark that says which encoding it is."""

    class Raw(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return name, 0

    with zipfile.ZipFile(folder / "raw.zip", "w") as archive:
        archive.writestr(Raw("x.py"), "x = 1\n")
    return [one.child for one in found_programs(folder / "raw.zip", find(4))[0]]


@pytest.mark.parametrize(
    "name", ["../../../etc/evil.py", "/etc/evil.py", "C:\\Windows\\evil.py", "..\\evil.py", "a/../../evil.py"]
)
def test_a_name_leads_nowhere(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "x = 1\n")
        archive.writestr("みかん.py", "x = 1\n")
    programs, _left = found_programs(tmp_path / "a.zip", find(4))
    assert len(programs) == 2
    assert not any(".." in one.child.split("/") or one.child.startswith("/") for one in programs)


def test_bombs_and_broken_zips_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(file: Path) -> str:
        with pytest.raises(ProgramError) as caught:
            found_programs(file, find(4))
        return caught.value.code

    monkeypatch.setattr(zip_files, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(zip_files, "LARGEST_ALL", 50_000)
    monkeypatch.setattr(zip_files, "MOST_ENTRIES", 20)
    bomb, many, huge = (tmp_path / f"{name}.zip" for name in ("bomb", "many", "huge"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.py", b" " * 9_000)
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(21):
            archive.writestr(f"{number}.py", b"x")
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("みかん.py", b" " * 5_000_000)
        archive.writestr("りんご.py", b"x = 1\n")
    assert code_of(bomb) == code_of(many) == "zip-too-large"
    assert [one.source for one in found_programs(huge, find(4))[0]] == [None, b"x = 1\n"]
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bomb.read_bytes()[: bomb.stat().st_size // 2])
    assert code_of(damaged) == "zip-unreadable"
    flipped = bytearray(bomb.read_bytes())
    flipped[40:48] = b"\xff" * 8
    damaged.write_bytes(bytes(flipped))
    assert code_of(damaged) == "zip-unreadable"
    assert code_of(tmp_path / "none.zip") == "zip-unreadable"
    (tmp_path / "empty").mkdir()
    assert code_of(tmp_path / "empty") == "class-empty"
