"""The report's blocks as a file for Word (.docx), which the office can change."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from ...language import _, language
from . import blocks, charts

_FONT = "游ゴシック"  # with Office and Windows in Japan; other programs take their own
_GREEN, _GREY = "0F766E", "5C6672"
_WIDTH_CM = 17.4
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_of(parts: Iterable[blocks.Block], title: str) -> bytes:
    """Return the blocks as a .docx file with the title `title`; it names no author."""
    from docx import Document

    document = Document()
    _set_up(document, title)
    for part in parts:
        _add(part, document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _set_up(document: Any, title: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    facts = document.core_properties
    facts.title, facts.author, facts.comments, facts.language = title, "", "", language()
    for name, size in (("Normal", 10.5), ("Heading 1", 20), ("Heading 2", 14), ("Heading 3", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{place}"), None)
        for place in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{place}"), _FONT)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_GREEN)


@singledispatch
def _add(block: object, document: Any) -> None:
    raise TypeError(f"no block: {block!r}")


@_add.register
def _heading(block: blocks.Heading, document: Any) -> None:
    document.add_heading(_sound(block.text), block.level)


@_add.register
def _paragraph(block: blocks.Paragraph, document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(_sound(block.text))
    if block.look:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(_GREY)
    if block.look == "day":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


@_add.register
def _goal(block: blocks.Goal, document: Any) -> None:
    from docx.shared import Pt

    counts = _("%(people)s / %(goal)s people") % {"people": block.people, "goal": block.goal}
    run = document.add_paragraph().add_run(counts)
    run.bold, run.font.size = True, Pt(22)
    document.add_paragraph(_sound(block.text))


@_add.register
def _tiles(block: blocks.Tiles, document: Any) -> None:
    from docx.shared import Pt

    table = _grid(document, 2, len(block.tiles))
    for place, (label, value) in enumerate(block.tiles):
        table.cell(0, place).paragraphs[0].add_run(label).font.size = Pt(9)
        run = table.cell(1, place).paragraphs[0].add_run(str(value))
        run.bold, run.font.size = True, Pt(16)


@_add.register
def _table(block: blocks.Table, document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    lines = [block.head, *block.rows, *([block.foot] if block.foot else [])]
    table = _grid(document, len(lines), len(block.head))
    for row, cells in enumerate(lines):
        strong = row == 0 or (block.foot is not None and row == len(lines) - 1)
        for place, cell in enumerate(cells):
            paragraph = table.cell(row, place).paragraphs[0]
            run = paragraph.add_run(_sound(str(cell)))
            run.bold, run.font.size = strong, Pt(9.5)
            if place and not block.roomy:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if block.roomy and row:
            table.rows[row].height = Cm(1.6)


@_add.register
def _chart(block: blocks.Chart, document: Any) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(charts.png(block.figure)), width=Cm(_WIDTH_CM))
    _paragraph(blocks.Paragraph(block.caption, "note"), document)


@_add.register
def _points(block: blocks.Points, document: Any) -> None:
    for point in block.points:
        document.add_paragraph(_sound(point), style="List Bullet")


@_add.register
def _space(block: blocks.Space, document: Any) -> None:
    from docx.shared import Cm

    document.add_heading(block.title, 3)
    _grid(document, 1, 1).rows[0].height = Cm(3.2)


@_add.register
def _decision(block: blocks.Decision, document: Any) -> None:
    for choice in block.choices:
        document.add_paragraph(f"□ {choice}")
    table = _grid(document, 2, len(block.signs))
    for place, sign in enumerate(block.signs):
        table.cell(0, place).text = sign
    document.add_paragraph()


@_add.register
def _new_page(block: blocks.NewPage, document: Any) -> None:
    document.add_page_break()


def _grid(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows, columns, style="Table Grid")
    table.autofit = True
    return table


def _sound(text: str) -> str:
    """Return `text` without what no XML file may hold."""
    return _NOT_XML.sub("", text)
