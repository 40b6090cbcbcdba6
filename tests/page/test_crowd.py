"""Many at once: one child's flood is its own, and a killed server has kept what it confirmed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.page.live.patience import MOST_PAGES
from kimotsuki_ictclub.work import Works

from ..attendance.desk.conftest import until
from .conftest import running

TYPING, CONFIRMED = 10, 5  # children, and answers that each has had when the power fails
PATIENT = 60  # seconds: the machine may be busy
# No connection is kept: the server could close it at the moment in which it is used again.
NO_KEEPING = httpx.Limits(max_connections=100, max_keepalive_connections=0)
HANDS = 20  # that press at once, more than may wait


class Seat:
    """A child's device that keeps to the page's own messages."""

    def __init__(self, address: str, nickname: str, *, device: str = "127.0.0.1") -> None:
        way = httpx.HTTPTransport(local_address=device, limits=NO_KEEPING, verify=False)
        self.http = httpx.Client(base_url=address, timeout=PATIENT, transport=way)
        settings = re.search(r'id="settings">(.*?)</script>', self.http.get("/").text, re.DOTALL)
        assert settings
        self.http.headers["x-desk-token"] = json.loads(settings[1])["token"]
        self.http.post("/enter", json={"nickname": nickname, "code": ["dog", "cat", "sun"]}).raise_for_status()
        self.work: dict[str, Any] = self.act("open", lesson=0).json()["work"]

    def act(self, what: str, **more: Any) -> httpx.Response:
        return self.http.post("/act", json={"what": what, "writer": "w", **more})

    def write(self, text: str, what: str = "keep") -> httpx.Response:
        return self.act(what, work=self.work["id"], version=self.work["version"], text=text)


def test_one_childs_flood_is_its_own(records: Records):
    with running(records) as (address, evening), ExitStack() as streams, ThreadPoolExecutor(HANDS) as hands:
        wild, quiet = Seat(address, "wild"), Seat(address, "quiet")
        opened = [streams.enter_context(wild.http.stream("GET", "/news")).status_code for _page in range(MOST_PAGES)]
        assert opened == [200] * MOST_PAGES
        assert wild.http.get("/news").status_code == 429
        with quiet.http.stream("GET", "/news") as news:
            assert news.status_code == 200
        refused: list[dict[str, Any]] = []

        def press_on() -> int:
            """Press until the page says that it is too much: no program, so that only the pressing takes time."""
            run = 0
            while not refused:
                answer = wild.write("print(", "run")
                run += answer.status_code == 200
                if answer.status_code == 429:
                    refused.append(answer.json()["error"])
            return run

        presses = [hands.submit(press_on) for _hand in range(HANDS)]
        kept = [quiet.write(f"# {number}").status_code for number in range(3)]
        assert kept == [200] * 3
        assert sum(press.result() for press in presses) >= 1
        assert {error["code"] for error in refused} == {"page-too-fast"}
        assert wild.act("press", name="light", value=1).status_code == 200
        with suppress(httpx.TransportError):  # the connection may be closed before all of it was sent
            assert wild.write("#" * 5_000_000).status_code == 413
        assert quiet.write("# still here").status_code == 200
        assert len(evening.children) == 2


@pytest.mark.skipif(sys.platform == "darwin", reason="has no second address of its own")
def test_a_device_with_most_connections_makes_room_for_another(records: Records, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.server.most_connections", lambda: MOST_PAGES - 2)
    with running(records) as (address, evening), ExitStack() as streams:
        wild = Seat(address, "wild")
        opened = 0
        with suppress(httpx.TransportError):
            while opened < MOST_PAGES:
                streams.enter_context(wild.http.stream("GET", "/news"))
                opened += 1
        assert 0 < opened < MOST_PAGES
        quiet = Seat(address, "quiet", device="127.0.0.2")
        assert quiet.write("# here").status_code == 200
        until(lambda: next(one for one in evening.children.values()).channel.listeners < opened)


def test_what_was_confirmed_survives_the_power_failing(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("ICTCLUB_HOME", str(tmp_path))
    monkeypatch.delenv("ICTCLUB_DATABASE_URL", raising=False)
    command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "en", "page", "--port", "0", "--no-browser"]
    sent: dict[int, list[str]] = {}
    confirmed: dict[int, int] = {}
    enough = threading.Semaphore(0)

    def type_on(seat: Seat) -> None:
        work = seat.work["id"]
        sent[work], confirmed[work] = [], -1
        with suppress(httpx.TransportError):
            for number in range(100_000):
                sent[work].append("".join(f"# {line}\n" for line in range(number + 1)))
                seat.write(sent[work][-1]).raise_for_status()
                confirmed[work] = number
                if number + 1 == CONFIRMED:
                    enough.release()

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as page:
        try:
            assert page.stdout
            address = page.stdout.readline().split()[-1].rstrip("/")
            seats = [Seat(address, f"child {number}") for number in range(TYPING)]
            typists = [threading.Thread(target=type_on, args=(seat,)) for seat in seats]
            for typist in typists:
                typist.start()
            for _seat in seats:
                assert enough.acquire(timeout=PATIENT)
        finally:
            page.kill()
        for typist in typists:
            typist.join()
    with attendance.open_records() as records:
        works = Works(records)
        for work, texts in sent.items():
            assert works.work(work).text in texts[confirmed[work] :], "the last that was confirmed, or what came after"
