"""One hosted board: a port for one program at a time, a drive, and changes from outside."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import serial

from kimotsuki_ictclub.virtual.hosting.drive import DriveTimes
from kimotsuki_ictclub.virtual.hosting.plug import Plug
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards
from kimotsuki_ictclub.virtual.hosting.seat_request import Cable, SeatRequest
from kimotsuki_ictclub.virtual.hosting.worker import Worker

UNIQUE_ID = "9901" + "0" * 36 + "97969901"
SEAT = 1


class Hosted:
    """One board with a cable, in a worker that runs in this process."""

    def __init__(self, home: Path) -> None:
        self.worker = Worker(lambda news: None)
        cable = Cable(home, UNIQUE_ID, DriveTimes().scaled(0.05))
        self.worker.take((SEAT, "open", SeatRequest("v1", cable=cable)))
        self.room = self.worker.rooms[SEAT]
        self.board = self.room.board

    @property
    def plug(self) -> Plug:
        return self.worker.plugs[SEAT]

    def stepped(self, until: Callable[[], object], seconds: float = 90.0) -> bool:
        deadline = time.monotonic() + seconds
        while not until() and time.monotonic() < deadline:
            self.worker.turn(0.01)
        return bool(until())

    @contextmanager
    def opened(self, url: str) -> Iterator[serial.SerialBase]:
        """Open the port as another program does, and close it, while the board goes on."""
        with ThreadPoolExecutor() as other:
            port = other.submit(serial.serial_for_url, url, timeout=0)
            select.select([self.plug._control], [], [], 90)  # it is connected, and asks whether it was let in
            self.stepped(port.done)
            try:
                yield port.result()
            finally:
                self.stepped(other.submit(port.result().close).done)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Hosted]:
    host = Hosted(tmp_path)
    yield host
    if host.worker.rooms:
        host.worker.close()


def test_it_is_on_the_list_while_it_is_open(host: Hosted, tmp_path: Path) -> None:
    (entry,) = hosted_boards(tmp_path)
    assert (entry.unique_id, entry.version, entry.drive) == (UNIQUE_ID, "v1", str(host.plug.drive.folder))
    host.worker.close()
    assert hosted_boards(tmp_path) == []


def test_any_pyserial_program_can_talk_to_it(host: Hosted, tmp_path: Path) -> None:
    with host.opened(hosted_boards(tmp_path)[0].port) as port:
        assert host.stepped(lambda: host.plug.has_client and host.board.time > 0.5)
        port.write(b"\r\nprint(6*7)\r\n")
        seen = bytearray()
        assert host.stepped(lambda: seen.extend(port.read(1000)) or b"42\r\n" in seen)
    assert host.stepped(lambda: not host.plug.has_client)


def test_a_second_program_is_refused_until_the_first_has_left(host: Hosted, tmp_path: Path) -> None:
    url = hosted_boards(tmp_path)[0].port
    with host.opened(url), pytest.raises(serial.SerialException):
        serial.serial_for_url(url)
    assert not host.plug.has_client
    with host.opened(url):
        pass


def test_whoever_opens_it_when_it_was_just_closed_is_let_in(host: Hosted, tmp_path: Path) -> None:
    """The board is busy elsewhere and looks only when somebody asks, or rarely."""
    url = hosted_boards(tmp_path)[0].port

    def again_and_again() -> None:
        for _ in range(3):
            serial.serial_for_url(url).close()

    with ThreadPoolExecutor() as other:
        done = other.submit(again_and_again)
        while not done.done():
            select.select([host.plug._control], [], [], 0.5)
            host.worker.turn(0.0)
            while host.plug._callers:
                host.worker.turn(0.0)
        done.result()


def test_of_two_programs_that_come_before_the_board_looks_the_second_is_told_that_it_is_busy(
    host: Hosted, tmp_path: Path
) -> None:
    port = hosted_boards(tmp_path)[0].port
    with (
        socket.create_connection(("127.0.0.1", urlsplit(port).port)),
        pytest.raises(serial.SerialException, match="exclusively lock"),
        host.opened(port),
    ):
        pass


def test_an_unplugged_board_has_neither_port_nor_drive(host: Hosted, tmp_path: Path) -> None:
    host.plug.change({"plugged_in": False})
    (entry,) = hosted_boards(tmp_path)
    assert (entry.port, entry.drive) == (None, None)
    host.plug.change({"plugged_in": True})
    (entry,) = hosted_boards(tmp_path)
    assert entry.port and entry.drive


def test_its_time_follows_the_wall_clock(host: Hosted) -> None:
    start, wall = host.board.time, time.monotonic()
    assert host.stepped(lambda: time.monotonic() - wall > 0.5)
    assert host.board.time - start < 0.6
