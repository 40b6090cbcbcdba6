"""What `ictclub hub` starts JupyterHub with; `jupyterhub -f` of this file does the same as a service."""

from traitlets.config import get_config

from kimotsuki_ictclub.hub.settings import configure

configure(get_config())
