"""Two hosted classrooms in two processes, in one chart over a real broker; and the commands that read them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from kimotsuki_ictclub import connect
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import ClubError
from kimotsuki_ictclub.plotting.live_chart import LiveChart
from kimotsuki_ictclub.share import Address, Venues
from kimotsuki_ictclub.telemetry import Gone, Sample, SampleReader, load_recording
from tests.share.broker import Broker

LONG = 300.0  # seconds that a busy machine may take


@contextmanager
def venue(folder: Path, name: str, broker: str, light: int, *labels: str) -> Iterator[subprocess.Popen[str]]:
    """A process that hosts a classroom and shares it."""
    home = folder / name
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.share.hosted_venue", name, broker, str(light), *labels],
        env=os.environ | {"ICTCLUB_HOME": str(home), "ICTCLUB_LANG": "en"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=LONG)


def in_time(look: Callable[[int], set[str]], wanted: set[str]) -> bool:
    """Whether all boards are seen in a second; a busy machine gets more."""
    for seconds in (1, 5, 20, 60):
        with suppress(ClubError):  # nothing came yet
            if look(seconds) == wanted:
                return True
    return False


@pytest.mark.timeout(900)
def test_two_classrooms_are_in_one_chart(broker: Broker, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    chart = LiveChart(window=60, span="whole")
    came: dict[str, list[float]] = {}
    with ExitStack() as stack:
        koyama = stack.enter_context(venue(tmp_path, "koyama", broker.address(), 200, "みかん"))
        stack.enter_context(venue(tmp_path, "uchinoura", broker.address(), 60, "07"))
        with SampleReader([Venues(Address.of(broker.address()))]) as reader:
            end = time.monotonic() + LONG
            while len(came) < 2 or min(map(len, came.values())) < 8:
                assert time.monotonic() < end, came
                events = reader.read(0.2)
                chart.add(events)
                for event in events:
                    if isinstance(event, Sample):
                        came.setdefault(event.board, []).append(event.values["light"])
        picture = chart.picture()
        assert picture.startswith(b"\x89PNG") and chart.seen == ("light",)
        assert {board: values[-1] for board, values in came.items()} == {
            "koyama/みかん": pytest.approx(200, abs=25),
            "uchinoura/07": pytest.approx(60, abs=25),
        }

        def in_notebook(seconds: int) -> set[str]:
            return set(connect(broker.address("koyama,uchinoura")).record(seconds=seconds).boards)

        def recorded(seconds: int) -> set[str]:
            out = tmp_path / f"both-{seconds}.csv"
            words = ["record", "--from", broker.address(), "--seconds", str(seconds), "-o", str(out), "--json"]
            code, told = execute(words), capfd.readouterr().out
            return set(json.loads(told)["boards"]) & set(load_recording(out).boards) if code == 0 else set()

        def streamed(seconds: int) -> set[str]:
            assert execute(["stream", "--from", broker.address("koyama"), "--seconds", str(seconds), "--json"]) == 0
            shown = capfd.readouterr()
            boards = {json.loads(line)["board"] for line in shown.out.splitlines()}
            assert all(f"{board}: " in shown.err for board in boards)
            return boards

        capfd.readouterr()
        assert in_time(in_notebook, set(came)) and in_time(recorded, set(came)) and in_time(streamed, {"koyama/みかん"})

        with SampleReader([Venues(Address.of(broker.address("koyama")))]) as reader:
            gone: set[str] = set()
            asked = False
            end = time.monotonic() + LONG
            while not gone and time.monotonic() < end:
                events = reader.read(0.2)
                gone |= {event.board for event in events if isinstance(event, Gone)}
                if not asked and any(isinstance(event, Sample) for event in events):  # the reader knows the board
                    koyama.send_signal(signal.SIGTERM)
                    asked = True
        said, _ = koyama.communicate(timeout=LONG)
    assert gone == {"koyama/みかん"}
    assert koyama.returncode == 0 and "Others see this board as koyama/みかん." in said
    assert "samples sent" in said and "Traceback" not in said
