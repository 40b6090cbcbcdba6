"""Where things are: the course that came with the package, and the user's own data."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import SetupError, system_words
from .files import make_folder
from .language import N_

_PACKAGE = Path(__file__).parent


def course_folder(name: str) -> Path:
    """Return the folder "lessons", "firmware", "notebooks" or "docs": of the checkout, or of the installed wheel."""
    checkout = _PACKAGE.parent / name
    installed = _PACKAGE / "course" / name
    return installed if installed.is_dir() else checkout


def data_folder() -> Path:
    """Return the user's own data folder, made if missing; the variable ICTCLUB_HOME moves it.

    Raises: SetupError `data-folder` where it cannot be made.
    """
    from platformdirs import user_data_path

    home = os.environ.get("ICTCLUB_HOME")
    folder = Path(home) if home else user_data_path("ictclub", appauthor=False)
    try:
        make_folder(folder)
    except OSError as error:
        raise SetupError(
            "data-folder",
            N_("The club's data cannot be kept in %(folder)s: %(reason)s."),
            N_("Allow writing there, or set the variable ICTCLUB_HOME to a folder that can be written."),
            folder=folder,
            reason=system_words(error),
        ) from error
    return folder
