"""JupyterLab as a process that ends when it is told to."""

from __future__ import annotations

import contextlib
import threading


def main() -> None:
    """Run JupyterLab with the arguments of this process."""
    from jupyterlab.labapp import main as lab

    try:
        lab()
    finally:
        # A thread that has read a notebook waits for the next one, for ever; Python would wait for it (anyio 4).
        for thread in threading.enumerate():
            if thread.name == "AnyIO worker thread" and hasattr(thread, "stop"):
                with contextlib.suppress(Exception):
                    thread.stop()


if __name__ == "__main__":
    main()
