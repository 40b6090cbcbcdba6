"""A class hub whose children each have a container, on one server with Docker."""

import os

from kimotsuki_ictclub.hub.settings import configure

c = get_config()  # noqa: F821 (Jupyter gives it to its configuration files)
configure(c)
c.JupyterHub.bind_url = "http://:8000/"
c.JupyterHub.hub_ip = "0.0.0.0"  # the containers ask the hub who comes; only their network reaches it
c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = os.environ.get("ICTCLUB_CHILD_IMAGE", "kimotsuki-ictclub-child")
c.DockerSpawner.network_name = os.environ.get("ICTCLUB_NETWORK", "ictclub-hub")
c.DockerSpawner.use_internal_ip = True
c.DockerSpawner.volumes = {"ictclub-{username}": "/home/child"}  # stays when the container goes
c.DockerSpawner.remove = True
c.DockerSpawner.mem_limit = "1.5G"
c.DockerSpawner.cpu_limit = 2.0
c.DockerSpawner.extra_host_config = {"cap_drop": ["ALL"], "security_opt": ["no-new-privileges"]}
c.Spawner.cmd = ["jupyterhub-singleuser"]
c.Spawner.default_url = "/lab/tree/START.md"
