"""A child's own folder: the lesson's programs to work on, and help in Japanese while they type."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from ..errors import LessonError, SetupError
from ..files import write_whole
from ..folders import course_folder
from ..language import N_
from .lesson import Lesson

_STUBS = "micropython-microbit-stubs-ja"


def make_work_folder(lesson: Lesson, folder: Path) -> list[Path]:
    """Copy the lesson's programs and modules into `folder`, with settings for editors; return the files written.

    A file that is there already is a child's work: nothing is overwritten but the settings that are written here.
    Raises: LessonError "work-exists"; SetupError "stubs-missing".
    """
    sources = [lesson.main, lesson.folder / "starter.py", *lesson.stretches, *lesson.puzzles, *lesson.module_paths]
    for source in sources:
        if (folder / source.name).exists():
            raise LessonError(
                "work-exists",
                N_("%(file)s is there already; nothing was copied."),
                N_("Choose a new folder, or rename the file."),
                file=folder / source.name,
            )
    settings = _settings(stubs_folder())
    written = []
    for source in sources:
        write_whole(folder / source.name, source.read_bytes())
        written.append(folder / source.name)
    for name, content in settings.items():
        if not (folder / name).exists():
            write_whole(folder / name, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
            written.append(folder / name)
    return written


def stubs_folder() -> Path:
    """Return the folder that holds `stdlib/` of the board's modules, described in Japanese.

    Raises: SetupError "stubs-missing".
    """
    try:
        listed = files(_STUBS) or []
    except PackageNotFoundError:
        listed = []
    for entry in listed:
        if entry.parts[:2] == ("stdlib", "microbit"):
            return Path(str(entry.locate())).resolve().parents[2]
    raise SetupError(
        "stubs-missing",
        N_("The package %(package)s is not installed."),
        N_("Install it: python -m pip install %(package)s"),
        package=_STUBS,
    )


def _settings(stubs: Path) -> dict[str, object]:
    """Return settings for VS Code with Pylance, and for editors with Pyright: both take the stubs as the typeshed."""
    firmware = str(course_folder("firmware"))
    return {
        ".vscode/settings.json": {
            "python.analysis.typeshedPaths": [str(stubs)],
            "python.analysis.extraPaths": [firmware],
            "python.analysis.diagnosticSeverityOverrides": {"reportMissingModuleSource": "none"},
            "editor.renderWhitespace": "all",
            "editor.unicodeHighlight.ambiguousCharacters": True,
        },
        "pyrightconfig.json": {
            "typeshedPath": str(stubs),
            "extraPaths": [firmware],
            "reportMissingModuleSource": False,
            "reportWildcardImportFromLibrary": False,
        },
    }
