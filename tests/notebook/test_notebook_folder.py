"""The child's own folder: what is in it stays, and what is newer is offered beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from kimotsuki_ictclub import language
from kimotsuki_ictclub.errors import SetupError
from kimotsuki_ictclub.notebook import course_notebooks as course
from kimotsuki_ictclub.notebook.new_child import _form
from kimotsuki_ictclub.notebook.notebook_folder import copy_for_all, copy_notebooks, first_page, start_again


def results(folder: Path, year: int = 1) -> dict[str, str]:
    return {made.name: made.result for made in copy_notebooks(folder, year)}


def test_a_new_folder_gets_everything_and_a_start_page(tmp_path: Path) -> None:
    language.set_language("ja")
    made = results(tmp_path / "mine")
    assert set(made.values()) == {"copied"}
    assert {"04-light.ipynb", "class-view.ipynb", "tilt_robot.py"} <= made.keys()
    assert "council-report.ipynb" not in made
    start = (tmp_path / "mine" / "START.md").read_text("utf-8")
    assert "](04-light.ipynb)" in start and "あか" in start


def test_an_own_copy_is_never_written_over(tmp_path: Path) -> None:
    results(tmp_path)
    (tmp_path / "04-light.ipynb").write_text("mine")
    language.set_language("ja")
    assert set(results(tmp_path, 7).values()) == {"kept"}  # another language or school year is no newer notebook
    assert (tmp_path / "04-light.ipynb").read_text() == "mine"


def test_a_newer_one_is_laid_beside_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, newer = tmp_path / "mine", tmp_path / "newer"
    results(folder)
    newer.mkdir()
    shutil.copy(course.tools(), newer)
    notebook = course.read_notebook(course.course_notebooks()[0])
    notebook["cells"][0]["metadata"]["ictclub"]["en"] = "# New light"
    (newer / "04-light.ipynb").write_text(json.dumps(notebook), "utf-8")
    monkeypatch.setattr(course, "course_folder", lambda _name: newer)
    before = (folder / "04-light.ipynb").read_bytes()
    assert results(folder)["04-light.ipynb"] == "newer"
    assert (folder / "04-light.ipynb").read_bytes() == before
    assert "# New light" in (folder / "04-light (new).ipynb").read_text("utf-8")
    assert results(folder)["04-light.ipynb"] == "kept"
    assert "[New light]" in (folder / "START.md").read_text("utf-8")


def test_a_file_that_is_no_notebook_does_not_stop_the_start_page(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{")
    results(tmp_path)
    assert "[broken](broken.ipynb)" in (tmp_path / "START.md").read_text("utf-8")


def test_what_a_child_wrote_into_the_newer_one_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, newer = tmp_path / "mine", tmp_path / "newer"
    results(folder)
    newer.mkdir()
    shutil.copy(course.tools(), newer)
    source = course.course_notebooks()[0]

    def appears(text: str) -> None:
        notebook = course.read_notebook(source)
        notebook["cells"][0]["metadata"]["ictclub"]["en"] = text
        (newer / "04-light.ipynb").write_text(json.dumps(notebook), "utf-8")

    appears("# Newer")
    monkeypatch.setattr(course, "course_folder", lambda _name: newer)
    results(folder)
    beside = folder / "04-light (new).ipynb"
    appears("# Newer still")
    results(folder)  # nobody has worked in it: it is replaced
    assert "# Newer still" in beside.read_text("utf-8")

    beside.write_text("mine", "utf-8")
    appears("# Newest")
    assert results(folder)["04-light.ipynb"] == "newer"
    assert beside.read_text("utf-8") == "mine"
    assert "# Newest" in (folder / "04-light (new 2).ipynb").read_text("utf-8")


def test_start_again_lays_a_fresh_copy_beside(tmp_path: Path) -> None:
    results(tmp_path)
    (tmp_path / "04-light.ipynb").write_text("{}")
    assert start_again(tmp_path, "04-light").name == "04-light (2).ipynb"
    assert start_again(tmp_path, "04-light.ipynb").name == "04-light (3).ipynb"
    assert (tmp_path / "04-light.ipynb").read_text() == "{}"
    assert "04-light%20%282%29.ipynb" in (tmp_path / "START.md").read_text("utf-8")
    with pytest.raises(SetupError, match="04-light"):
        start_again(tmp_path, "99-nothing")


@pytest.mark.parametrize("content", ["[1]", '{"04-light.ipynb": 7}', "{"])
def test_a_damaged_list_of_versions_loses_nothing(tmp_path: Path, content: str) -> None:
    results(tmp_path)
    (tmp_path / ".course-versions.json").write_text(content)
    assert set(results(tmp_path).values()) == {"kept"}


def test_today_s_lesson_comes_first(tmp_path: Path) -> None:
    copy_notebooks(tmp_path, today="lesson-04-night-light")
    page = (tmp_path / "START.md").read_text("utf-8")
    assert page.index("(lesson-04-night-light.ipynb)") < page.index("(lesson-01-name-badge.ipynb)")
    assert page.index("(lesson-12-team-show.ipynb)") < page.index("(04-light.ipynb)")
    assert first_page(tmp_path, "lesson-04-night-light") == "lesson-04-night-light.ipynb"
    assert first_page(tmp_path, "") == first_page(tmp_path, "lesson-99") == "START.md"
    assert start_again(tmp_path, "lesson-04-night-light").name == "lesson-04-night-light (2).ipynb"


def test_several_children_have_a_folder_each_and_choose_their_names(tmp_path: Path) -> None:
    today = "lesson-04-night-light"
    copy_for_all(tmp_path, ["みかん", "A [x](y) #1"], today=today)
    assert [path.name for path in tmp_path.glob("*.ipynb")] == ["new-child.ipynb"]
    page = (tmp_path / "START.md").read_text("utf-8")
    assert "[みかん](%E3%81%BF%E3%81%8B%E3%82%93/START.md)" in page and "[A \\[x\\](y) \\#1]" in page
    assert "# Today" in (tmp_path / "みかん" / "START.md").read_text("utf-8")
    assert first_page(tmp_path, today) == "START.md"  # each chooses a name first

    (tmp_path / "みかん" / f"{today}.ipynb").write_text("mine")
    made = copy_for_all(tmp_path, [])  # the next week nobody types names again
    assert {one.result for one in made} == {"kept"}
    assert (tmp_path / "みかん" / f"{today}.ipynb").read_text() == "mine"
    assert [path.name for path in tmp_path.glob("*.ipynb")] == ["new-child.ipynb"]


def test_a_new_child_makes_its_folder_without_a_command_line(tmp_path: Path) -> None:
    copy_for_all(tmp_path, [])
    assert "](new-child.ipynb)" in (tmp_path / "START.md").read_text("utf-8")
    form = _form(tmp_path)
    (name, button), said = form.children[0].children, form.children[1]
    for typed, answer in (("a/b", "⚠"), ("もも", "もも/START.md"), ("もも", "⚠")):
        name.value = typed
        button.click()
        assert answer in unquote(said.value)
    assert (tmp_path / "もも" / "lesson-04-night-light.ipynb").is_file()
    start = (tmp_path / "START.md").read_text("utf-8")
    assert "[もも]" in start and "](new-child.ipynb)" in start


@pytest.mark.parametrize("name", ["", " ", "..", "a/b", "a\\b", "CON", "com1.txt", "x" * 41, "a:b", ".hidden", "dot."])
def test_a_name_that_no_folder_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SetupError) as caught:
        copy_for_all(tmp_path / "mine", [name])
    assert caught.value.code == "name-not-possible" and caught.value.hint
    assert not (tmp_path / "mine").exists()
