"""What a person names on the command line to build, flash or run: a lesson or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lessons import Lesson

_FILES = (".py", ".hex")


def source_of(what: str) -> Lesson | Path:
    """Return the path `what` where it is a file's name (my.py, my.hex) or a file that is there (my.py.txt), else the
    lesson with that number or name.

    Raises: LessonError "lesson-unknown".
    """
    from ..lessons import find

    path = Path(what)
    return path if path.suffix.lower() in _FILES or (path.suffix and path.is_file()) else find(what)
