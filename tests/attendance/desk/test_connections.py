"""Connections that say nothing, or too little, or are too many: none of them takes the desk from a tablet."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk import connections

from .conftest import Tablet, here, register, running, until
from .test_actions import action

resource = pytest.importorskip("resource")  # Windows has none, and allows thousands of files
HALF = b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"


def reach(address: str) -> socket.socket:
    place = urlsplit(address)
    return socket.create_connection((place.hostname, place.port), timeout=90)


def closed(connection: socket.socket) -> bool:
    """Whether the desk has hung up, without waiting for it."""
    connection.setblocking(False)
    try:
        return connection.recv(65536) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


@pytest.mark.parametrize("said", [b"", b"GE", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", HALF])
def test_a_half_open_connection_is_hung_up(records: Records, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.3)
    with running(records) as address, reach(address) as silent:
        silent.sendall(said)
        until(lambda: closed(silent))


def test_a_byte_now_and_then_wins_no_time(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)
    with running(records) as address, reach(address) as slow:
        slow.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        until(lambda: slow.recv(65536))  # an answered request before it helps nothing
        slow.sendall(b"GET / HTTP/1.1\r\n")

        def another_byte() -> bool:
            try:
                slow.setblocking(True)
                slow.sendall(b"x")
            except ConnectionError:
                return True
            return closed(slow)

        until(another_byte)


def test_whoever_reads_no_answer_is_hung_up(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = []
    usual = connections.ImpatientProtocol.connection_lost
    monkeypatch.setattr(
        connections.ImpatientProtocol, "connection_lost", lambda self, error: (lost.append(self), usual(self, error))
    )
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.3)
    with running(records) as address, reach(address) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        request = b"GET /static/desk.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        deaf.setblocking(False)

        def hung_up() -> bool:
            """Ask the desk: where its last word does not fit in, a deaf one learns of it only after minutes."""
            with suppress(BlockingIOError, ConnectionError):
                deaf.send(request * 100)
            return bool(lost)

        until(hung_up, seconds=90)


@contextmanager
def small_desk(files: int) -> Iterator[str]:
    """The desk as its own process, which may open so many files."""
    command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "en", "attendance", "desk", "--port", "0"]
    desk = subprocess.Popen(
        [*command, "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
    )  # fmt: skip
    said = ""
    try:
        assert desk.stdout
        said = desk.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        yield found[0]
    finally:
        desk.terminate()
        said += desk.communicate(timeout=90)[0]
    assert "Traceback" not in said and len(said) < 2000


def test_two_hundred_half_open_connections_and_few_files(own_home: object) -> None:
    with small_desk(files=100) as address:
        flood = [reach(address) for _ in range(200)]
        try:
            for number, connection in enumerate(flood):
                with suppress(ConnectionError):  # hung up already
                    connection.sendall(HALF[: number % len(HALF)])
            tablet = Tablet(address)
            assert tablet.send(action("session", venue="koyama")).json() == {"refused": {}}
            assert tablet.state()["session"]["venue"]["key"] == "koyama"
        finally:
            for connection in flood:
                connection.close()


def test_a_flood_that_goes_on_keeps_no_tablet_out(
    records: Records, session: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.server.most_connections", lambda: 20)
    keys = register(records, *(f"子{number}" for number in range(20)))
    with running(records) as address:
        flood: list[socket.socket] = []
        tablet = Tablet(address)
        for key in keys:
            # Two such waves, which the server may meet at once, are less than the connections it keeps.
            flood += [reach(address) for _ in range(8)]
            assert tablet.send(action("check-in", session, person=key)).json() == {"refused": {}}
        assert len(here(records)) == 20
        until(lambda: sum(not closed(one) for one in flood) <= 20)
        for connection in flood:
            connection.close()
