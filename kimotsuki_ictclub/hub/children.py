"""The children's folders: where they are, whose they are, and their backup."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..attendance.records import Records
from ..errors import SetupError, writing_to
from ..files import fit_for_pc, written_whole
from ..language import N_
from ..work import Works
from .settings import hub_folder

_PREFIX = "child-"


@dataclass(frozen=True)
class ChildFolder:
    """A child's folder in the hub: whose (nickname "" where nobody has such works any more), and how much is in it."""

    user: str
    nickname: str
    folder: Path
    files: int
    size: int


def children_folder() -> Path:
    """Return the folder that holds a folder for each child."""
    folder = hub_folder() / "children"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def notebooks_in(home: Path) -> Path:
    """Return where in its folder a child's notebooks are; beside them are settings only."""
    return home / "notebooks"


def user_name(owner_id: int) -> str:
    """Return what the hub calls the owner of works with this id: child-12."""
    return f"{_PREFIX}{owner_id}"


def child_folders(records: Records) -> list[ChildFolder]:
    """Return the children's folders, in the order in which the children came first."""
    works = Works(records)
    found = []
    for number in sorted(_numbers()):
        home = children_folder() / user_name(number)
        owner = works.owner(number)
        sizes = [path.stat().st_size for path in _files_of(home)]
        found.append(ChildFolder(home.name, owner.nickname if owner else "", home, len(sizes), sum(sizes)))
    return found


def back_up(folders: list[ChildFolder], file: Path) -> int:
    """Write all notebooks and data of `folders` to the new zip `file`, readable by its owner only; return the files.

    Raises: SetupError `hub-backup-exists` or `file-not-written`; there is then no new file.
    """
    if file.exists():
        raise SetupError("hub-backup-exists", N_("%(file)s exists already."), N_("Choose another name."), file=file)
    count = 0
    with (
        writing_to(file, SetupError, "file-not-written"),
        written_whole(file, private=True) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for child in folders:
            for path in _files_of(child.folder):
                archive.write(path, Path(_name_in_backup(child)) / path.relative_to(notebooks_in(child.folder)))
                count += 1
    return count


def _numbers() -> Iterator[int]:
    for home in children_folder().glob(f"{_PREFIX}*"):
        number = home.name.removeprefix(_PREFIX)
        if home.is_dir() and number.isdecimal():
            yield int(number)


def _files_of(home: Path) -> list[Path]:
    """Return what a child has made or got, without JupyterLab's own copies; a link leads out of the folder."""
    found = sorted(path for path in notebooks_in(home).rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def _name_in_backup(child: ChildFolder) -> str:
    return f"{child.user} {fit_for_pc(child.nickname)}" if child.nickname else child.user
