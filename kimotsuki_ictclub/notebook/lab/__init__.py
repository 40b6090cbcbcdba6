"""JupyterLab for the club: how any Jupyter server becomes the club's, and the one that `ictclub lab` starts."""

from __future__ import annotations

from .jupyter_config import jupyter_config, write_config
from .running import running_lab, start_lab, todays_lesson

__all__ = ["jupyter_config", "running_lab", "start_lab", "todays_lesson", "write_config"]
