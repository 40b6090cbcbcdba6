"""The kernels of a club server: the one that `jupyter_config` has written, and no others of the PC."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpecManager
from traitlets import List, Unicode


class ClubKernels(KernelSpecManager):
    """Looks for kernels in `folders` only; Jupyter's own takes its folders from the environment alone."""

    folders: List[str] = List(Unicode(), config=True, help="Folders with a folder for each kernel.")

    def _kernel_dirs_default(self) -> list[str]:
        return list(self.folders)
