"""The report's blocks as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape

from ...language import _
from . import blocks, charts

_LONG = 20  # rows: such a table may go over the end of a page


def html_of(parts: Iterable[blocks.Block]) -> str:
    """Return the blocks as HTML; every text in them is text."""
    return "\n".join(_html(part) for part in parts)


@singledispatch
def _html(block: object) -> str:
    raise TypeError(f"no block: {block!r}")


@_html.register
def _heading(block: blocks.Heading) -> str:
    return f"<h{block.level}>{escape(block.text)}</h{block.level}>"


@_html.register
def _paragraph(block: blocks.Paragraph) -> str:
    look = f' class="{block.look}"' if block.look else ""
    return f"<p{look}>{escape(block.text)}</p>"


@_html.register
def _goal(block: blocks.Goal) -> str:
    large = _("<strong>%(people)s</strong> / %(goal)s people") % {"people": block.people, "goal": block.goal}
    return (
        f'<div class="goal"><p class="large">{large}</p>'
        f'<progress max="{block.goal}" value="{min(block.people, block.goal)}">{block.people} / {block.goal}</progress>'
        f"<p>{escape(block.text)}</p></div>"
    )


@_html.register
def _tiles(block: blocks.Tiles) -> str:
    inside = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(str(value))}</dd></div>" for label, value in block.tiles
    )
    return f'<dl class="tiles">{inside}</dl>'


@_html.register
def _table(block: blocks.Table) -> str:
    def line(cells: Sequence[object]) -> str:
        first, *rest = (escape(str(cell)) for cell in cells)
        return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"

    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.head)
    body = "".join(line(row) for row in block.rows)
    feet = f"<tfoot>{line(block.foot)}</tfoot>" if block.foot else ""
    look = ' class="roomy"' if block.roomy else ' class="long"' if len(block.rows) > _LONG else ""
    return f"<table{look}><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>{feet}</table>"


@_html.register
def _chart(block: blocks.Chart) -> str:
    caption = escape(block.caption)
    accessible = charts.svg(block.figure).replace("<svg", f'<svg role="img" aria-label="{caption}"', 1)
    return f"<figure>{accessible}<figcaption>{caption}</figcaption></figure>"


@_html.register
def _points(block: blocks.Points) -> str:
    return "<ul>" + "".join(f"<li>{escape(point)}</li>" for point in block.points) + "</ul>"


@_html.register
def _space(block: blocks.Space) -> str:
    return f'<div class="space"><h3>{escape(block.title)}</h3><div class="blank"></div></div>'


@_html.register
def _decision(block: blocks.Decision) -> str:
    choices = "".join(f"<li><span></span>{escape(choice)}</li>" for choice in block.choices)
    signs = "".join(f"{escape(sign)}<span></span>" for sign in block.signs)
    return f'<ul class="choices">{choices}</ul><p class="sign">{signs}</p>'


@_html.register
def _new_page(block: blocks.NewPage) -> str:
    return '<div class="new-page"></div>'
