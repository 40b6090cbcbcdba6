"""The child's own folder of notebooks: the course's are copied into it, and what is there is never written over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import SetupError
from ..files import free_name, read_json, write_whole
from ..language import N_, _
from ..readings import YOUNGEST
from .course_notebooks import (
    copy_for_reader,
    course_notebooks,
    program_in_language,
    programs,
    read_notebook,
    title_of,
    tools,
)

START = "START.md"
# JupyterLab strips <ruby> from text cells and leaves <span>; web/lab.css puts the readings above the words again.
_SPANS = {
    "<ruby>": "<span class='ictclub-word'>",
    "<rt>": "<span class='ictclub-reading'>",
    "<rp>": "<span class='ictclub-paren'>",
    "</ruby>": "</span>",
    "</rt>": "</span>",
    "</rp>": "</span>",
}
_SPAN_WORD = re.compile(
    "<span class='ictclub-word'>([^<]*)<span class='ictclub-paren'>（</span>"
    "<span class='ictclub-reading'>([^<]*)</span><span class='ictclub-paren'>）</span></span>"
)
_VERSIONS = ".course-versions.json"  # name → which version of the course's notebook the folder has


@dataclass(frozen=True)
class CopyResult:
    """What became of one file of the course: "copied", "kept" (the child's own), or "newer" (laid beside)."""

    name: str
    result: str


def copy_notebooks(folder: Path, year: int = YOUNGEST) -> list[CopyResult]:
    """Copy the course's notebooks and their programs for the board into `folder`, in the reader's language.

    Where the course has a newer version of one, it is laid beside it as `name (new).ipynb`. year: the school year
    (1–10) for which readings stand over the kanji.
    """
    folder.mkdir(parents=True, exist_ok=True)
    versions = _known_versions(folder)
    results = []
    for source in [*course_notebooks(), tools(), *programs()]:
        version = hashlib.sha256(source.read_bytes()).hexdigest()
        target = folder / source.name
        if not target.exists():
            result = "copied"
        elif versions.get(source.name, version) == version:
            result = "kept"
        else:
            target, result = _beside(folder, source, versions), "newer"
        if result != "kept":
            content = _content(source, year)
            write_whole(target, content)
            if target.name != source.name:
                versions[target.name] = _digest(content)
        versions[source.name] = version
        results.append(CopyResult(source.name, result))
    write_whole(folder / _VERSIONS, json.dumps(versions, indent=1))
    write_whole(folder / START, _start_page(folder))
    return results


def start_again(folder: Path, name: str, year: int = YOUNGEST) -> Path:
    """Lay a fresh copy of the course's notebook `name` into `folder`, beside the child's own; return it.

    Raises: SetupError `notebook-unknown`.
    """
    for source in course_notebooks():
        if source.stem == Path(name).stem:
            target = free_name(folder, source.stem, source.suffix)
            write_whole(target, _content(source, year))
            write_whole(folder / START, _start_page(folder))
            return target
    raise SetupError(
        "notebook-unknown",
        N_("The course has no notebook %(name)s."),
        N_("There are: %(names)s"),
        name=name,
        names=", ".join(path.stem for path in course_notebooks()),
    )


def _beside(folder: Path, source: Path, versions: Mapping[str, str]) -> Path:
    """Return where a newer one is laid: over the last that was laid beside, if nobody has worked in it."""
    number = 1
    while True:
        path = folder / f"{source.stem} (new{f' {number}' if number > 1 else ''}){source.suffix}"
        if not path.exists() or _digest(path.read_bytes()) == versions.get(path.name):
            return path
        number += 1


def _digest(content: bytes | str) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _content(source: Path, year: int) -> bytes | str:
    if source.suffix != ".ipynb":
        return program_in_language(source)
    text = copy_for_reader(read_notebook(source), year)
    for tag, span in _SPANS.items():
        text = text.replace(tag, span)
    return text


def with_ruby(text: str) -> str:
    """Return a text cell of such a copy for a page outside of JupyterLab: its spans are ruby again."""
    return _SPAN_WORD.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", text)


def _known_versions(folder: Path) -> dict[str, str]:
    try:
        versions = read_json(folder / _VERSIONS)
    except (OSError, ValueError):
        return {}
    if not isinstance(versions, dict):
        return {}
    return {str(name): version for name, version in versions.items() if isinstance(version, str)}


def _start_page(folder: Path) -> str:
    """Return the page that opens first: the lessons' notebooks with a link each."""
    lines = [f"# {_('Sensor data with the micro:bit')}", "", _("Click a notebook, then press ▶ cell by cell."), ""]
    lines += [f"- [{_title(path)}]({quote(path.name)})" for path in sorted(folder.glob("*.ipynb"))]
    return "\n".join(lines) + "\n"


def _title(path: Path) -> str:
    """Return the first heading of a notebook, else its name: the folder may hold anything."""
    try:
        return title_of(read_notebook(path)) or path.stem
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return path.stem
