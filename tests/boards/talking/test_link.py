"""Why a port doesn't open, said so that somebody can act on it."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import serial

from kimotsuki_ictclub.boards.holders import holders
from kimotsuki_ictclub.boards.talking.link import open_port
from kimotsuki_ictclub.errors import BoardError


def test_a_board_without_a_port_says_so() -> None:
    with pytest.raises(BoardError) as caught:
        open_port(None)
    assert caught.value.code == "port-missing"


def test_a_port_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BoardError) as caught:
        open_port(str(tmp_path / "ttyACM0"))
    assert caught.value.code == "port-gone"
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX")
def test_a_port_that_is_open_elsewhere_is_busy() -> None:
    _master, slave = os.openpty()
    name = os.ttyname(slave)
    with open_port(name):
        with pytest.raises(BoardError) as caught:
            open_port(name)
        assert caught.value.code == "board-busy"
    open_port(name).close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a port open")
def test_the_program_that_holds_a_port_is_named() -> None:
    _master, slave = os.openpty()
    name = os.ttyname(slave)
    script = f"import serial; p = serial.Serial({name!r}, exclusive=True); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        assert f"({other.pid})" in holders(name)[0]
        with pytest.raises(BoardError) as caught:
            open_port(name)
        assert caught.value.code == "board-busy"
        assert str(other.pid) in caught.value.message
        other.communicate("\n", timeout=60)


def test_a_hosted_board_that_lets_nobody_in_is_busy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"socket://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(BoardError) as caught:
        open_port(url)
    assert caught.value.code == "board-busy"


@pytest.mark.parametrize(
    ("platform", "error", "code"),
    [
        (
            "win32",
            serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access is denied.')"),
            "board-busy",
        ),
        ("linux", serial.SerialException(errno.EACCES, "could not open port: Permission denied"), "port-forbidden"),
        ("linux", serial.SerialException(errno.EBUSY, "could not open port: Device or resource busy"), "board-busy"),
        ("win32", serial.SerialException("could not open port 'COM3': FileNotFoundError(2, '…')"), "port-gone"),
    ],
)
def test_the_answers_of_each_system_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, platform: str, error: Exception, code: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(serial, "serial_for_url", refuse)
    with pytest.raises(BoardError) as caught:
        open_port("COM3")
    assert caught.value.code == code
    assert caught.value.hint
