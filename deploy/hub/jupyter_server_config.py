"""What makes a child's server the club's, wherever it runs: service, container or cluster."""

from pathlib import Path

from kimotsuki_ictclub.notebook.lab import jupyter_config
from kimotsuki_ictclub.notebook.notebook_folder import copy_notebooks
from kimotsuki_ictclub.readings import reader_year

home = Path.cwd()  # the folder that is the child's own and stays
copy_notebooks(home, reader_year())
c = get_config()  # noqa: F821 (Jupyter gives it to its configuration files)
c.merge(jupyter_config(home / ".ictclub-lab", year=reader_year()))
