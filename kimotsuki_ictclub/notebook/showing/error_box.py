"""How a notebook shows what went wrong: a sentence, a cure, and the traceback folded below for who helps."""

from __future__ import annotations

import html
import re

from ...errors import ClubError
from ...language import _
from ...readings import for_reader
from ..words import page, ruby

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_BOX = "border-left:5px solid #d55e00;padding:4px 12px;margin:4px 0;white-space:pre-wrap;font-size:110%"


def show_error(error: ClubError, traceback: str = "") -> None:
    """Show `error` in the page; `traceback` (may be "") is folded below."""
    page().display({"text/plain": for_reader(error_text(error)), "text/html": error_html(error, traceback)}, raw=True)


def error_text(error: ClubError) -> str:
    """Return `error` as text: place, sentence, cure."""
    lines = [f"⚠ {_place(error)}{error.message}"]
    if error.hint:
        lines.append(f"→ {error.hint}")
    return "\n".join(lines)


def error_html(error: ClubError, traceback: str = "") -> str:
    """Return `error` as HTML."""
    parts = [f"⚠ <b>{ruby(_place(error))}</b>{ruby(error.message)}"]
    text = getattr(error, "place", (0, ""))[1]
    if text:
        parts.append(f'<code style="display:block;margin:4px 1em">{html.escape(text)}</code>')
    if error.hint:
        parts.append(f"<div>→ {ruby(error.hint)}</div>")
    if traceback:
        plain = html.escape(_COLOURS.sub("", traceback))
        parts.append(
            f'<details><summary style="font-size:80%;opacity:.7;cursor:pointer">{ruby(_("What Python says"))}</summary>'
            f'<pre style="font-size:80%">{plain}</pre></details>'
        )
    return f'<div class="ictclub-error" style="{_BOX}">{"".join(parts)}</div>'


def _place(error: ClubError) -> str:
    line = getattr(error, "place", (0, ""))[0]
    return _("Line %(line)s: ") % {"line": line} if line else ""
