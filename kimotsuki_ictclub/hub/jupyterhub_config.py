"""What `ictclub hub` starts JupyterHub with; `jupyterhub -f` of this file does the same as a service."""

from kimotsuki_ictclub.hub.settings import configure

configure(get_config())  # type: ignore[name-defined]  # noqa: F821 (Jupyter gives it to its files)
