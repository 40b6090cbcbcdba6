"""Thirty children at the page for a minute, through real HTTP: each types, moves a slider, runs, and checks once.

What a child waits for (p50, p95), how far the boards fall behind the wall clock, and the memory that a child costs.
"""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from typing import Any

import httpx
import psutil

CHILDREN = int(os.environ.get("CHILDREN", "30"))
SECONDS = 60.0
LESSON = 4
# The lesson's program, which also tells its board's clock.
PROGRAM = """from microbit import *
DARK = 80
display.read_light_level()
sleep(100)
while True:
    light = display.read_light_level()
    print("light:" + str(light))
    print("ms:" + str(running_time()))
    if light < DARK:
        display.show(Image.HEART)
    else:
        display.clear()
    sleep(200)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "ICTCLUB_HOME": name, "ICTCLUB_DATABASE_URL": ""}
        environment.pop("ICTCLUB_DATABASE_URL")
        command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "en", "page", "--port", "0", "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as page:
            assert page.stdout
            address = page.stdout.readline().split()[-1].rstrip("/")
            try:
                _measure(address, psutil.Process(page.pid))
            finally:
                page.terminate()


def _measure(address: str, server: psutil.Process) -> None:
    empty, used = _memory(server), sum(server.cpu_times()[:2])
    children = [_Child(address, number) for number in range(CHILDREN)]
    for child in children:
        child.come_in()
    threads = [threading.Thread(target=child.work) for child in children]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    time.sleep(SECONDS * 0.9)
    full = _memory(server)
    for thread in threads:
        thread.join()
    used = sum(server.cpu_times()[:2]) - used
    times: dict[str, list[float]] = defaultdict(list)
    for child in children:
        for what, found in child.times.items():
            times[what] += found
    print(f"{CHILDREN} children, {time.monotonic() - began:.0f} s, {os.cpu_count()} cores; milliseconds, p50 and p95")
    for what in ("keep", "press", "run", "check"):
        found = sorted(times[what])
        p95 = found[int(len(found) * 0.95)] if found else 0.0
        print(f"  {what:6} {statistics.median(found) * 1000:8.0f} {p95 * 1000:8.0f}   of {len(found)}")
    behind = sorted(child.behind() for child in children)
    print(f"  boards behind the wall clock: median {behind[len(behind) // 2]:.1%}, worst {behind[-1]:.1%}")
    print(f"  the server itself, without boards and checks: {used / (time.monotonic() - began):.0%} of a core")
    print(f"  memory a child: {(full - empty) / CHILDREN / 1e6:.1f} MB")


class _Child:
    def __init__(self, address: str, number: int) -> None:
        self.number = number
        self.http = httpx.Client(base_url=address, timeout=120)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.clock: list[tuple[float, float]] = []  # (here, on the board), since the last run
        self.spans: list[tuple[float, float]] = []  # what passed here and there during a run
        self.checked = threading.Event()
        self.version = 0

    def come_in(self) -> None:
        page = self.http.get("/").text
        settings = re.search(r'id="settings">(.*?)</script>', page, re.DOTALL)
        assert settings
        self.http.headers["x-desk-token"] = json.loads(settings[1])["token"]
        self.http.post("/enter", json={"nickname": f"child {self.number}", "code": ["dog", "cat", "sun"]})
        self.opened = self.http.post("/act", json={"what": "open", "lesson": LESSON}).json()["work"]
        self.version = self.opened["version"]
        threading.Thread(target=self._listen, daemon=True).start()

    def work(self) -> None:
        chance = random.Random(self.number)
        time.sleep(chance.random() * 2)
        end = time.monotonic() + SECONDS
        check_at = time.monotonic() + chance.random() * SECONDS * 0.8
        run_at, typed = time.monotonic(), 0
        while time.monotonic() < end:
            text = PROGRAM + f"# {typed}\n"
            typed += 1
            if time.monotonic() >= run_at:
                self._note_span()
                self._ask("run", text=text)
                run_at += 20.0
            elif check_at is not None and time.monotonic() >= check_at:
                check_at = float("inf")
                began = time.monotonic()
                self._ask("check", timed=False, text=text)
                if self.checked.wait(60):
                    self.times["check"].append(time.monotonic() - began)
            else:
                self._ask("keep", text=text)
            self._ask("press", name="light", value=chance.randrange(256))
            time.sleep(1.0)
        self._note_span()

    def behind(self) -> float:
        """Return the part of the time by which the board is late."""
        here, there = (sum(part) for part in zip(*self.spans, strict=True))
        return 1 - there / here

    def _note_span(self) -> None:
        seen, self.clock = self.clock, []
        if len(seen) > 2:
            self.spans.append((seen[-1][0] - seen[0][0], (seen[-1][1] - seen[0][1]) / 1000))

    def _ask(self, what: str, *, timed: bool = True, **more: Any) -> None:
        message = {"what": what, "work": self.opened["id"], "version": self.version, "writer": "w", "board": ""} | more
        began = time.monotonic()
        answer = self.http.post("/act", json=message)
        if timed:
            self.times[what].append(time.monotonic() - began)
        self.version = answer.json().get("version", self.version)

    def _listen(self) -> None:
        with self.http.stream("GET", "/news", timeout=None) as news:
            for line in news.iter_lines():
                if not line.startswith("data:"):
                    continue
                told = json.loads(line[5:])
                if told.get("checked"):
                    self.checked.set()
                if told.get("printed_anew"):
                    self.clock = []
                for printed in told.get("printed", ()):
                    if printed.startswith("ms:"):
                        self.clock.append((time.monotonic(), float(printed[3:])))


def _memory(server: psutil.Process) -> float:
    """Return what the server and its workers keep for themselves, in bytes."""
    return sum(process.memory_full_info().uss for process in [server, *server.children(recursive=True)])


if __name__ == "__main__":
    main()
