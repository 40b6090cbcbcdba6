"""A field and a button for a child who comes for the first time: a folder of its own, without a command line."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import ClubError, SetupError
from ..files import write_whole
from ..language import N_, _
from ..readings import reader_year
from .notebook_folder import START, copy_notebooks, folder_of_child, start_page
from .showing.error_box import error_html
from .words import in_notebook, ruby, show_widget


def new_child(folder: Path | str = ".") -> None:
    """Show a field for a name and a button that makes a folder of that name in `folder`, with the notebooks."""
    if not in_notebook():
        print(_("The buttons are shown in a notebook only."))
        return
    show_widget(_form(Path(folder)))


def make_folder(folder: Path, name: str, year: int) -> Path:
    """Make the folder of a new child in `folder`, name it on the first page, and return it; nothing is written over.

    Raises: SetupError `name-not-possible` or `name-taken`.
    """
    own = folder_of_child(folder, name)
    if own.exists():
        raise SetupError(
            "name-taken", N_("There is a folder %(name)s already."),
            N_("Is it yours? Then open it on the first page. Else choose another name."), name=own.name,
        )  # fmt: skip
    copy_notebooks(own, year)
    write_whole(folder / START, start_page(folder))
    return own


def _form(folder: Path) -> Any:
    import ipywidgets

    name = ipywidgets.Text(placeholder=_("Your nickname"))
    button = ipywidgets.Button(description=_("Make my folder"), icon="plus", button_style="primary")
    said = ipywidgets.HTML()

    def pressed(_button: object) -> None:
        try:
            made = make_folder(folder, name.value, reader_year())
        except ClubError as error:
            said.value = error_html(error)
        else:
            link = f'<a href="{quote(made.name)}/{START}">{html.escape(made.name)}</a>'
            told = ruby(_("Your folder is there: %(folder)s")) % {"folder": link}
            said.value = f'<p style="font-size:110%">✔ {told}</p>'

    button.on_click(pressed)
    return ipywidgets.VBox([ipywidgets.HBox([name, button]), said])
