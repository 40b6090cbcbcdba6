"""JupyterLab for the club: in the reader's language, on this PC only, without the net."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from ...errors import ClubError, SetupError
from ...folders import data_folder
from ...language import N_
from ...lessons import Lesson, load_all
from ...readings import YOUNGEST
from ..notebook_folder import START
from .jupyter_config import write_config

_NUMBER = re.compile(r"\d{1,3}")
_ANSWERS_WITHIN = 5.0  # seconds
_STARTS_WITHIN = 180.0  # seconds; an old PC that does other things, too, needs more than one minute


def todays_lesson() -> Lesson | None:
    """Return the lesson of today's session as the attendance records say; None where they don't, or there are none."""
    from ...attendance import japan_time
    from ...attendance.records import FILE_NAME, URL_VARIABLE, open_records
    from ...attendance.sessions import sessions_on

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
    from jupyter_core.paths import jupyter_runtime_dir

    if not any(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):  # none at all: the server's import takes seconds
        return None
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
    options = {
        "config": str(write_config(settings, year=year)),
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": str(port),
        "ServerApp.root_dir": str(folder.resolve()),
        "ServerApp.open_browser": "False",
        "ServerApp.answer_yes": "True",
        "Application.log_level": "WARN",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    # Leave the PC's own Jupyter settings alone.
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(settings / "config")}
    command = [sys.executable, "-m", f"{__package__}.server", *arguments]
    process = subprocess.Popen(command, env=environment, cwd=folder)
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
