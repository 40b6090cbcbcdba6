"""The child's own notebooks as a list with two buttons each: start again, and a page for the family."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import ClubError
from ..language import _
from ..readings import reader_year
from .course_notebooks import course_notebooks, tools
from .lesson_notebooks import lesson_notebooks
from .notebook_folder import start_again
from .publish import own_page
from .showing.error_box import error_html
from .words import in_notebook, ruby, show_widget


def my_notebooks(folder: Path | str = ".") -> None:
    """Show the notebooks in `folder`, each with buttons: start again (a fresh copy beside it), make a page."""
    if not in_notebook():
        print(_("The buttons are shown in a notebook only."))
        return
    show_widget(_list_of(Path(folder)))


def _list_of(folder: Path) -> Any:
    import ipywidgets

    said = ipywidgets.HTML()
    rows = []
    known = {*(path.stem for path in course_notebooks()), *(name for name, _notebook in lesson_notebooks())}
    for path in sorted(folder.glob("*.ipynb")):
        if path.name == tools().name:
            continue
        buttons = [_button(_("Make a page"), "file-text-o", said, partial(own_page, path))]
        if path.stem in known:
            again = partial(start_again, folder, path.stem, reader_year())
            buttons.insert(0, _button(_("Start again"), "refresh", said, again))
        rows.append(ipywidgets.HBox([*buttons, ipywidgets.HTML(f"{html.escape(path.stem)}")]))
    return ipywidgets.VBox([*rows, said])


def _button(text: str, icon: str, said: Any, do: Callable[[], Path]) -> Any:
    import ipywidgets

    button = ipywidgets.Button(description=text, icon=icon, tooltip=text)

    def pressed(_button: object) -> None:
        try:
            made = do()
        except ClubError as error:
            said.value = error_html(error)
        else:
            link = f'<a href="{quote(made.name)}" target="_blank">{html.escape(made.name)}</a>'
            said.value = f'<p style="font-size:110%">✔ {ruby(_("Made: %(file)s")) % {"file": link}}</p>'

    button.on_click(pressed)
    return button
