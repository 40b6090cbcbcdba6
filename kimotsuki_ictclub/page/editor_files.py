"""Where the editor's files are: CodeMirror 6 lies ready built in the package nicegui, of which nothing else is used."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from ..errors import SetupError
from ..language import N_

_PACKAGE = "nicegui"
_PLACE = ("nicegui", "elements", "codemirror", "dist", "index.js")


@cache
def editor_folder() -> Path:
    """Return the folder with CodeMirror's modules, `index.js` first. Raises: SetupError "editor-missing"."""
    try:
        listed = files(_PACKAGE) or []
    except PackageNotFoundError:
        listed = []
    for entry in listed:
        if entry.parts == _PLACE:
            return Path(str(entry.locate())).resolve().parent
    raise SetupError(
        "editor-missing",
        N_("The package %(package)s is not installed, or of another version."),
        N_("Install it: python -m pip install %(package)s"),
        package=_PACKAGE,
    )
