"""JupyterLab for the club: in the reader's language, on this PC only, without the net."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from ..errors import ClubError, SetupError
from ..files import read_json, write_whole
from ..folders import data_folder
from ..language import N_, language
from ..lessons import Lesson, load_all
from ..readings import YOUNGEST
from .notebook_folder import START

_STYLE = Path(__file__).with_name("web") / "lab.css"
_NUMBER = re.compile(r"\d{1,3}")
_LOCALES = {"ja": "ja_JP", "en": "en"}
_COMPLETION_MS = 10_000  # the first completion reads the descriptions of the board's modules; an old PC needs seconds
_ANSWERS_WITHIN = 5.0  # seconds
_STARTS_WITHIN = 180.0  # seconds; an old PC that does other things, too, needs more than one minute


def todays_lesson() -> Lesson | None:
    """Return the lesson of today's session as the attendance records say; None where they don't, or there are none."""
    from ..attendance import japan_time
    from ..attendance.records import FILE_NAME, URL_VARIABLE, open_records
    from ..attendance.sessions import sessions_on

    if not (os.environ.get(URL_VARIABLE) or (data_folder() / FILE_NAME).is_file()):
        return None
    try:
        with open_records(migrate=False) as records, records.reading() as db:
            said = [session.lesson for session in sessions_on(db, japan_time.today()) if not session.cancelled]
    except ClubError:
        return None  # the notebooks open all the same
    numbers = [int(found[0]) for lesson in said if (found := _NUMBER.search(lesson or ""))]
    lessons = {lesson.number: lesson for lesson in load_all()}
    return next((lessons[number] for number in numbers if number in lessons), None)


def running_lab(folder: Path, page: str = START) -> str | None:
    """Return the address, with its token, of a JupyterLab that answers in `folder`; None where none does.

    page: the file that it opens.
    """
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server["root_dir"]).resolve() == folder.resolve() and _answers(server["url"]):
            return f"{server['url']}lab/tree/{quote(page)}?token={server['token']}"
    return None


def _answers(url: str) -> bool:
    """Return whether somebody listens there: a server says where it is a moment before it does."""
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname or "", address.port or 80), timeout=_ANSWERS_WITHIN).close()
    except OSError:
        return False
    return True


def start_lab(folder: Path, *, port: int = 8888, year: int = YOUNGEST) -> subprocess.Popen[bytes]:
    """Start JupyterLab in `folder` (its notebooks are there already) and return its process.

    year: the readers' school year (1–10); charts and tables show readings for it.

    Raises: SetupError where JupyterLab does not answer.
    """
    settings = data_folder() / "lab"
    _write_settings(settings / "settings")
    write_whole(settings / "config" / "custom" / "custom.css", _STYLE.read_bytes())
    kernel = {"IPKernelApp": {"extensions": ["kimotsuki_ictclub.notebook"]}}  # before the first import, too
    write_whole(settings / "ipython" / "profile_default" / "ipython_kernel_config.json", json.dumps(kernel))
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": str(port),
        "ServerApp.root_dir": str(folder.resolve()),
        "ServerApp.open_browser": "False",
        "ServerApp.answer_yes": "True",
        "LabApp.user_settings_dir": str(settings / "settings"),
        "LabApp.workspaces_dir": str(settings / "workspaces"),
        "LabApp.extension_manager": "readonly",
        "LabApp.custom_css": "True",
        "Application.log_level": "WARN",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments], env=_environment(settings, year), cwd=folder
    )
    end = time.monotonic() + _STARTS_WITHIN
    while running_lab(folder) is None:
        if process.poll() is not None or time.monotonic() > end:
            process.terminate()
            raise SetupError(
                "lab-not-started",
                N_("JupyterLab did not start."),
                N_("Is it installed? py -m pip install jupyterlab. Its message is above."),
            )
        time.sleep(0.1)
    return process


def _environment(settings: Path, year: int) -> Mapping[str, str]:
    """Leave the PC's own Jupyter settings alone, and let the kernels speak the reader's language."""
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "IPYTHONDIR": str(settings / "ipython"),
        "ICTCLUB_LANG": language(),
        "ICTCLUB_GRADE": str(year),
    }


def _write_settings(folder: Path) -> None:
    """Set language and quiet; what the child chose in other settings stays."""
    _set(folder / "@jupyterlab/translation-extension/plugin.jupyterlab-settings", {"locale": _LOCALES[language()]})
    _set(
        folder / "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings",
        {"defaultViewers": {"markdown": "Markdown Preview"}},  # the start page opens as a page, not as its source
    )
    _set(
        folder / "@jupyterlab/notebook-extension/tracker.jupyterlab-settings",
        # No child is asked to choose a kernel; a mistake is told with its line.
        {"autoStartDefaultKernel": True, "codeCellConfig": {"lineNumbers": True}},
    )
    _set(
        folder / "@jupyterlab/completer-extension/manager.jupyterlab-settings",
        {"providerTimeout": _COMPLETION_MS},
    )
    _set(
        folder / "@jupyterlab/apputils-extension/notification.jupyterlab-settings",
        {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    )


def _set(path: Path, values: Mapping[str, object]) -> None:
    write_whole(path, json.dumps({**_read_json(path), **values}, ensure_ascii=False, indent=2))


def _read_json(path: Path) -> dict[str, str]:
    try:
        content = read_json(path)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
