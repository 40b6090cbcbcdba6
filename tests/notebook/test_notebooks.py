"""Every notebook of the course: it runs from top to bottom, children can read it, and it becomes a page."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from kimotsuki_ictclub import language
from kimotsuki_ictclub.errors import SetupError
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.notebook import load_ipython_extension
from kimotsuki_ictclub.notebook.cells import fast_run
from kimotsuki_ictclub.notebook.cells.asked import asked_in
from kimotsuki_ictclub.notebook.connection import ONLY_VIRTUAL
from kimotsuki_ictclub.notebook.course_notebooks import (
    copy_for_reader,
    course_notebooks,
    in_language,
    program_in_language,
    programs,
    read_notebook,
    title_of,
)
from kimotsuki_ictclub.notebook.lesson_notebooks import lesson_notebooks
from kimotsuki_ictclub.notebook.notebook_folder import copy_notebooks
from kimotsuki_ictclub.notebook.publish import execute, own_page, publish_notebooks
from kimotsuki_ictclub.readings import without_reading

PATHS = course_notebooks()


def texts(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in read_notebook(path)["cells"] if cell["cell_type"] == "markdown"]


def test_the_course_has_its_notebooks() -> None:
    numbers = [path.name[:2] for path in PATHS if path.name[0].isdigit()]
    assert numbers == ["04", "05", "06", "07", "08", "08", "09", "11"]
    assert "class-view.ipynb" in [path.name for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_kanji_has_a_reading_and_every_text_its_english(path: Path) -> None:
    assert [without_reading(text) for text in texts(path) if without_reading(text)] == []
    language.set_language("en")
    english = in_language(read_notebook(path))["cells"]
    assert not any("\u3040" <= sign <= "\u9fff" for cell in english for sign in "".join(cell["source"]))


MADE = dict(lesson_notebooks())


@pytest.mark.parametrize("name", MADE)
def test_every_lesson_has_its_notebook_in_both_languages(name: str) -> None:
    """Predict, write, run, look, check, think: made of the worksheet, with the English in notebooks/lessons.toml."""
    notebook = MADE[name]
    texts = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert [without_reading(text) for text in texts if without_reading(text)] == []
    lesson = find(name.partition("-")[2])
    if lesson.has_program:
        steps = re.findall(r"^## (\d)\. (.*)$", "\n".join(texts), re.MULTILINE)
        assert [int(number) for number, _title in steps] == [1, 2, 3, 4, 5, 6]
        assert f"%%microbit {lesson.number}\n{(lesson.folder / 'starter.py').read_text('utf-8')}".rstrip() in [
            cell["source"] for cell in notebook["cells"]
        ]
    language.set_language("en")
    english = in_language(notebook)["cells"]
    assert not any("\u3040" <= sign <= "\u9fff" for cell in english for sign in cell["source"])
    for cell, shown in zip(notebook["cells"], english, strict=True):
        if cell["source"].startswith("%%microbit"):
            programs = [one["source"].partition("\n")[2] for one in (cell, shown)]
            assert ast.dump(ast.parse(programs[0])) == ast.dump(ast.parse(programs[1]))
            gaps = [re.findall(r"# (\d)\. ", program) for program in programs]
            assert gaps[0] == gaps[1]


def test_there_is_one_for_each_of_the_twelve_and_one_for_grown_ups() -> None:
    assert [int(name.split("-")[1]) for name in MADE] == [*range(1, 13), 21]
    text = "\n".join(cell["source"] for cell in MADE["lesson-04-night-light"]["cells"])
    worksheet = (find(4).folder / "worksheet.md").read_text("utf-8")
    for shared in (
        "「もし {暗|くら}かったら {光|ひか}る」を {書|か}きます。",
        "{町|まち}の どこに この ライトが あると いい？",
    ):
        assert shared in text and shared in worksheet


def test_the_lessons_notebooks_run_from_top_to_bottom(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the finished program in the gap, in this process: starters are proven by the checks of the course."""
    monkeypatch.setenv(ONLY_VIRTUAL, "1")
    monkeypatch.setenv("ICTCLUB_GRADE", "1")  # else it would stay set for other tests
    monkeypatch.setattr(fast_run, "SECONDS", 1.0)
    shell = InteractiveShell()
    load_ipython_extension(shell)
    for name, notebook in MADE.items():
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                continue
            line = cell["source"].partition("\n")[0]
            if line.startswith("%%microbit"):
                lesson = asked_in(line.removeprefix("%%microbit")).lesson
                done = shell.run_cell(f"{line}\n{lesson.main.read_text('utf-8')}", store_history=True)
            elif line.startswith("import "):
                done = shell.run_cell(line)
            else:
                assert line.startswith("board.live_plot(")
                done = shell.run_cell("board.record(seconds=1)")
            out = capsys.readouterr().out
            assert done.success, name
            assert "⚠" not in out, (name, out)
    shell.history_manager.end_session()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_code_does_the_same_in_both_languages(path: Path) -> None:
    def without_texts(notebook: dict[str, Any]) -> list[str]:
        code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        return [re.sub(r'"[^"]*"', "TEXT", text) for text in code]

    language.set_language("en")
    assert without_texts(in_language(read_notebook(path))) == without_texts(read_notebook(path))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output(path: Path) -> None:
    code = [cell for cell in read_notebook(path)["cells"] if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("path", programs(), ids=lambda path: path.stem)
def test_a_program_for_the_board_does_the_same_in_both_languages(path: Path) -> None:
    def code_of(content: bytes) -> str:
        code = ast.unparse(ast.parse(content))
        return re.sub(r"NAME = .*", "NAME", code)

    language.set_language("en")
    assert not any("\u3040" <= sign <= "\u9fff" for sign in program_in_language(path).decode())
    assert code_of(program_in_language(path)) == code_of(path.read_bytes())


def test_readings_stand_over_what_the_school_year_has_not_learned() -> None:
    language.set_language("ja")
    notebook = read_notebook(next(path for path in PATHS if path.stem == "04-light"))
    assert title_of(in_language(notebook, 1)).startswith("<ruby>明")
    assert title_of(in_language(notebook, 10)) == "明るさを 見よう"


PUBLISHED = "07-live-plot"  # this one runs where the pages are made


@pytest.mark.parametrize("path", [path for path in PATHS if path.stem != PUBLISHED], ids=lambda path: path.stem)
def test_a_notebook_runs_on_virtual_boards(path: Path) -> None:
    must_have_run(execute(copy_for_reader(read_notebook(path)), path.stem), path.stem)


def must_have_run(notebook: Any, name: str) -> None:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    tables = [output for output in outputs if "<table>" in output.get("data", {}).get("text/html", "")]
    drawing = [
        cell
        for cell in notebook.cells
        if any(word in cell.source for word in ("plot(", "draw_robot_path(", "compare("))
    ]
    assert len(pictures) == len(drawing) > 0
    assert tables or name in ("07-live-plot", "11-robot-path")
    assert not [output for output in outputs if output["output_type"] == "error"]


def test_pages_load_nothing_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kimotsuki_ictclub.notebook.publish as publish

    one = [path for path in PATHS if path.stem == PUBLISHED]
    ran: list[Any] = []
    monkeypatch.setattr(publish, "course_notebooks", lambda: one)
    monkeypatch.setattr(publish, "execute", lambda *asked: ran.append(execute(*asked)) or ran[-1])
    pages = publish_notebooks(tmp_path / "pages")
    must_have_run(ran[0], PUBLISHED)
    assert [page.name for page in pages] == ["07-live-plot.html", "index.html"]
    text = pages[0].read_text("utf-8")
    assert '<html lang="en">' in text and "<title>See all sensors</title>" in text
    assert "data:image/png" in text
    assert 'src="http' not in text
    assert '<link rel="stylesheet" href="http' not in text
    assert "07-live-plot.html" in pages[1].read_text("utf-8")


def test_a_cell_that_fails_names_the_notebook() -> None:
    """The cells before it run: a kernel that knows nothing of `ictclub lab` knows the lesson's program, too."""
    whole = MADE["lesson-09-radio"]
    code = [cell for cell in whole["cells"] if cell["cell_type"] == "code"]
    assert code[1]["source"].startswith("%%microbit 9")
    broken = {**whole, "cells": [*code, {**code[0], "id": "broken", "source": "assert board.is_virtual\n1 / 0"}]}
    with pytest.raises(SetupError, match=r"lesson-09.*ZeroDivisionError") as caught:
        execute(copy_for_reader(broken), "lesson-09")
    assert caught.value.code == "notebook-failed"


def test_a_child_s_own_page_has_what_was_seen_and_fetches_nothing(tmp_path: Path) -> None:
    """The outputs are those that a live plot leaves: a widget without its kernel, its picture beside it, a text."""
    language.set_language("ja")
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "gone"}, "text/plain": ""}
    picture = {"image/png": "iVBORw0KGgo=", "text/plain": "うごく グラフ"}
    shown = [{"output_type": "display_data", "metadata": {}, "data": data} for data in (picture, view)]
    copy_notebooks(tmp_path, 1)
    path = tmp_path / "04-light.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    next(cell for cell in notebook["cells"] if "live_plot" in cell["source"])["outputs"] = shown
    notebook["cells"][7]["source"] += "<script>alert(1)</script>わたしの こたえ"
    path.write_text(json.dumps(notebook), "utf-8")

    page = own_page(path)
    text = page.read_text("utf-8")
    assert page.name == "04-light.html"
    assert '<html lang="ja">' in text and "<title>明るさを 見よう</title>" in text
    assert "わたしの こたえ" in text and "<rt>あか</rt>" in text
    assert "data:image/png;base64,iVBORw0KGgo=" in text and "widget-view" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)


def test_a_page_of_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{")
    with pytest.raises(SetupError) as caught:
        own_page(tmp_path / "broken.ipynb")
    assert caught.value.code == "notebook-unreadable"
    assert not (tmp_path / "broken.html").exists()
