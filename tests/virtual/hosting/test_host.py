"""One hosted board: a port for one program at a time, a drive, and changes from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from kimotsuki_ictclub.virtual.hosting.drive import DriveTimes
from kimotsuki_ictclub.virtual.hosting.host import BoardHost
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards

UNIQUE_ID = "9901" + "0" * 36 + "97969901"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[BoardHost]:
    host = BoardHost("v1", UNIQUE_ID, tmp_path, times=DriveTimes().scaled(0.05))
    yield host
    host.close()


def stepped(host: BoardHost, until: Callable[[], object], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        host.step()
    return bool(until())


def test_it_is_on_the_list_while_it_is_open(host: BoardHost, tmp_path: Path) -> None:
    (entry,) = hosted_boards(tmp_path)
    assert (entry.unique_id, entry.version, entry.drive) == (UNIQUE_ID, "v1", str(host.drive.folder))
    host.close()
    assert hosted_boards(tmp_path) == []


def test_any_pyserial_program_can_talk_to_it(host: BoardHost, tmp_path: Path) -> None:
    with serial.serial_for_url(hosted_boards(tmp_path)[0].port, timeout=0) as port:
        assert stepped(host, lambda: host.has_client and host.board.time > 0.5)
        port.write(b"\r\nprint(6*7)\r\n")
        seen = bytearray()
        assert stepped(host, lambda: seen.extend(port.read(1000)) or b"42\r\n" in seen)
    assert stepped(host, lambda: not host.has_client)


def test_a_second_program_is_refused_until_the_first_has_left(host: BoardHost, tmp_path: Path) -> None:
    url = hosted_boards(tmp_path)[0].port
    with serial.serial_for_url(url, timeout=0):
        assert stepped(host, lambda: host.has_client)
        host.step()
        with pytest.raises(serial.SerialException):
            serial.serial_for_url(url)
    assert stepped(host, lambda: not host.has_client)
    host.step()
    serial.serial_for_url(url).close()


def test_an_unplugged_board_has_neither_port_nor_drive(host: BoardHost, tmp_path: Path) -> None:
    host.unplug()
    host.step()
    (entry,) = hosted_boards(tmp_path)
    assert (entry.port, entry.drive) == (None, None)
    host.plug_in()
    host.step()
    (entry,) = hosted_boards(tmp_path)
    assert entry.port and entry.drive


def test_its_time_follows_the_wall_clock(host: BoardHost) -> None:
    start, wall = host.board.time, time.monotonic()
    assert stepped(host, lambda: time.monotonic() - wall > 0.5)
    assert host.board.time - start < 0.6
