"""A real PostgreSQL server in a temporary folder, on loopback, run by an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg


def find_binaries() -> Path | None:
    """The newest PostgreSQL's bin folder: Debian does not put it on the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class PostgresServer:
    """`with PostgresServer(binaries) as server:` starts it and stops it."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="ictclub-pg-", dir="/tmp"))
        self.port = _free_port()
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def __enter__(self) -> PostgresServer:
        self._run("initdb", "-D", "data", "-A", "trust", "-U", "club", "-E", "UTF8", "--locale=C", "--no-sync")
        for tries_left in reversed(range(5)):
            try:
                self.start()
            except AssertionError:  # another program may have taken the free port first
                if not tries_left:
                    raise
                self.port = _free_port()
            else:
                break
        return self

    def __exit__(self, *error: object) -> None:
        self.stop("fast")
        shutil.rmtree(self.folder)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c fsync=on"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self, mode: str) -> None:
        """Stop it: "fast" in order, "immediate" as a crash, with recovery at the next start."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    @contextmanager
    def new_database(self) -> Iterator[str]:
        name = f"club_{uuid.uuid4().hex[:8]}"
        self._execute(f"CREATE DATABASE {name}")
        yield f"postgresql://club@127.0.0.1:{self.port}/{name}"
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="club", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, timeout=120, **self._as_user,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} failed: {self._log()}"

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
