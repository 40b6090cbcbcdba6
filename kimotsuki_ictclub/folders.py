"""Where things are: the course that came with the package, and the user's own data."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent


def course_folder(name: str) -> Path:
    """Return the folder "lessons", "firmware" or "notebooks": of the checkout, or of the installed wheel."""
    checkout = _PACKAGE.parent / name
    installed = _PACKAGE / "course" / name
    return installed if installed.is_dir() else checkout


def data_folder() -> Path:
    """Return the user's own data folder, made if missing; the variable ICTCLUB_HOME moves it."""
    from platformdirs import user_data_path

    home = os.environ.get("ICTCLUB_HOME")
    folder = Path(home) if home else user_data_path("ictclub", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
