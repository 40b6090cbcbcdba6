"""A program in colour, with numbered lines."""

from __future__ import annotations

from html import escape
from pathlib import Path


def listing(path: Path) -> str:
    """Return the program at `path` as HTML; each line stands in its own element, so that it can be numbered."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    formatter = HtmlFormatter(nowrap=True, linespans="", classprefix="py-")
    coloured = highlight(path.read_text("utf-8").rstrip() + "\n", PythonLexer(stripnl=False), formatter)
    lines = "".join(f"<span>{line}</span>" for line in _whole_lines(coloured))
    return f'<figure class="program"><figcaption>{escape(path.name)}</figcaption><pre>{lines}</pre></figure>'


def _whole_lines(coloured: str) -> list[str]:
    """Cut highlighted text at its line ends; a span over several lines (a long text) is closed and opened again."""
    import re

    lines, opened = [], ""
    for line in coloured.rstrip("\n").split("\n"):
        line = opened + line
        tags = re.findall(r"<span[^>]*>|</span>", line)
        stack: list[str] = []
        for tag in tags:
            if tag == "</span>":
                stack.pop()
            else:
                stack.append(tag)
        opened = "".join(stack)
        lines.append(line + "</span>" * len(stack))
    return lines
