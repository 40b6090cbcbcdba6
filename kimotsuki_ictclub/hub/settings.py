"""The settings of a class hub, for any jupyterhub_config.py:

from kimotsuki_ictclub.hub.settings import configure

configure(c)
c.JupyterHub.spawner_class = ...  # a prefecture's own, where the small one's does not do
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from ..folders import data_folder
from ..language import language
from ..readings import reader_year
from .login_texts import login_texts

_WEB = Path(__file__).with_name("web")
_IDLE_SECONDS = 3600  # a break is shorter, an evening has one or two of them
_STARTS_WITHIN = 300  # seconds; a class that comes at once needs more than JupyterHub's 60 on an old PC


def hub_folder() -> Path:
    """Return the folder of the hub's own files and the children's folders, readable by its owner only."""
    folder = data_folder() / "hub"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def configure(c: Any) -> None:
    """Set up JupyterHub's configuration object `c`: sign-in, small spawner, idle culling, nothing from the net.

    Language and the readers' school year are those of this process (ICTCLUB_LANG, ICTCLUB_GRADE).
    Raises: SetupError `data-folder`.
    """
    place = hub_folder()
    set_door(c)
    c.JupyterHub.db_url = f"sqlite:///{place / 'hub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(place / "cookie-secret")
    c.JupyterHub.log_level = "ERROR"
    c.JupyterHub.implicit_spawn_seconds = 1  # a server that has gone comes back by itself: no child reads "start it"
    c.JupyterHub.spawner_class = "kimotsuki_ictclub.hub.child_server.ChildServer"
    c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]  # whatever the PATH
    c.Spawner.start_timeout = c.Spawner.http_timeout = _STARTS_WITHIN
    c.Spawner.poll_interval = 5  # seconds until a server that has died is noticed
    c.Spawner.environment = {
        # The cables are the flash table's: two children would get into each other's way on them.
        "ICTCLUB_ONLY_VIRTUAL": "1",
        "ICTCLUB_LANG": language(),
        "ICTCLUB_GRADE": str(reader_year()),
    }
    c.ConfigurableHTTPProxy.log_level = "error"
    c.ConfigurableHTTPProxy.pid_file = str(place / "proxy.pid")
    # Debian's packages for Node.js lie where another Node.js does not look.
    os.environ["NODE_PATH"] = os.pathsep.join(filter(None, [os.environ.get("NODE_PATH"), "/usr/share/nodejs"]))
    _stop_idle_servers(c)


def set_door(c: Any) -> None:
    """Set up sign-in only: nickname, three pictures, and the evening's PIN that `ictclub page` has too."""
    c.JupyterHub.authenticator_class = "kimotsuki_ictclub.hub.sign_in.PictureAuthenticator"
    c.JupyterHub.template_paths = [str(_WEB)]
    c.JupyterHub.template_vars = {"club": login_texts(), "club_lang": language()}
    c.Authenticator.allow_all = True  # whoever has passed PIN and pictures


def _stop_idle_servers(c: Any) -> None:
    command = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={_IDLE_SECONDS}", "--logging=error"]
    rights = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    c.JupyterHub.services = [{"name": "idle-culler", "command": command}]
    c.JupyterHub.load_roles = [{"name": "idle-culler", "scopes": rights, "services": ["idle-culler"]}]
