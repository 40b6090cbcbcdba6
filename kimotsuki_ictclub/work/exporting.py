"""The works as one zip: a folder a child, a program a lesson, if wanted with every version of it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from ..errors import LessonError, WorkError, writing_to
from ..files import fit_for_pc, written_whole
from ..lessons import find
from .model import Owner, Standing, Work
from .works import Works


def export_zip(works: Works, file: Path, standings: Sequence[Standing], *, versions: bool = False) -> int:
    """Write the works in `standings` (and all their `versions`) to the zip `file`, readable by its owner only.

    Return how many programs are in it. Raises: WorkError `not-exported`; an older file is then as it was.
    """
    taken: set[str] = set()
    count = 0
    folders: dict[int, str] = {}
    with (
        writing_to(file, WorkError, "not-exported"),
        written_whole(file, private=True) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for one in standings:
            if one.owner.id not in folders:
                folders[one.owner.id] = _free(folder_name(one.owner), "", taken)
            stem = f"{folders[one.owner.id]}/{program_name(one.work)}"
            name = _free(stem, ".py", taken)
            archive.writestr(name, one.work.text.encode())
            count += 1
            if versions:
                for version in works.versions(one.work):
                    inside = f"{version.number:04} {version.at:%Y-%m-%d %H%M} {version.kind.value}.py"
                    archive.writestr(f"{PurePosixPath(name).with_suffix('')}/{inside}", version.text.encode())
                    count += 1
    return count


def folder_name(owner: Owner) -> str:
    """Return the name of a child's folder: "07 みかん", or the nickname alone where it is not in the list."""
    return fit_for_pc(owner.nickname if owner.number is None else f"{owner.number:02} {owner.nickname}")


def program_name(work: Work) -> str:
    """Return what a work's file is called, without ending: "04-night-light", or "my-program"."""
    if not work.lesson:
        return "my-program"
    with suppress(LessonError):
        return find(work.lesson).folder.name
    return f"{work.lesson:02}"


def _free(stem: str, ending: str, taken: set[str]) -> str:
    """Return a name that Windows can tell from all those that are `taken`."""
    name, number = f"{stem}{ending}", 2
    while name.casefold() in taken:
        name, number = f"{stem} ({number}){ending}", number + 1
    taken.add(name.casefold())
    return name
