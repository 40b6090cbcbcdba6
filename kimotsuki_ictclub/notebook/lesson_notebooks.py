"""The notebook of a lesson, in which a child writes its program: predict, write, run, look, check, think.

It is made of the lesson's folder in the course form: the Japanese is the worksheet's, its English stands in
notebooks/lessons.toml, the cell to fill is starter.py. The grown-ups' sessions change programs of other lessons.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..folders import course_folder
from ..lessons import Lesson, find, load_all

_KNOWN = "import kimotsuki_ictclub.notebook  # %%microbit"  # `ictclub lab` needs no such cell, other programs do
_PLOT = "board.live_plot(seconds=30);"
_BLOCK = re.compile(r"^```(\w+)[ \t]*\n(.*?)^```[ \t]*$\n*", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (.*)\n", re.MULTILINE)
_GAP = re.compile(r"# (\d)\. .*")
_COMMENT = re.compile(r"[ \t]*#[^\"']*[\u3040-\u9fff].*")
_THINK_FIRST, _TRY = "{考|かんが}えよう", "ためそう"  # sections of a worksheet, before and after its program
_FILL = "★★ あなを うめる"
_GUESS = re.compile(r'^caption = "よそう：(.*)"$', re.MULTILINE)
_QUESTION = re.compile(r'^question = "(.*)"$', re.MULTILINE)
_ON_PAPER = "{見本|みほん}"  # in a step of a sheet that a notebook does otherwise
_TABLE = re.compile(r"^\|.*$", re.MULTILINE)
_STEP = re.compile(r"^\d\. (.*)$", re.MULTILINE)

Both = tuple[str, str]  # the same words in Japanese and in English


def name_of(lesson: Lesson) -> str:
    """Return what the lesson's notebook is called, without its ending."""
    return f"lesson-{lesson.name}"


@cache
def lesson_notebooks() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return (name without ending, notebook in the course form) of each lesson that has one, in their order."""
    return tuple((name_of(lesson), _notebook(lesson)) for lesson in load_all() if str(lesson.number) in _written())


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((course_folder("notebooks") / "lessons.toml").read_text("utf-8"))


def _everywhere(name: str) -> Both:
    """Return a text that stands in all notebooks."""
    text = _written()["texts"][name]
    return text["ja"], text["en"]


def _notebook(lesson: Lesson) -> dict[str, Any]:
    english = _written()[str(lesson.number)]
    sections = _sections((lesson.folder / "worksheet.md").read_text("utf-8"))
    title = (f"# {lesson.number}. {lesson.title.ja}", f"# {lesson.number}. {lesson.title.en}")
    head = _text(title, (lesson.promise.ja, lesson.promise.en), _everywhere("where"))
    known = _code(_KNOWN)
    known["metadata"]["jupyter"] = {"source_hidden": True}
    cells = _own_program(lesson, english, sections) if lesson.has_program else _changed_programs(english, sections)
    question = _QUESTION.search("\n".join(sections.values()))
    think = _text(
        _everywhere("think" if lesson.has_program else "reflect"),
        (question[1] if question else "", english["think"]),
        _everywhere("answer"),
    )
    return {
        "cells": [{**cell, "id": f"cell-{place}"} for place, cell in enumerate([head, known, *cells, think])],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _own_program(lesson: Lesson, english: dict[str, Any], sections: dict[str, str]) -> list[dict[str, Any]]:
    """Return the cells of a lesson with gaps to fill."""
    gaps = _numbered(english["gaps"])
    before, after = _guess(sections, _THINK_FIRST), _guess(sections, _TRY)
    return [
        _text(_everywhere("predict"), (before, english.get("predict", "")), _everywhere("answer")),
        _text(_everywhere("write"), (_filling(sections), f"{gaps}\n\n> {english['hint']}"), _everywhere("run")),
        _program(lesson, lesson.folder / "starter.py", english["gaps"]),
        _text(_everywhere("look"), (after, english.get("look", ""))),
        *([_code(_PLOT)] if english.get("plot") else []),
        _text(_everywhere("check")),
    ]


def _changed_programs(english: dict[str, Any], sections: dict[str, str]) -> list[dict[str, Any]]:
    """Return the cells of a grown-ups' session: each numbered part of its sheet, with the program to change."""
    cells: list[dict[str, Any]] = []
    parts = [(title, text) for title, text in sections.items() if title[:1].isdigit()]
    for (title, text), words in zip(parts, english["parts"], strict=True):
        (path,) = [body.strip() for kind, body in _BLOCK.findall(text) if kind == "program"]
        lesson = find(path.partition("/")[0])
        steps = [step for step in _STEP.findall(text) if _ON_PAPER not in step]
        table = ("\n".join(_TABLE.findall(text)), words.get("table", ""))
        number, _blank, name = title.partition("\u3000")
        heading = (f"## {number}. {name}", f"## {number}. {words['title']}")
        cells.append(_text(heading, table, (_numbered(steps), _numbered(words["steps"])), _everywhere("change")))
        cells.append(_program(lesson, lesson.main, ()))
    return cells


def _program(lesson: Lesson, path: Path, gaps: Sequence[str]) -> dict[str, Any]:
    """Return a cell with the program at `path`; in English with its `gaps`, and without its other comments."""
    program = path.read_text("utf-8")
    line = f"%%microbit {lesson.number}\n"
    return _code(line + program, line + _in_english(program, gaps))


def _numbered(steps: Sequence[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _sections(worksheet: str) -> dict[str, str]:
    parts = _SECTION.split(worksheet)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _guess(sections: dict[str, str], section: str) -> str:
    """Return the worksheet's first prediction in a section, "" where there is none."""
    found = _GUESS.search(sections.get(section, ""))
    return found[1] if found else ""


def _filling(sections: dict[str, str]) -> str:
    """Return what the worksheet says about the gaps, without the line that opens the file."""
    part = next(text for text in sections.values() if _FILL in text).partition(_FILL)[2].partition("### ")[0]
    steps = [step for step in _STEP.findall(part) if "`starter.py`" not in step]
    return _numbered(steps) + "\n\n" + "\n".join(line for line in part.splitlines() if line.startswith(">"))


def _in_english(program: str, gaps: Sequence[str]) -> str:
    lines = []
    for line in program.splitlines():
        gap = _GAP.search(line)
        if gap and gaps:
            lines.append(f"{line[: gap.start()]}# {gap[1]}. {gaps[int(gap[1]) - 1]}")
        elif not _COMMENT.fullmatch(line):
            lines.append(_COMMENT.sub("", line))
    return "\n".join(lines) + "\n"


def _text(*parts: Both) -> dict[str, Any]:
    """Return a text cell of paragraphs; those of which there is nothing are left out."""
    ja, en = ("\n\n".join(words.strip() for words in one if words.strip()) for one in zip(*parts, strict=True))
    return {"cell_type": "markdown", "metadata": {"ictclub": {"en": en}}, "source": ja}


def _code(source: str, english: str = "") -> dict[str, Any]:
    own = {"ictclub": {"en": english}} if english else {}
    return {"cell_type": "code", "execution_count": None, "metadata": own, "outputs": [], "source": source.rstrip("\n")}
