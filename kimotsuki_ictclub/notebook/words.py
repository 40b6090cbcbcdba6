"""Sentences in a notebook: readings over kanji, and boxes for what a child should see."""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import Any

from ..readings import as_code, as_ruby, for_reader, reader_year


def ruby(text: str) -> str:
    """Return `text` as HTML: readings `{漢字|かんじ}` above kanji that the reader can't read yet, `names` as code."""
    return as_code(as_ruby(html.escape(text), reader_year()))


def say(text: str) -> None:
    """Show a sentence: with readings above the kanji in a notebook, else as text."""
    if in_notebook():
        bundle = {"text/plain": for_reader(text), "text/html": f'<p style="font-size:110%">{ruby(text)}</p>'}
        page().display(bundle, raw=True)
    else:
        print(for_reader(text))


def show_widget(widget: Any) -> None:
    """Show a widget; where it can't be (a page on paper, another program), nothing stands in its place."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    page().display({"application/vnd.jupyter.widget-view+json": view, "text/plain": ""}, raw=True)


def page() -> Any:
    """Return IPython's module `display`: what is shown in the page goes through it."""
    from IPython import display

    return display


def notebook_name() -> str:
    """Return the name of the open notebook without its ending; "" where the page does not tell it."""
    return Path(os.environ.get("JPY_SESSION_NAME", "")).stem


def in_notebook() -> bool:
    """Whether this process is the kernel of a notebook (a page, or nbconvert)."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")
