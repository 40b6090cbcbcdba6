"""`ictclub page` as a process of its own, which can be killed."""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType


class PageProcess:
    """The page on this PC, as an instructor starts it; use it in a `with` block. `address` has no slash at its end."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self.address = ""
        self.start()

    def start(self) -> None:
        """Start it, at the port that it had."""
        port = self.address.rpartition(":")[2] or "0"
        command = ["-m", "kimotsuki_ictclub", "--lang", "en", "page", "--no-browser", "--port", port, *self._options]
        self._process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().split()[-1].rstrip("/")

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> PageProcess:
        """Return it: it is there already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.kill()
