"""JupyterLab for the club: on this PC only, in the reader's language, and found again by a second start."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from traitlets.config import Config

from kimotsuki_ictclub import language
from kimotsuki_ictclub.attendance import japan_time
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import add_session
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.notebook.lab import jupyter_config, running_lab, start_lab, todays_lesson, write_config


def test_a_second_start_finds_the_running_one(
    tmp_path: Path, own_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    language.set_language("ja")
    folder = tmp_path / "mine"
    folder.mkdir()
    process = start_lab(folder, port=8930)
    try:
        address = urlsplit(running_lab(folder) or "")
        assert address.hostname in ("127.0.0.1", "localhost")
        assert len(parse_qs(address.query)["token"][0]) > 20

        with pytest.raises(urllib.error.HTTPError, match="403"):  # nobody without the token
            urllib.request.urlopen(f"http://{address.netloc}/api/contents", timeout=90)

        assert execute(["lab", "--folder", str(folder), "--no-browser"]) == 0
        assert address.geturl() in capfd.readouterr().out
        with urllib.request.urlopen(f"http://{address.netloc}/custom/custom.css", timeout=90) as style:
            assert b"ruby-text" in style.read()  # readings over kanji
        assert not list(folder.glob("*.ipynb"))  # the running one's folder was left alone
        assert running_lab(tmp_path) is None

        settings = own_home / "lab" / "settings" / "@jupyterlab"
        assert _read(settings / "translation-extension/plugin.jupyterlab-settings")["locale"] == "ja_JP"
        assert _read(settings / "apputils-extension/notification.jupyterlab-settings")["fetchNews"] == "false"
    finally:
        process.terminate()
        process.wait(90)


def test_a_server_that_does_not_listen_yet_is_not_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "mine"
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        said = {"pid": os.getpid(), "url": url, "root_dir": str(folder), "token": "secret"}
        (tmp_path / f"jpserver-{os.getpid()}.json").write_text(json.dumps(said), "utf-8")
        assert running_lab(folder) is None
        server.listen()
        assert (running_lab(folder) or "").startswith(url)


def test_any_jupyter_server_can_take_the_club_s_settings(tmp_path: Path) -> None:
    config = Config({"ServerApp": {"port": 8931}})
    config.merge(jupyter_config(tmp_path, page="みかん.ipynb"))  # as a jupyter_server_config.py does with its `c`
    assert config.ServerApp.port == 8931 and config.ServerApp.default_url.startswith("/lab/tree/%E3%81%BF")
    assert json.loads(write_config(tmp_path).read_text("utf-8"))["LabApp"]["custom_css"] is True


def _read(path: Path) -> dict[str, str]:
    content: dict[str, str] = json.loads(path.read_text("utf-8"))
    return content


def test_today_s_lesson_is_the_session_s(own_home: Path) -> None:
    assert todays_lesson() is None and not (own_home / "attendance.sqlite").exists()
    with open_records() as records, records.writing() as db:
        add_session(db, japan_time.today(), venue="koyama", lesson="第4回 ライト")
    found = todays_lesson()
    assert found is not None and found.number == 4
    (own_home / "attendance.sqlite").write_bytes(b"no records")
    assert todays_lesson() is None
