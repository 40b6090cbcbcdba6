"""How long a touch on a tablet takes until it is on the disk: one tablet alone, and thirty at once.

Beside it, in the same run, what cannot be gone below: the same web server answering without records, and SQLite
alone committing one row with synchronous=FULL in WAL mode.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

TABLETS = 30
TOUCHES = 400


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["ICTCLUB_HOME"] = name
        os.environ.pop("ICTCLUB_DATABASE_URL", None)
        bare = _figures([_times(_sqlite_commits(home / "bare.sqlite"), TOUCHES)])
        session, keys = _club(home)
        command = [sys.executable, "-m", "kimotsuki_ictclub", "--lang", "en", "attendance", "desk", "--port", "0"]
        with subprocess.Popen([*command, "--no-browser"], stdout=subprocess.PIPE, text=True) as desk:
            assert desk.stdout
            address = desk.stdout.readline().split()[-1].rstrip("/")
            try:
                web = _figures([_times(_answers(address), TOUCHES)])
                alone = _figures([_times(_touches(address, session, keys), TOUCHES)])
                crowd = _figures(_at_once([_touches(address, session, keys) for _ in range(TABLETS)]))
            finally:
                desk.terminate()
    print("median / 99 in 100, milliseconds")
    print(f"SQLite alone, one commit        {bare[0]:8.2f} {bare[1]:8.2f}")
    print(f"web server alone, one answer    {web[0]:8.2f} {web[1]:8.2f}")
    ratio = alone[0] / (bare[0] + web[0])
    print(f"one tablet, one confirmed touch {alone[0]:8.2f} {alone[1]:8.2f}   = {ratio:.1f} × both together")
    print(f"{TABLETS} tablets at once             {crowd[0]:8.2f} {crowd[1]:8.2f}")


def _club(home: Path) -> tuple[int, list[str]]:
    from kimotsuki_ictclub import attendance
    from kimotsuki_ictclub.attendance import japan_time as clock

    with attendance.open_records() as records, records.writing() as db:
        session = attendance.add_session(db, clock.today(), venue="koyama").id
        return session, [attendance.add_participant(db, f"p{number}").key for number in range(100)]


def _sqlite_commits(file: Path) -> Callable[[], object]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE touch (id TEXT PRIMARY KEY)")
    return lambda: connection.execute("INSERT INTO touch VALUES (?)", (str(uuid.uuid4()),))


def _answers(address: str) -> Callable[[], object]:
    import httpx

    client = httpx.Client(base_url=address, trust_env=False)
    return lambda: client.get("/static/icon.svg").raise_for_status()


def _touches(address: str, session: int, keys: list[str]) -> Callable[[], object]:
    import httpx

    client = httpx.Client(base_url=address, timeout=60, trust_env=False)
    token = client.get("/").text.partition('"token": "')[2].partition('"')[0]
    client.headers["x-desk-token"] = token
    turn = 0

    def touch() -> None:
        nonlocal turn
        turn += 1
        action = {
            "id": str(uuid.uuid4()),
            "kind": "check-in" if turn % 2 else "undo",
            "session": session,
            "person": keys[turn % len(keys)],
            "age_ms": 0,
        }
        assert client.post("/actions", json={"actions": [action]}).json() == {"refused": {}}

    return touch


def _times(act: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
    return times


def _at_once(acts: list[Callable[[], object]]) -> list[list[float]]:
    results: list[list[float]] = []
    threads = [threading.Thread(target=lambda act=act: results.append(_times(act, 20))) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _figures(runs: list[list[float]]) -> tuple[float, float]:
    times = sorted(time for run in runs for time in run)
    return statistics.median(times), times[min(len(times) - 1, round(0.99 * len(times)))]


if __name__ == "__main__":
    main()
