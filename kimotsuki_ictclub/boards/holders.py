"""Which programs hold a serial port, as far as the operating system tells."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from .ports import HOSTED


def holders(port: str) -> list[str]:
    """Return the names of the programs that have `port` open; [] where the system doesn't tell."""
    if port.startswith(HOSTED):
        return _named(_connected(urlsplit(port).port))
    return _named(_with_file_open(port))


def notebooks_holding(port: str) -> list[str]:
    """Return the names of the notebooks that have `port` open; where the system doesn't tell, of all that are open."""
    if port.startswith("socket://"):
        return _notebooks(_connected(urlsplit(port).port))
    return _notebooks(_with_file_open(port) if Path("/proc/self/fd").is_dir() else _others())


def _notebooks(pids: set[int]) -> list[str]:
    """Return the names of the notebooks among programs: a kernel knows its own from its server."""
    import psutil

    names = set()
    for pid in pids:
        with suppress(psutil.Error, OSError):
            names.add(Path(psutil.Process(pid).environ().get("JPY_SESSION_NAME", "")).stem)
    return sorted(names - {""})


def _others() -> set[int]:
    import psutil

    return set(psutil.pids()) - {os.getpid()}


def _connected(port: int | None) -> set[int]:
    import psutil

    try:
        connections = psutil.net_connections("tcp4")
    except (psutil.AccessDenied, OSError):
        return set()
    return {
        one.pid
        for one in connections
        if one.pid and one.raddr and one.raddr.port == port and one.status == psutil.CONN_ESTABLISHED
    } - {os.getpid()}


def _with_file_open(path: str) -> set[int]:
    """Return who has `path` open: Linux shows this in /proc for the user's own programs."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(str(entry.readlink()) == path for entry in folder.iterdir()):
                found.add(int(folder.parent.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return found - {os.getpid()}


def _named(pids: set[int]) -> list[str]:
    import psutil

    names = []
    for pid in sorted(pids):
        try:
            names.append(f"{psutil.Process(pid).name()} ({pid})")
        except psutil.Error:
            continue
    return names
