"""A real mosquitto on loopback, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

DEPLOY = Path(__file__).parent.parent.parent / "deploy" / "broker"


def find_mosquitto() -> str | None:
    """Debian puts it where only root's PATH looks."""
    return shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class Broker:
    """`with Broker(folder) as broker:` starts it; with `secure`, by the very files of deploy/broker."""

    def __init__(self, folder: Path, *, secure: bool = False) -> None:
        self.folder = folder
        self.secure = secure
        self.passwords = {"koyama": "kujira-7", "uchinoura": "umigame-9"}
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, venue: str = "", *, user: str = "", password: str | None = None, host: str = "127.0.0.1") -> str:
        """Return the address of a venue, with the right password and certificate where nothing else is said."""
        if not self.secure:
            return f"mqtt://{host}:{self.port}/{venue}"
        secret = self.passwords[user] if password is None else password
        return f"mqtts://{user}:{secret}@{host}:{self.port}/{venue}?ca={self.folder / 'certs' / 'ca.crt'}"

    def __enter__(self) -> Broker:
        if self.secure:
            self._prepare()
        for _ in range(5):  # another program may take the free port first
            self.port = _free_port()
            if self.start():
                return self
        raise RuntimeError("mosquitto does not start")

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> bool:
        """Start it, or start it again; return whether it listens."""
        path = self.folder / "mosquitto.conf"
        path.write_text(self._configuration(), "utf-8")
        program = find_mosquitto()
        assert program is not None
        self._process = subprocess.Popen([program, "-c", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                time.sleep(0.02)
            else:
                return True
        return False

    def stop(self) -> None:
        """Stop it in order."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait()

    def _configuration(self) -> str:
        if not self.secure:
            text = (
                f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence true\nmax_queued_messages 12000\n"
            )
            text += f"persistence_location {self.folder}/\n"
        else:
            text = (DEPLOY / "mosquitto.conf").read_text("utf-8")
            text = text.replace("listener 8883", f"listener {self.port} 127.0.0.1")
            text = text.replace("/etc/mosquitto/", f"{self.folder}/").replace("/var/lib/mosquitto/", f"{self.folder}/")
        return text + ("user root\n" if os.geteuid() == 0 else "")  # it may not read pytest's folder as another user

    def _prepare(self) -> None:
        certificates = [str(DEPLOY / "certificates.sh"), "127.0.0.1", str(self.folder / "certs")]
        subprocess.run(["sh", *certificates], check=True, capture_output=True)
        shutil.copy(DEPLOY / "rights.acl", self.folder)
        passwords = self.folder / "club.passwd"
        for number, (user, password) in enumerate(self.passwords.items()):
            new = ["-c"][number:]
            subprocess.run(
                ["mosquitto_passwd", "-b", *new, str(passwords), user, password], check=True, capture_output=True
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
