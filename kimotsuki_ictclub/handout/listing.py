"""A program in colour, with numbered lines."""

from __future__ import annotations

from html import escape
from pathlib import Path


def listing(path: Path) -> str:
    """Return the program at `path` as HTML; each line stands in its own element, so that it can be numbered."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    formatter = HtmlFormatter(nowrap=True, classprefix="py-")  # it closes its spans at every line end
    coloured = highlight(path.read_text("utf-8").rstrip() + "\n", PythonLexer(stripnl=False), formatter)
    lines = "".join(f"<span>{line}</span>" for line in coloured.rstrip("\n").split("\n"))
    return f'<figure class="program"><figcaption>{escape(path.name)}</figcaption><pre>{lines}</pre></figure>'
