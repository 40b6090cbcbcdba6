"""JupyterLab for the club: in the child's language, with the course's notebooks, on this PC only, without the net."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import SetupError
from ..files import write_whole
from ..folders import course_folder, data_folder
from ..language import N_, _, language

_START = "START.md"
_LOCALES = {"ja": "ja_JP", "en": "en"}


@dataclass(frozen=True)
class CopyResult:
    """What became of one notebook of the course: "copied", "kept" (the child's own), or "newer" (laid beside)."""

    name: str
    result: str


def copy_notebooks(folder: Path) -> list[CopyResult]:
    """Copy the course's notebooks into `folder`; one that is there is the child's own and is never written over.

    Where the course has a newer version, it is laid beside it as `name (new).ipynb`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    versions_file = folder / ".course-versions.json"
    versions: dict[str, str] = _read_json(versions_file)
    results = []
    for source in sorted(course_folder("notebooks").glob("*.ipynb")):
        content = source.read_text("utf-8")
        target = folder / source.name
        if not target.exists():
            write_whole(target, content)
            results.append(CopyResult(source.name, "copied"))
        elif versions.get(source.name, content) == content or target.read_text("utf-8") == content:
            results.append(CopyResult(source.name, "kept"))
        else:
            write_whole(folder / f"{source.stem} (new).ipynb", content)
            results.append(CopyResult(source.name, "newer"))
        versions[source.name] = content
    write_whole(versions_file, json.dumps(versions, ensure_ascii=False))
    write_whole(folder / _START, _start_page(folder))
    return results


def running_lab(folder: Path) -> str | None:
    """Return the address, with its token, of a JupyterLab that runs in `folder`; None where none does."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server["root_dir"]).resolve() == folder.resolve():
            return f"{server['url']}lab/tree/{quote(_START)}?token={server['token']}"
    return None


def start_lab(folder: Path, *, port: int = 8888) -> subprocess.Popen[bytes]:
    """Start JupyterLab in `folder` (its notebooks are there already) and return its process.

    Raises: SetupError where JupyterLab does not answer.
    """
    settings = data_folder() / "lab"
    _write_settings(settings / "settings")
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": str(port),
        "ServerApp.root_dir": str(folder.resolve()),
        "ServerApp.open_browser": "False",
        "ServerApp.answer_yes": "True",
        "LabApp.user_settings_dir": str(settings / "settings"),
        "LabApp.workspaces_dir": str(settings / "workspaces"),
        "LabApp.extension_manager": "readonly",
        "Application.log_level": "WARN",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    process = subprocess.Popen([sys.executable, "-m", "jupyterlab", *arguments], env=_environment(settings), cwd=folder)
    end = time.monotonic() + 60
    while running_lab(folder) is None:
        if process.poll() is not None or time.monotonic() > end:
            process.terminate()
            raise SetupError(
                "lab-not-started",
                N_("JupyterLab did not start."),
                N_("Is it installed? py -m pip install jupyterlab. What it says stands above."),
            )
        time.sleep(0.1)
    return process


def _environment(settings: Path) -> Mapping[str, str]:
    """Leave the PC's own Jupyter settings alone, and let the kernels speak the reader's language."""
    return {**os.environ, "JUPYTER_CONFIG_DIR": str(settings / "config"), "ICTCLUB_LANG": language()}


def _write_settings(folder: Path) -> None:
    """Set language and quiet; what the child chose in other settings stays."""
    _set(folder / "@jupyterlab/translation-extension/plugin.jupyterlab-settings", {"locale": _LOCALES[language()]})
    _set(
        folder / "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings",
        {"defaultViewers": {"markdown": "Markdown Preview"}},  # the start page opens as a page, not as its source
    )
    _set(
        folder / "@jupyterlab/apputils-extension/notification.jupyterlab-settings",
        {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    )


def _set(path: Path, values: Mapping[str, object]) -> None:
    write_whole(path, json.dumps({**_read_json(path), **values}, ensure_ascii=False, indent=2))


def _read_json(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _start_page(folder: Path) -> str:
    """Return the page that opens first: the lessons' notebooks with a link each."""
    lines = [f"# {_('Sensor data with the micro:bit')}", "", _("Click a notebook, then press ▶ cell by cell."), ""]
    for path in sorted(folder.glob("*.ipynb")):
        lines.append(f"- [{_title(path)}]({quote(path.name)})")
    return "\n".join(lines) + "\n"


def _title(path: Path) -> str:
    """Return the first heading of a notebook, else its name."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        first = "".join(cells[0]["source"]).splitlines()[0]
    except (OSError, ValueError, LookupError, TypeError):
        return path.stem
    return first.lstrip("# ") or path.stem
