"""The lessons' programs agree with the type stubs that give children help while they type."""

import shutil
from pathlib import Path

import mypy
import mypy.api
import pytest

from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.lessons.program_folder import stubs_folder


@pytest.fixture(scope="module")
def stubs(tmp_path_factory):
    """The board's modules for mypy, which has its own stubs for what Python has too.

    The stubs say `from ..microbit` and `from .microbit`, which mypy only finds inside a typeshed of its own. Not
    asked for: that a name keeps one type (`assignment`), nor that a starter, with its gap, has a value (`index`).
    """
    folder = tmp_path_factory.mktemp("stubs")
    python_has = Path(mypy.__file__).parent / "typeshed" / "stdlib"
    for entry in (stubs_folder() / "stdlib").iterdir():
        if not (python_has / entry.name).exists() and not (python_has / entry.stem).exists():
            (shutil.copytree if entry.is_dir() else shutil.copy)(entry, folder / entry.name)
    for stub in folder.rglob("*.pyi"):
        text = stub.read_text("utf-8").replace("from ..microbit ", "from microbit ")
        if stub.parent == folder:
            text = text.replace("from .microbit", "from microbit")
        stub.write_text(text, "utf-8")
    settings = folder / "mypy.ini"
    settings.write_text(
        "[mypy]\nimplicit_optional = True\ncheck_untyped_defs = True\nscripts_are_modules = True\n"
        f"mypy_path = {folder}, {course_folder('firmware')}\ndisable_error_code = assignment, index\n"
        "[mypy-microbit.*]\nignore_errors = True\n"
    )
    return settings


def complaints(settings, *programs):
    out, err, _code = mypy.api.run(
        ["--config-file", str(settings), "--cache-dir", str(settings.parent / "cache"), *map(str, programs)]
    )
    assert not err, err
    return [line for line in out.splitlines() if ": error:" in line]


def test_the_stubs_find_mistakes(stubs, tmp_path):
    program = tmp_path / "wrong.py"
    program.write_text("from microbit import *\ndisplay.shw(Image.HEART)\nsleep('a')\ndisplay.show(Image.HEART)\n")
    found = complaints(stubs, program)
    assert len(found) == 2 and "shw" in found[0] and "sleep" in found[1]


@pytest.mark.parametrize("name", ["main.py", "starter.py", "stretch*.py"])
def test_the_programs_of_all_lessons_agree_with_the_stubs(stubs, name, tmp_path):
    programs = []
    for path in sorted(course_folder("lessons").glob(f"*/{name}")):
        programs.append(tmp_path / f"{path.parent.name.replace('-', '_')}_{path.name}")  # one run, no two of one name
        shutil.copy(path, programs[-1])
    assert programs
    assert complaints(stubs, *programs) == []
