"""The live plot's own side, without a page: what it keeps, what it says, when it ends."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from kimotsuki_ictclub.errors import BoardError
from kimotsuki_ictclub.notebook.live_plot import LivePlot
from kimotsuki_ictclub.plotting.live_chart import LiveChart
from kimotsuki_ictclub.telemetry import SerialLike, load_recording

pty = pytest.importorskip("pty", reason="needs POSIX ptys")


class Printing:
    """A board on a pty that prints `light` a hundred times a second, and can be unplugged."""

    label = "01"

    def __init__(self, line: bytes = b"\nlight:%d\n") -> None:
        self._line, self._number = line, 0
        self._over = threading.Event()
        self.plug()

    def plug(self) -> None:
        import tty

        self._board, self._computer = pty.openpty()
        tty.setraw(self._computer)
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._print, daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        self._gone.set()
        self._thread.join()
        os.close(self._computer)
        os.close(self._board)

    def open(self) -> SerialLike:
        if self._gone.is_set():
            raise BoardError("board-gone", "The board is away.", "Plug it in.")
        line: SerialLike = serial.Serial(os.ttyname(self._computer), 115200, timeout=0.1)
        return line

    def _print(self) -> None:
        while not self._gone.wait(0.01):
            self._number += 1
            os.write(self._board, self._line % (self._number % 256))


@pytest.fixture
def board() -> Iterator[Printing]:
    made = Printing()
    yield made
    if not made._gone.is_set():
        made.unplug()


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def started(board: Printing, folder: Path, seconds: float | None = None) -> LivePlot:
    plot = LivePlot([board], LiveChart(), seconds, folder=folder)
    plot.start()
    return plot


def test_it_sends_frames_and_keeps_the_samples(board: Printing, tmp_path: Path) -> None:
    plot = started(board, tmp_path)
    sent: list[int] = []
    plot.widget.send = lambda content, buffers=None: sent.append(len(buffers[0]))
    wait_until(lambda: len(plot.recording) > 50)
    plot._answer(None, {"action": "stop"}, None)
    plot.wait(60)
    assert not plot.running and plot.widget.state == "stopped"
    assert sent and min(sent) > 500
    assert load_recording(plot.save_csv()).channels["light"].tolist() == plot.recording.channels["light"].tolist()
    assert plot.save_picture().read_bytes().startswith(b"\x89PNG")


def test_a_page_that_does_not_answer_gets_few_frames(board: Printing, tmp_path: Path) -> None:
    plot = started(board, tmp_path)
    sent: list[int] = []
    plot.widget.send = lambda content, buffers=None: sent.append(content["frame"])
    wait_until(lambda: len(plot.recording) > 150)
    assert len(sent) < 15

    def answer(content: dict[str, int], buffers: object = None) -> None:
        plot._answer(None, {"shown": content["frame"], "at": time.time()}, None)

    plot.widget.send = answer
    wait_until(lambda: plot.frames > 20)
    plot.stop()
    plot.wait(60)
    assert plot.delays and min(plot.delays) >= 0


def test_it_ends_by_itself(board: Printing, tmp_path: Path) -> None:
    plot = started(board, tmp_path, seconds=0.5)
    plot.wait(60)
    assert not plot.running
    assert plot.recording.seconds < 30  # begun for half a second; a busy PC may stop it late


def test_pause_goes_on_recording(board: Printing, tmp_path: Path) -> None:
    plot = started(board, tmp_path)
    wait_until(lambda: len(plot.recording) > 10)
    plot._answer(None, {"action": "pause"}, None)
    assert plot.widget.state == "paused"
    before = len(plot.recording)
    wait_until(lambda: len(plot.recording) > before + 20)
    plot._answer(None, {"action": "pause"}, None)
    assert plot.widget.state == "running"
    plot.stop()
    plot.wait(60)


def test_an_unplugged_board_is_said_and_comes_back_with_a_gap(board: Printing, tmp_path: Path) -> None:
    plot = started(board, tmp_path)
    wait_until(lambda: len(plot.recording) > 10)
    board.unplug()
    wait_until(lambda: "not connected" in plot.widget.status)
    before = len(plot.recording)
    board.plug()
    wait_until(lambda: plot.widget.status == "")
    wait_until(lambda: len(plot.recording) > before + 10)
    plot.stop()
    plot.wait(60)
    assert plot.recording.gaps == 1


def test_a_board_that_is_away_or_silent_is_one_sentence_and_a_cure(tmp_path: Path) -> None:
    talking = Printing(b"\nhello %d!\n")
    plot = started(talking, tmp_path, seconds=0.5)
    plot.wait(60)
    assert "no samples" in plot.widget.status and "print(" in plot.widget.status
    talking.unplug()
    away = started(talking, tmp_path, seconds=5)
    away.wait(60)
    assert away.widget.status == "The board is away. Plug it in."


def test_a_folder_that_takes_no_file_is_said(board: Printing, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    plot = started(board, tmp_path / "file")
    wait_until(lambda: len(plot.recording) > 5)
    for action in ("csv", "picture"):
        plot.widget.status = ""
        plot._answer(None, {"action": action}, None)
        assert plot.widget.status
    plot.stop()
    plot.wait(60)
