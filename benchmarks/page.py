"""Thirty children at the page for a minute, through real HTTP: each types, moves a slider, runs, and checks once.

What a child waits for (p50, p95), how far the boards fall behind the wall clock, and the memory that a child costs,
beside the goals; then half a minute with V2 boards, which cost more than two cores give: how slow they are.
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
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psutil

CHILDREN = int(os.environ.get("CHILDREN", "30"))
SECONDS = {"v1": 60.0, "v2": 25.0}
ACTION_MS, CHECK_MS, BEHIND, MEMORY_MB = 300, 10_000, 0.05, 30.0  # the goals; the first two for p95
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
    for version in SECONDS:
        with tempfile.TemporaryDirectory() as name:
            environment = {**os.environ, "ICTCLUB_HOME": name}
            environment.pop("ICTCLUB_DATABASE_URL", None)
            command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "en", "page", "--port", "0", "--no-browser"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as page:
                assert page.stdout
                address = page.stdout.readline().split()[-1].rstrip("/")
                try:
                    _measure(address, psutil.Process(page.pid), version)
                finally:
                    page.terminate()


def _measure(address: str, server: psutil.Process, version: str) -> None:
    empty = _memory(server)
    children = [_Child(address, number, version) for number in range(CHILDREN)]
    with ThreadPoolExecutor(CHILDREN) as pool:
        list(pool.map(_Child.come_in, children))
    used, began = sum(server.cpu_times()[:2]), time.monotonic()
    threads = [threading.Thread(target=child.work) for child in children]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS[version] * 0.9)
    full = _memory(server)
    for thread in threads:
        thread.join()
    used, took = sum(server.cpu_times()[:2]) - used, time.monotonic() - began
    times: dict[str, list[float]] = defaultdict(list)
    for child in children:
        for what, found in child.times.items():
            times[what] += found
    asked = [seconds for what in ("keep", "press", "run") for seconds in times[what]]
    print(f"{CHILDREN} children with {version.upper()} boards, {took:.0f} s, {os.cpu_count()} cores")
    if version == "v1":
        print(f"  {'':22}{'p50':>9}{'p95':>9}   goal (p95)")
        for what, found in (
            *((f"  {what}", times[what]) for what in ("keep", "press", "run")),
            ("any of these", asked),
        ):
            print(_row(what, found, f"{ACTION_MS} ms" if found is asked else ""))
        print(_row("check", times["check"], f"{CHECK_MS} ms"))
        print(f"  {'memory a child':<22}{(full - empty) / CHILDREN / 1e6:>15.1f} MB   {MEMORY_MB:.0f} MB")
    else:
        print(_row("any action", asked, f"{ACTION_MS} ms"))
    behind = sorted(child.behind() for child in children)
    goal = f"{BEHIND:.0%}" if version == "v1" else "none: the page says it"
    print(f"  {'worst board behind':<22}{behind[-1]:>17.1%}   {goal} (median {behind[len(behind) // 2]:.1%})")
    print(
        f"  server without boards and checks: {used / took:.0%} of a core, {used / len(asked) * 1000:.1f} ms an action"
    )


def _row(what: str, found: list[float], goal: str) -> str:
    found = sorted(found) or [float("nan")]
    p50, p95 = statistics.median(found) * 1000, found[int(len(found) * 0.95)] * 1000
    return f"  {what:<22}{p50:>9.0f}{p95:>9.0f}   {goal}"


class _Child:
    def __init__(self, address: str, number: int, version: str) -> None:
        self.number = number
        self.version_of_board = version
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
        seconds = SECONDS[self.version_of_board]
        end = time.monotonic() + seconds
        check_at = time.monotonic() + chance.random() * seconds * 0.8
        if self.version_of_board == "v2":
            check_at = float("inf")
        run_at, typed = time.monotonic(), 0
        while time.monotonic() < end:
            text = PROGRAM + f"# {typed}\n"
            typed += 1
            if time.monotonic() >= run_at:
                self._note_span()
                self._ask("run", text=text)
                run_at += 20.0
            elif time.monotonic() >= check_at:
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
        here = sum(part for part, _ in self.spans)
        return 1 - sum(part for _, part in self.spans) / here if here else 1.0

    def _note_span(self) -> None:
        seen, self.clock = self.clock, []
        if len(seen) > 2:
            self.spans.append((seen[-1][0] - seen[0][0], (seen[-1][1] - seen[0][1]) / 1000))

    def _ask(self, what: str, *, timed: bool = True, **more: Any) -> None:
        message = {"what": what, "work": self.opened["id"], "version": self.version, "writer": "w"}
        message |= {"board": self.version_of_board} if what != "press" else {"board": 0}
        message |= more
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
