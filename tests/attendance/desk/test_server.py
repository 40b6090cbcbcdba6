"""`ictclub attendance desk` as a process: its port, what it prints, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance import open_records
from kimotsuki_ictclub.attendance.desk import serve
from kimotsuki_ictclub.errors import AttendanceError

from .conftest import Tablet
from .test_actions import action


def test_it_says_where_it_is_keeps_names_to_itself_and_ends_on_ctrl_c(own_home: Path) -> None:
    with open_records(own_home / "attendance.sqlite") as records, records.writing() as db:
        session = attendance.add_session(db, clock.today(), venue="koyama").id
    command = [
        sys.executable,
        "-m",
        "kimotsuki_ictclub",
        "--lang",
        "en",
        "attendance",
        "desk",
        "--port",
        "0",
        "--no-browser",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ)
    )
    try:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        tablet = Tablet(address[0])
        tablet.send(action("new", session, person=str(uuid.uuid4()), nickname="Sakura", reading=""))
        assert [person["nickname"] for person in tablet.state()["people"]] == ["Sakura"]
        tablet.send(action("new", session, person=str(uuid.uuid4()), nickname="Sakura" * 20, reading=""))
        tablet.client.close()
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    assert "Sakura" not in rest and "Traceback" not in rest


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other, open_records(tmp_path / "club.sqlite") as records:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(AttendanceError) as caught:
            serve(records, port=other.getsockname()[1], open_browser=False)
    assert caught.value.code == "port-taken"
