"""The folder of a demo: what an earlier demo left there may go, and nothing else ever does.

A club may keep its records in the folder that somebody names. A demo therefore writes down what it has made, with a
fingerprint of each file, and takes away or writes over only what is still exactly that.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import SetupError, system_words
from ..files import make_folder, read_json, write_whole
from ..language import N_
from ..virtual.hosting.registry import creation_time

HOME = "home"  # what the toolkit remembers: virtual boards, labels
RECORDS = "club.sqlite"
NAMES = ("temperature.csv", "temperature.png", "light.csv", "light.png", RECORDS)
_BESIDE_RECORDS = (f"{RECORDS}-wal", f"{RECORDS}-shm", f"{RECORDS}-journal")  # SQLite's, while records are open
_LIST = ".ictclub-demo.json"


class DemoFolder:
    """`folder` with a list of what a demo made in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clear(self) -> None:
        """Make the folder, and take away what an earlier demo left.

        Raises: SetupError `demo-folder` where it cannot be written, `demo-running` where another demo is at work
        there, `demo-in-the-way` where a file with a name that the demo needs is not a demo's, or was changed since.
        Nothing is taken away then.
        """
        try:
            make_folder(self.folder)
            self._refuse_while_one_runs()
            made = self._made()
            self._refuse_others(made)
            for name in made:
                (self.folder / name).unlink(missing_ok=True)
            if made:
                shutil.rmtree(self.folder / HOME, ignore_errors=True)
            self._write(_fingerprints(self.folder), at_work=True)
        except OSError as error:
            raise SetupError(
                "demo-folder",
                N_("The demo can't write to %(folder)s: %(reason)s"),
                N_("Choose another folder with --out."),
                folder=self.folder,
                reason=system_words(error),
            ) from error

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Write down what the block made, also where it fails half-way."""
        try:
            yield
        finally:
            self._write(_fingerprints(self.folder), at_work=False)

    def _made(self) -> dict[str, str]:
        """Return file → fingerprint of what an earlier demo made here; {} where there was none."""
        try:
            listed = read_json(self.folder / _LIST)["made"]
            return {name: str(listed[name]) for name in NAMES if name in listed} | {_LIST: ""}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _refuse_while_one_runs(self) -> None:
        try:
            process, began = read_json(self.folder / _LIST)["at_work"]
            created = creation_time(int(process))
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return
        if created is not None and created == began:
            raise SetupError(
                "demo-running",
                N_("Another demo is at work in %(folder)s."),
                N_("Wait until it has ended, or choose another folder with --out."),
                folder=self.folder,
            )

    def _refuse_others(self, made: dict[str, str]) -> None:
        now = _fingerprints(self.folder)
        foreign = [name for name in now if now[name] != made.get(name)]
        foreign += [name for name in _BESIDE_RECORDS if (self.folder / name).exists()]
        if not made and (self.folder / HOME).exists():
            foreign.append(HOME)
        if foreign:
            raise SetupError(
                "demo-in-the-way",
                N_("There is something in %(folder)s that no demo has made, or that was changed since: %(files)s."),
                N_("The demo writes nothing there. Choose another folder with --out."),
                folder=self.folder,
                files=", ".join(foreign),
            )

    def _write(self, made: dict[str, str], *, at_work: bool) -> None:
        process = [os.getpid(), creation_time(os.getpid())] if at_work else None
        write_whole(self.folder / _LIST, json.dumps({"made": made, "at_work": process}, indent=2))


def _fingerprints(folder: Path) -> dict[str, str]:
    found = {}
    for name in NAMES:
        path = folder / name
        if path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.exists():
            found[name] = "no file"
    return found
