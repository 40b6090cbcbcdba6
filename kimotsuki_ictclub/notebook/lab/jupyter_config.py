"""How a Jupyter server becomes the club's: language, readings, quiet, and kernels that know the board's words.

`ictclub lab` and the hub take it alike, and so can any server, in its jupyter_server_config.py:

    from kimotsuki_ictclub.notebook.lab import jupyter_config

    c.merge(jupyter_config("/home/child/.ictclub-lab"))
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from traitlets.config import Config

from ...files import read_json, write_whole
from ...language import language
from ...readings import YOUNGEST
from ..notebook_folder import START

_STYLE = Path(__file__).parent.parent / "web" / "lab.css"
_LOCALES = {"ja": "ja_JP", "en": "en"}
_COMPLETION_MS = 10_000  # the first completion reads the descriptions of the board's modules; an old PC needs seconds


def jupyter_config(place: Path | str, *, year: int = YOUNGEST, page: str = START) -> Config:
    """Return the settings of a Jupyter server for the club, by class and trait, and write what they lean on to `place`.

    place: a folder of this server's own; what its reader chose in other settings stays there. year: the readers'
    school year (1–10); charts and tables show readings for it. page: the file of its folder that opens first.
    """
    place = Path(place).resolve()
    _write_settings(place / "settings")
    write_whole(place / "custom" / "custom.css", _STYLE.read_bytes())
    _write_kernel(place, year)
    first = f"/lab/tree/{quote(page)}"
    settings: dict[str, dict[str, Any]] = {
        "ServerApp": {
            "default_url": first,
            # Where custom.css lies is no setting of its own; without it the folder of the PC's own Jupyter is taken.
            "tornado_settings": {"static_custom_path": [str(place / "custom")]},
            "kernel_spec_manager_class": "kimotsuki_ictclub.notebook.lab.club_kernels.ClubKernels",
        },
        "LabApp": {
            "default_url": first,
            "user_settings_dir": str(place / "settings"),
            "workspaces_dir": str(place / "workspaces"),
            "extension_manager": "readonly",
            "custom_css": True,
        },
        "ClubKernels": {"folders": [str(place / "kernels")]},
    }
    return Config(settings)


def write_config(place: Path, *, year: int = YOUNGEST, page: str = START) -> Path:
    """Write `jupyter_config` to a file in `place`, for a server's option `--config`, and return the file."""
    file = place / "config.json"
    write_whole(file, json.dumps(jupyter_config(place, year=year, page=page), indent=1))
    return file


def _write_kernel(place: Path, year: int) -> None:
    """Let the kernels speak the reader's language, and know `%%microbit` before the first import."""
    write_whole(
        place / "ipython" / "profile_default" / "ipython_kernel_config.json",
        json.dumps({"IPKernelApp": {"extensions": ["kimotsuki_ictclub.notebook"]}}),
    )
    kernel = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3",
        "language": "python",
        "metadata": {"debugger": True},
        "env": {"IPYTHONDIR": str(place / "ipython"), "ICTCLUB_LANG": language(), "ICTCLUB_GRADE": str(year)},
    }
    write_whole(place / "kernels" / "python3" / "kernel.json", json.dumps(kernel, indent=1))


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
