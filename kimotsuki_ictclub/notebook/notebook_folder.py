"""The child's own folder of notebooks: the course's are copied into it, and what is there is never written over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import SetupError
from ..files import free_name, make_folder, read_json, write_whole
from ..folders import course_folder
from ..language import N_, _
from ..readings import YOUNGEST
from .course_notebooks import (
    NEW_CHILD,
    copy_for_reader,
    course_notebooks,
    program_in_language,
    programs,
    read_notebook,
    title_of,
    tools,
)
from .lesson_notebooks import lesson_notebooks

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
_NAME = re.compile(r'[^\x00-\x1f\x7f/\\:*?"<>|.][^\x00-\x1f\x7f/\\:*?"<>|]{0,39}')
_OF_WINDOWS = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
_VERSIONS = ".course-versions.json"  # name → which version of the course's notebook the folder has


@dataclass(frozen=True)
class CopyResult:
    """What became of one file of the course: "copied", "kept" (the child's own), or "newer" (laid beside)."""

    name: str
    result: str


def copy_notebooks(folder: Path, year: int = YOUNGEST, today: str = "") -> list[CopyResult]:
    """Copy the course's notebooks and their programs for the board into `folder`, in the reader's language.

    Where the course has a newer version of one, it is laid beside it as `name (new).ipynb`. year: the school year
    (1–10) for which readings stand over the kanji.
    """
    make_folder(folder)
    versions = _known_versions(folder)
    results = []
    for source in _course():
        version = _digest(source.content)
        target = folder / source.name
        if not target.exists():
            result = "copied"
        elif versions.get(source.name, version) == version:
            result = "kept"
        else:
            target, result = _beside(folder, source, versions), "newer"
        if result != "kept":
            content = source.for_reader(year)
            write_whole(target, content)
            if target.name != source.name:
                versions[target.name] = _digest(content)
        versions[source.name] = version
        results.append(CopyResult(source.name, result))
    write_whole(folder / _VERSIONS, json.dumps(versions, indent=1))
    write_whole(folder / START, start_page(folder, today))
    return results


def copy_for_all(folder: Path, names: Sequence[str], year: int = YOUNGEST, today: str = "") -> list[CopyResult]:
    """Copy them into `folder`; where children have folders of their own, or `names` asks for such, into each of those.

    Raises: SetupError `name-not-possible`.
    """
    own = [folder_of_child(folder, name) for name in names]
    _lay_new_child(folder, year)
    own += [folder / name for name in children(folder) if folder / name not in own]
    if not own:
        return copy_notebooks(folder, year, today)
    results = [
        CopyResult(f"{each.name}/{made.name}", made.result)
        for each in own
        for made in copy_notebooks(each, year, today)
    ]
    write_whole(folder / START, start_page(folder))
    return results


def _lay_new_child(folder: Path, year: int) -> None:
    """Lay the notebook into a shared folder in which a child makes a folder of its own."""
    source = course_folder("notebooks") / NEW_CHILD
    write_whole(folder / NEW_CHILD, _CourseFile(NEW_CHILD, source.read_bytes()).for_reader(year))


def first_page(folder: Path, today: str) -> str:
    """Return the file of `folder` that opens first: today's notebook, or where children choose their names, that."""
    return START if children(folder) or not (folder / f"{today}.ipynb").is_file() else f"{today}.ipynb"


def start_again(folder: Path, name: str, year: int = YOUNGEST) -> Path:
    """Lay a fresh copy of the course's notebook `name` into `folder`, beside the child's own; return it.

    Raises: SetupError `notebook-unknown`.
    """
    known = {
        Path(source.name).stem: source for source in _course() if source.is_notebook and source.name != tools().name
    }
    source = known.get(Path(name).stem)
    if source is not None:
        target = free_name(folder, Path(name).stem, ".ipynb")
        write_whole(target, source.for_reader(year))
        write_whole(folder / START, start_page(folder))
        return target
    raise SetupError(
        "notebook-unknown",
        N_("The course has no notebook %(name)s."),
        N_("There are: %(names)s"),
        name=name,
        names=", ".join(known),
    )


@dataclass(frozen=True)
class _CourseFile:
    """A file of the course: a notebook in the course form, or a program for the board, whose path is `program`."""

    name: str
    content: bytes
    program: Path | None = None

    @property
    def is_notebook(self) -> bool:
        return self.program is None

    def for_reader(self, year: int) -> bytes | str:
        """Return what the reader's copy holds."""
        if self.program is not None:
            return program_in_language(self.program)
        text = copy_for_reader(json.loads(self.content), year)
        for tag, span in _SPANS.items():
            text = text.replace(tag, span)
        return text


def _course() -> list[_CourseFile]:
    made = [
        _CourseFile(f"{name}.ipynb", json.dumps(notebook, ensure_ascii=False, indent=1).encode())
        for name, notebook in lesson_notebooks()
    ]
    kept = [_CourseFile(path.name, path.read_bytes()) for path in (*course_notebooks(), tools())]
    return [*made, *kept, *(_CourseFile(path.name, path.read_bytes(), path) for path in programs())]


def _beside(folder: Path, source: _CourseFile, versions: Mapping[str, str]) -> Path:
    """Return where a newer one is laid: over the last that was laid beside, if nobody has worked in it."""
    number = 1
    while True:
        name = Path(source.name)
        path = folder / f"{name.stem} (new{f' {number}' if number > 1 else ''}){name.suffix}"
        if not path.exists() or _digest(path.read_bytes()) == versions.get(path.name):
            return path
        number += 1


def _digest(content: bytes | str) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


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


def start_page(folder: Path, today: str = "") -> str:
    """Return the page that opens first: the children's folders, else the notebooks, with a link each.

    today: the name of the notebook of today's lesson; it comes first.
    """
    names = children(folder)
    if names:
        lines = [f"# {_('Who are you?')}", "", _("Click your name."), ""]
        lines += [f"- [{_as_text(name)}]({quote(name)}/{START})" for name in names]
        if (folder / NEW_CHILD).is_file():
            lines += ["", f"[{_('I am here for the first time')}]({NEW_CHILD})"]
        return "\n".join(lines) + "\n"
    made = [name for name, _notebook in lesson_notebooks()]
    found = sorted((path for path in folder.glob("*.ipynb") if path.name != NEW_CHILD), key=lambda path: path.name)
    programs_of_lessons = [path for path in found if path.stem.partition(" (")[0] in made]
    lines = []
    if today and (folder / f"{today}.ipynb").exists():
        lines += [f"# {_('Today')}", "", _link(folder / f"{today}.ipynb"), ""]
    for title, paths in (
        (_("Programs for the micro:bit"), programs_of_lessons),
        (_("Sensor data with the micro:bit"), [path for path in found if path not in programs_of_lessons]),
    ):
        lines += [f"# {title}", "", _("Click a notebook, then press ▶ cell by cell."), "", *map(_link, paths), ""]
    if (folder / NEW_CHILD).is_file():
        lines += [f"[{_('Several of you at this PC? Each a folder of its own')}]({NEW_CHILD})", ""]
    return "\n".join(lines)


def _link(path: Path) -> str:
    return f"- [{_title(path)}]({quote(path.name)})"


def _as_text(name: str) -> str:
    """Return a child's name as Markdown that is nothing but text."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", name)


def children(folder: Path) -> list[str]:
    """Return the names of the children who have a folder of their own in `folder`."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and (path / _VERSIONS).is_file())


def folder_of_child(folder: Path, name: str) -> Path:
    """Return the folder of the child who is called `name`. Raises: SetupError `name-not-possible`."""
    clean = " ".join(name.split())
    if not _NAME.fullmatch(clean) or clean.endswith(".") or clean.upper().partition(".")[0] in _OF_WINDOWS:
        raise SetupError(
            "name-not-possible",
            N_("A folder cannot be called %(name)s."),
            N_("Use letters and digits, at most 40; no / \\ : * ? and no dot at its ends."),
            name=name,
        )
    return folder / clean


def _title(path: Path) -> str:
    """Return the first heading of a notebook, else its name: the folder may hold anything."""
    try:
        return title_of(read_notebook(path)) or path.stem
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return path.stem
