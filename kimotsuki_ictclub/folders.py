"""Where things are: the course that came with the package, and the user's own data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import not_kept
from .files import make_folder

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

    folder = wished_folder() or user_data_path("ictclub", appauthor=False)
    with keeping_data(folder):
        make_folder(folder)
    return folder


def wished_folder() -> Path | None:
    """Return the folder that the variable ICTCLUB_HOME names, None for none.

    `set X="D:\\club" && ictclub` leaves the marks and a blank in it; ~, $HOME and %APPDATA% may stand in it.
    """
    home = os.environ.get("ICTCLUB_HOME", "").strip().strip("\"'").strip()
    return Path(os.path.expandvars(home)).expanduser() if home else None


@contextmanager
def keeping_data(folder: Path) -> Iterator[None]:
    """Turn what the system refuses in a block that keeps something in the data folder into one error.

    Raises: SetupError `data-folder`.
    """
    try:
        yield
    except OSError as error:
        raise not_kept(folder, error) from error
