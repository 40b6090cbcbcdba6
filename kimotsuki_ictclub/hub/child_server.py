"""A child's own JupyterLab: a process of the hub's own system user, in the child's own folder."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyterhub.spawner import SimpleLocalProcessSpawner

from ..lessons import Lesson
from ..notebook.lab import todays_lesson, write_config
from ..notebook.lesson_notebooks import name_of
from ..notebook.notebook_folder import copy_notebooks, first_page
from ..readings import reader_year
from .children import children_folder, notebooks_in
from .settings import hub_folder


class ChildServer(SimpleLocalProcessSpawner):  # type: ignore[misc]
    """Starts it with the course's newest notebooks laid into the folder, at today's lesson.

    It keeps children's files apart, not children from files: all servers run as one user of the system
    (docs/hub.md says what that means).
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.home_dir_template = str(children_folder() / "{username}")

    async def start(self) -> Any:
        """Make the folder ready and start the server; return its address."""
        await asyncio.to_thread(self._prepare)
        return await super().start()

    def _prepare(self) -> None:
        home = Path(self.home_dir)
        folder = notebooks_in(home)
        folder.mkdir(parents=True, exist_ok=True)
        lesson: Lesson | None = todays_lesson()
        today = name_of(lesson) if lesson else ""
        copy_notebooks(folder, reader_year(), today)
        page = first_page(folder, today)
        self.args = [
            f"--config={write_config(home / 'lab', year=reader_year(), page=page)}",
            "--ServerApp.terminals_enabled=False",
            "--Application.log_level=ERROR",
        ]
        if os.geteuid() == 0:
            self.args.append("--allow-root")
        self.notebook_dir = str(folder)
        self.default_url = f"/lab/tree/{quote(page)}"
        self.environment |= {
            "JUPYTER_CONFIG_DIR": str(home / "lab" / "config"),  # the settings of the PC's own Jupyter are left alone
            "MPLCONFIGDIR": str(hub_folder() / "matplotlib"),  # its list of fonts takes seconds; one for all
        }
