"""What stands below such a cell: what the program prints, how it stands, and the buttons."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import ClubError
from ...language import _
from ...readings import for_reader
from ..showing.error_box import error_html, error_text
from ..words import in_notebook, page, ruby, show_widget

_TEXT = (
    "margin:4px 0;padding:6px 12px;border-left:5px solid #0072b2;background:var(--jp-layout-color2,#f5f5f5);"
    "font-size:105%;line-height:1.4"
)


class Kept:
    """A place in the page that can be written anew; the notebook keeps what stood there last."""

    def __init__(self) -> None:
        self._place: Any = page().display({"text/plain": ""}, raw=True, display_id=True) if in_notebook() else None
        self._last: tuple[str, str] = ("", "")

    def show(self, text: str, as_html: str) -> None:
        """Show `as_html` (`text` where only text can stand)."""
        if self._place is None:
            if text != self._last[0]:
                print(text)
        elif (text, as_html) != self._last:
            self._place.update({"text/plain": text, "text/html": as_html}, raw=True)
        self._last = (text, as_html)


def told_run(
    lines: Sequence[str], status: str, mistake: ClubError | None = None, traceback: str = ""
) -> tuple[str, str]:
    """Return what a run has printed and how it stands, as text and as HTML."""
    printed = "\n".join(lines)
    texts, parts = [], []
    if printed.strip():
        texts.append(printed)
        parts.append(f'<pre class="ictclub-printed" style="{_TEXT}">{html.escape(printed)}</pre>')
    if status:
        texts.append(for_reader(status))
        parts.append(f'<p class="ictclub-status" style="margin:4px 0">{ruby(status)}</p>')
    if mistake is not None:
        texts.append(for_reader(error_text(mistake)))
        parts.append(error_html(mistake, traceback))
    return "\n".join(texts), "".join(parts)


class Buttons:
    """■ Stop, and ✔ Check where there is a lesson."""

    def __init__(self, stop: Callable[[], None], check: Callable[[], None] | None) -> None:
        import ipywidgets

        self._stop = ipywidgets.Button(description=_("Stop"), icon="stop", tooltip=_("Stop the program"))
        self._stop.on_click(lambda _button: stop())
        buttons = [self._stop]
        if check is not None:
            words = {"description": _("Check"), "icon": "check", "tooltip": _("Does it do what the lesson asks?")}
            self._check = ipywidgets.Button(button_style="success", **words)
            self._check.on_click(lambda _button: check())
            buttons.append(self._check)
        else:
            self._check = None
        show_widget(ipywidgets.HBox(buttons))

    def can_stop(self, possible: bool) -> None:
        """Whether there is something to stop."""
        self._stop.disabled = not possible

    def can_check(self, possible: bool) -> None:
        """Whether no check is under way."""
        if self._check is not None:
            self._check.disabled = not possible
