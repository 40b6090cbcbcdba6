"""The PC itself: Python, packages, folders, fonts."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from ..errors import SetupError
from ..folders import data_folder, keeping_data, wished_folder
from ..language import N_
from .finding import Finding, Level
from .needed import unfit_packages

OLDEST_PYTHON = (3, 11)  # as pyproject.toml says
LEAST_SPACE = 500  # MB: the packages of an update, recordings of a year
_PACKAGE = "kimotsuki-ictclub"
_PYTHON = "py" if sys.platform == "win32" else "python3"


def python(version: tuple[int, ...] = tuple(sys.version_info[:3]), bits: int = sys.maxsize.bit_length() + 1) -> Finding:
    """Look at the Python that runs this: its version, and whether it is a 64-bit one."""
    shown = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        return Finding(
            "python",
            Level.PROBLEM,
            N_("Python %(version)s is too old."),
            N_("Install Python %(needed)s or newer from python.org, then install this toolkit again."),
            version=shown,
            needed=".".join(map(str, OLDEST_PYTHON)),
        )
    if bits < 64:
        return Finding(
            "python",
            Level.PROBLEM,
            N_("This is a 32-bit Python: virtual boards don't run on it."),
            N_("Install the 64-bit Python from python.org, then install this toolkit again."),
        )
    return Finding(
        "python",
        Level.READY,
        N_("Python %(version)s on %(system)s."),
        version=shown,
        system=f"{platform.system()} {platform.release()}",
    )


def packages(requirements: Iterable[str] | None = None) -> Finding:
    """Look whether all packages that the toolkit needs are there, new enough, made for this Python, and load."""
    needed: list[str] = []
    try:
        needed = list(metadata.requires(_PACKAGE) or [] if requirements is None else requirements)
        missing = _missing(needed)
    except metadata.PackageNotFoundError:
        missing = [_PACKAGE]
    if not missing:
        try:
            import unicorn  # noqa: F401  # the one with machine code of its own
        except (ImportError, OSError):
            missing = ["unicorn"]
    if missing:
        return Finding(
            "packages",
            Level.PROBLEM,
            N_("Packages are missing, too old or broken: %(names)s."),
            N_("Run this while online: %(command)s"),
            names=", ".join(missing),
            command=f"{_PYTHON} -m pip install --upgrade {_PACKAGE}",
        )
    if unfit := unfit_packages(needed):
        return Finding(
            "packages",
            Level.PROBLEM,
            N_("These packages are made for another Python than this %(version)s: %(names)s."),
            N_("They were copied from another Python. Run this while online: %(command)s"),
            version=platform.python_version(),
            names=", ".join(unfit),
            command=f"{_PYTHON} -m pip install --force-reinstall {' '.join(name.split()[0] for name in unfit)}",
        )
    return Finding("packages", Level.READY, N_("All packages are there."))


def _missing(requirements: Iterable[str]) -> list[str]:
    from packaging.requirements import Requirement

    missing = []
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue  # for another system, or not needed for the club's work
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            missing.append(requirement.name)
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            missing.append(f"{requirement.name} {found} ({requirement.specifier})")
    return missing


def data() -> Finding:
    """Look whether the user's data folder can be written."""
    try:
        with keeping_data(folder := data_folder()):
            probe = folder / f".doctor-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
    except SetupError as error:
        return Finding("data", Level.PROBLEM, "%(problem)s", "%(hint)s", problem=error.message, hint=error.hint)
    if (wished := wished_folder()) and not wished.is_absolute():
        return Finding(
            "data",
            Level.ADVICE,
            N_(
                "ICTCLUB_HOME is %(folder)s: the club's data is another one in every folder where a command is started."
            ),
            N_("Set the variable ICTCLUB_HOME to the whole path, as in %(whole)s"),
            folder=wished,
            whole=wished.absolute(),
        )
    return Finding("data", Level.READY, N_("The club's data is kept in %(folder)s."), folder=folder)


def disk_space(free: int | None = None) -> Finding:
    """Look at the free space where the data is kept; `free` in bytes."""
    if free is None:
        try:
            free = shutil.disk_usage(data_folder()).free
        except (OSError, SetupError):
            free = shutil.disk_usage(Path.home().anchor).free
    megabytes = free // 1_000_000
    if megabytes < LEAST_SPACE:
        return Finding(
            "disk-space",
            Level.PROBLEM,
            N_("Only %(free)d MB are free on the disk."),
            N_("Free some space: at least %(least)d MB."),
            free=megabytes,
            least=LEAST_SPACE,
        )
    return Finding("disk-space", Level.READY, N_("%(free).1f GB are free on the disk."), free=megabytes / 1000)


def japanese_font() -> Finding:
    """Look for the font with which plots write Japanese; it comes as a package."""
    found = importlib.util.find_spec("matplotlib_fontja")
    folders = found.submodule_search_locations if found else None
    if folders and any(Path(folder, "fonts", "ipaexg.ttf").is_file() for folder in folders):
        return Finding("font", Level.READY, N_("Plots can write Japanese."))
    return Finding(
        "font",
        Level.PROBLEM,
        N_("The Japanese font for plots is missing."),
        N_("Run this while online: %(command)s"),
        command="pip install --force-reinstall matplotlib-fontja",
    )


def japanese_terminal(encoding: str | None = None) -> Finding:
    """Look whether this terminal can show Japanese."""
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        "明るさ".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Finding(
            "terminal",
            Level.ADVICE,
            N_("This terminal cannot show Japanese (%(encoding)s)."),
            N_("Use Windows Terminal, or set the variable PYTHONUTF8 to 1 (Linux: a UTF-8 language)."),
            encoding=encoding,
        )
    return Finding("terminal", Level.READY, N_("This terminal can show Japanese."))
