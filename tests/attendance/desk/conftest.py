"""A desk that really runs: its own records, a real port, and where needed a real browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import select

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk import desk_app
from kimotsuki_ictclub.attendance.desk.server import server_config
from kimotsuki_ictclub.attendance.models import Participant, Presence

BROWSER = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip

PATIENCE = 90  # seconds: only a machine that is very busy needs so long


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with attendance.open_records(tmp_path / "club.sqlite") as opened:
        yield opened


@contextmanager
def running(records: Records, *, port: int = 0, **options: object) -> Iterator[str]:
    """Serve the desk in a thread; the address without a slash at its end."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    app = desk_app(records, **options)  # type: ignore[arg-type]
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def address(records: Records) -> Iterator[str]:
    with running(records) as found:
        yield found


@pytest.fixture
def session(records: Records) -> int:
    """Today's session at Koyama; its id."""
    with records.writing() as db:
        return attendance.add_session(db, clock.today(), venue="koyama", lesson="4").id


@pytest.fixture(scope="package")  # only one of playwright's loops fits a process: the notebooks' tests begin their own
def browser():
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, headless=True, args=BROWSER)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, address: str):
    context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="ja-JP")
    context.set_default_timeout(PATIENCE * 1000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    yield opened
    context.close()
    assert complaints == []


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def register(records: Records, *nicknames: str) -> list[str]:
    """Add people and return their keys."""
    with records.writing() as db:
        return [attendance.add_participant(db, nickname).key for nickname in nicknames]


def here(records: Records) -> dict[str, str]:
    """Return who is noted at any session, and how."""
    with records.reading() as db:
        rows = db.execute(select(Participant.nickname, Presence.state).join(Presence))
        return {nickname: str(state) for nickname, state in rows}


class Tablet:
    """A tablet without a screen: the page's cookie and token, and its messages."""

    def __init__(self, address: str) -> None:
        # Plain http: without `verify` no certificates are read, which takes longer than the rest.
        self.client = httpx.Client(base_url=address, timeout=60, trust_env=False, verify=False)
        page = self.client.get("/").text
        self.token = page.partition('"token": "')[2].partition('"')[0]

    def state(self) -> dict:
        return self.client.get("/state").json()

    def send(self, *actions: dict, **headers: str) -> httpx.Response:
        return self.client.post(
            "/actions", json={"actions": list(actions)}, headers={"x-desk-token": self.token, **headers}
        )
