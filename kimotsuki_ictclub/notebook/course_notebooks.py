"""The course's notebooks, and the copy that a reader gets: in their language, with readings for their school year.

In the course a text cell is Japanese with readings `{漢字|かんじ}`; its English stands in the cell's metadata, as does
that of code with Japanese in it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..files import read_json
from ..folders import course_folder
from ..language import language
from ..readings import YOUNGEST, as_ruby

NEW_CHILD = "new-child.ipynb"
# The organizers' report; the tools, which show no data.
_OTHERS = ("council-report.ipynb", "my-notebooks.ipynb", NEW_CHILD)
_LARGEST_NOTEBOOK = 100_000_000  # bytes; one full of pictures has a tenth
_OWN = "ictclub"  # the key of our metadata in a notebook and in a cell


def course_notebooks() -> list[Path]:
    """Return the notebooks of the course, in the order of the lessons; the instructor's comes last."""
    return sorted(path for path in course_folder("notebooks").glob("*.ipynb") if path.name not in _OTHERS)


def tools() -> Path:
    """Return the notebook in which a child starts one again, or makes a page of it."""
    return course_folder("notebooks") / "my-notebooks.ipynb"


def programs() -> list[Path]:
    """Return the programs for the board that notebooks use."""
    return sorted(course_folder("notebooks").glob("*.py"))


def program_in_language(path: Path) -> bytes:
    """Return one of `programs()` with its comments in the reader's language."""
    english = path.parent / "english" / path.name
    return (english if language() != "ja" and english.is_file() else path).read_bytes()


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook as it stands in the file. Raises: OSError, ValueError."""
    notebook: dict[str, Any] = read_json(path, _LARGEST_NOTEBOOK)
    return notebook


def copy_for_reader(notebook: dict[str, Any], year: int = YOUNGEST) -> str:
    """Return a notebook file in the reader's language, with the readings that school year `year` (1–10) needs."""
    return json.dumps(in_language(notebook, year), ensure_ascii=False, indent=1) + "\n"


def in_language(notebook: dict[str, Any], year: int = YOUNGEST) -> dict[str, Any]:
    """Return a notebook whose text cells are in the reader's language."""
    return {**notebook, "cells": [_cell(cell, year) for cell in notebook["cells"]]}


def title_of(notebook: dict[str, Any]) -> str:
    """Return the first heading of a notebook, "" where it has none."""
    for cell in notebook["cells"]:
        for line in "".join(cell["source"]).splitlines():
            if line.startswith("# ") and cell["cell_type"] == "markdown":
                return line.removeprefix("# ").strip()
    return ""


def _cell(cell: dict[str, Any], year: int) -> dict[str, Any]:
    """Return a cell in the reader's language; code has no readings, and differs only in the texts that it shows."""
    if _OWN not in cell["metadata"]:
        return cell
    source = "".join(cell["source"])
    if language() != "ja":
        source = cell["metadata"][_OWN]["en"]
    elif cell["cell_type"] == "markdown":
        source = as_ruby(source, year)
    others = {key: value for key, value in cell["metadata"].items() if key != _OWN}
    return {**cell, "metadata": others, "source": source}
