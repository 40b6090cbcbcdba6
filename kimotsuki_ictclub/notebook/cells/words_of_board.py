"""Completion and help for the board's words in such cells, from descriptions of its modules; nothing is run."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from ...errors import ClubError
from ...folders import course_folder
from ...lessons.program_folder import stubs_folder

if TYPE_CHECKING:
    import jedi

_MAGIC = re.compile(r"\s*%%microbit\b[^\n]*")
_MOST = 200  # completions; more help nobody


def is_program(text: str) -> bool:
    """Whether a cell's text is a program for the board."""
    return _MAGIC.match(text) is not None


def completions(text: str, line: int, column: int) -> list[tuple[str, str]]:
    """Return (word, kind) of what may stand at a place of the cell; line from 1, column from 0."""
    script = _script(text)
    if script is None:
        return []
    found = [one for one in script.complete(line, column) if not one.name.startswith("_")]
    return [(one.name, one.type) for one in found[:_MOST]]


def help_at(text: str, line: int, column: int) -> tuple[str, str] | None:
    """Return what the word at a place of the cell means, as text and as HTML; None where nothing is known of it."""
    script = _script(text)
    found = script.help(line, column) or script.infer(line, column) if script is not None else []
    for one in found:
        words = one.docstring()
        if words.strip():
            first, _break, rest = words.partition("\n")
            return (
                words,
                f"<b><code>{escape(first)}</code></b><pre style='white-space:pre-wrap'>{escape(rest.strip())}</pre>",
            )
    return None


def _script(text: str) -> jedi.Script | None:
    project = _project()
    if project is None:
        return None
    import jedi

    program = _MAGIC.sub(lambda line: re.sub(r"[^\n]", " ", line[0]), text, count=1)  # places stay as they are
    return jedi.Script(program, project=project)


@cache
def _project() -> Any:
    """Return where jedi looks for modules: the board's, described in Japanese, and those of firmware/."""
    try:
        import jedi

        stubs = stubs_folder()
    except (ClubError, ImportError):
        return None
    return jedi.Project(stubs, sys_path=[str(stubs / "stdlib"), str(course_folder("firmware"))], smart_sys_path=False)
