"""Two hosted classrooms in two processes, in one chart over a real broker; and the commands that read them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kimotsuki_ictclub import connect
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.plotting.live_chart import LiveChart
from kimotsuki_ictclub.share import Address, Venues
from kimotsuki_ictclub.telemetry import Gone, Sample, SampleReader, load_recording
from tests.share.broker import Broker

LONG = 90.0  # seconds that a busy machine may take


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

        recording = connect(broker.address("koyama,uchinoura")).record(seconds=1)
        assert set(recording.boards) == set(came)
        out = tmp_path / "both.csv"
        capfd.readouterr()
        assert execute(["record", "--from", broker.address(), "--seconds", "1", "-o", str(out), "--json"]) == 0
        assert set(json.loads(capfd.readouterr().out)["boards"]) == set(came) == set(load_recording(out).boards)
        assert execute(["stream", "--from", broker.address("koyama"), "--seconds", "1", "--json"]) == 0
        shown = capfd.readouterr()
        boards = {json.loads(line)["board"] for line in shown.out.splitlines()}
        assert boards == {"koyama/みかん"} and "koyama/みかん: " in shown.err

        with SampleReader([Venues(Address.of(broker.address("koyama")))]) as reader:
            gone: set[str] = set()
            end = time.monotonic() + LONG
            koyama.send_signal(signal.SIGTERM)
            while gone != boards and time.monotonic() < end:
                gone |= {event.board for event in reader.read(0.2) if isinstance(event, Gone)}
        said, _ = koyama.communicate(timeout=LONG)
    assert gone == boards
    assert koyama.returncode == 0 and "Others see this board as koyama/みかん." in said
    assert "samples sent, 0 not." in said and "Traceback" not in said
