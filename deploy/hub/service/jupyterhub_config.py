"""A class hub as a service of one PC: each child's server is a unit of systemd, as a user of its own, with limits.

Needs `pip install jupyterhub-systemdspawner` and root: see docs/hub.md, "As a service".
"""

import sys

from kimotsuki_ictclub.hub.settings import configure

c = get_config()  # noqa: F821 (Jupyter gives it to its configuration files)
configure(c)
c.JupyterHub.bind_url = "http://127.0.0.1:8000/"  # a web server with https stands before it
c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
c.SystemdSpawner.dynamic_users = True  # a user of the system for each child: nobody reads another's files
c.SystemdSpawner.mem_limit = "1.5G"
c.SystemdSpawner.cpu_limit = 2.0
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.isolate_devices = True  # the cables belong to the flash table
c.SystemdSpawner.disable_user_sudo = True
c.SystemdSpawner.readonly_paths = ["/"]
c.SystemdSpawner.readwrite_paths = ["/var/lib/{USERNAME}"]
c.SystemdSpawner.user_workingdir = "/var/lib/{USERNAME}"
c.Spawner.args = ["--config=/etc/ictclub/jupyter_server_config.py"]
c.Spawner.default_url = "/lab/tree/START.md"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
