"""One sheet, worksheet or guide: Markdown → notebook cells → a page, through nbconvert and the template here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..lessons import Lesson
from ..readings import FIRST_ORDINARY_YEAR, OLDEST, for_year, in_kana, plain
from .blocks import BLOCK, Sheet, draw, text_of

SHEETS = ("worksheet", "guide")
_TEMPLATE = Path(__file__).parent / "template"
_PICTURES = re.compile(r'(?:<figure class="led">.*?</figure>\s*){2,}')
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_HUES = (345, 210, 155, 28, 262, 8, 188, 320, 232, 130, 292, 40)  # one colour a lesson, far from that of its neighbours


def render(lesson: Lesson, sheet: str = "worksheet", year: int | None = None) -> str:
    """Return a page (HTML, whole in itself) of a lesson's "worksheet" or "guide".

    year: the school year (1–10) that reads; None: the youngest of the lesson. Guides are for grown-ups.
    Raises: LessonError "sheet-block-wrong".
    """
    from nbformat.v4 import new_markdown_cell, new_notebook

    path = lesson.folder / f"{sheet}.md"
    year = OLDEST if sheet == "guide" else year or lesson.grades[0]
    shown = Sheet(lesson, year, path)
    text = _drawn(text_of(path), shown)
    ordinary = year >= FIRST_ORDINARY_YEAR
    cells = [new_markdown_cell(section) for section in _SECTION.split(text) if section.strip()]
    if sheet == "worksheet":
        cells = _with_one_ending(cells)
    facts = {
        "sheet": sheet,
        "number": lesson.number,
        "hue": hue_of(lesson),
        "title": shown.text(lesson.title.ja),
        "plain_title": plain(for_year(lesson.title.ja, year)),
        "margin_title": in_kana(for_year(lesson.title.ja, year), year),  # no reading can stand above it there
        "labels": ("名前", "日付", "新しい言葉") if ordinary else ("なまえ", "ひづけ", "あたらしい ことば"),
        "promise": shown.text(lesson.promise.ja),
        "words": [(shown.text(word.word.ja), shown.text(word.meaning.ja)) for word in lesson.words],
        "lesson": lesson,
    }
    return exported(new_notebook(cells=cells), "sheet", facts)


def sections(lesson: Lesson, sheet: str = "worksheet", year: int | None = None) -> list[str]:
    """Return a sheet's sections, each a piece of HTML for a page of one's own; its pictures stand as in `render`.

    Raises: LessonError "sheet-block-wrong".
    """
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    path = lesson.folder / f"{sheet}.md"
    text = _drawn(text_of(path), Sheet(lesson, year or lesson.grades[0], path))
    return [str(markdown2html_mistune(section)) for section in _SECTION.split(text) if section.strip()]


def hue_of(lesson: Lesson) -> int:
    """Return the lesson's colour as a hue, 0–359."""
    return _HUES[(lesson.number - 1) % len(_HUES)]


def exported(notebook: Any, template: str, facts: dict[str, object]) -> str:
    """Return a page made of a notebook by the template "sheet" or "index"."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="template",
        template_file=f"{template}.html.j2",
        extra_template_basedirs=[str(_TEMPLATE.parent)],
        exclude_anchor_links=True,
    )
    style = (_TEMPLATE / "style.css").read_text("utf-8")
    page, _resources = exporter.from_notebook_node(notebook, resources={"facts": facts, "style": style})
    return str(page)


def _with_one_ending(cells: list[Any]) -> list[Any]:
    """Return the cells with all from the ticks on in one: it stays whole, so the last page is never nearly empty."""
    from nbformat.v4 import new_markdown_cell

    first = next((place for place, cell in enumerate(cells) if "- [ ]" in cell.source), len(cells))
    ending = [cell.source for cell in cells[first:]]
    return [*cells[:first], new_markdown_cell("".join(ending), metadata={"ending": True})] if ending else cells


def _drawn(text: str, sheet: Sheet) -> str:
    """Return the Markdown with its blocks drawn and its readings as HTML; pictures in a row stand side by side."""
    parts: list[str] = []
    end = 0
    for block in BLOCK.finditer(text):
        parts.append(sheet.markdown(text[end : block.start()]))
        parts.append(draw(block[1], block[2], sheet))
        end = block.end()
    parts.append(sheet.markdown(text[end:]))
    return _PICTURES.sub(_side_by_side, "".join(parts))


def _side_by_side(pictures: re.Match[str]) -> str:
    """Return pictures in a row; without line ends, so that Markdown takes them for one block of HTML."""
    joined = pictures.group().replace("\n", "")
    return f'<div class="row">{joined}</div>\n\n'
