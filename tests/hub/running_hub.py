"""A real `ictclub hub`: JupyterHub, its proxy and the children's servers as processes."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from kimotsuki_ictclub.hub.serving import free_ports


def missing_hub() -> str:
    """Return why no hub can run here; "" where one can."""
    if find_spec("jupyterhub") is None:
        return "jupyterhub is not installed"
    return "" if shutil.which("configurable-http-proxy") else "configurable-http-proxy is not installed"


@dataclass
class RunningHub:
    """A hub that answers at `address`."""

    process: psutil.Popen
    address: str
    pin: str

    def server_of(self, user: str) -> psutil.Process:
        """Return the process of the child's JupyterLab."""
        (found,) = [
            one for one in self.process.children(recursive=True)
            if "jupyterhub.singleuser" in one.cmdline() and Path(one.cwd()).name == user
        ]  # fmt: skip
        return found


@contextmanager
def running_hub(log: Path) -> Iterator[RunningHub]:
    """Start it in Japanese and end it as a service is ended; what it starts must end with it."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "ja", "hub", "--no-browser", "--port", str(port)]
    with log.open("w") as errors:
        process = psutil.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8")
    try:
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, f"the hub ended: {said}{log.read_text()}"
            said += line
        pin = re.search(r"PIN：(\d{6})", said)
        assert pin is not None
        yield RunningHub(process, f"http://127.0.0.1:{port}", pin[1])
        started = process.children(recursive=True)
        process.send_signal(signal.SIGTERM)
        process.wait(180)
        left = psutil.wait_procs(started, timeout=120)[1]
        assert not left, left
    finally:
        for one in (*(process.children(recursive=True) if process.is_running() else ()), process):
            if one.is_running():
                one.kill()
        process.stdout.close()
