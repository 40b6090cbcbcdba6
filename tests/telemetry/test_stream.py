"""One loop for many boards: ptys stand for cables, a loop:// port for lines without a file descriptor."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from kimotsuki_ictclub.errors import BoardError, TelemetryError
from kimotsuki_ictclub.telemetry import (
    Back,
    Event,
    Gone,
    OpenSource,
    Sample,
    SampleReader,
    SerialLike,
    load_recording,
    record,
)

pty = pytest.importorskip("pty", reason="needs POSIX ptys")


class Cable:
    """A board on a pty: `write` is what it prints; it can be unplugged and come back on another port."""

    def __init__(self, label: str) -> None:
        self.label = label
        self._kept = -1
        self.plug()

    def plug(self) -> None:
        import tty

        self.board, computer = pty.openpty()
        tty.setraw(computer)
        self.port = os.ttyname(computer)
        self._kept = computer

    def write(self, data: bytes) -> None:
        os.write(self.board, data)

    def unplug(self) -> None:
        os.close(self._kept)
        os.close(self.board)
        self.port = ""

    def open(self) -> SerialLike:
        if not self.port:
            raise BoardError("no-board", "No board was found.")
        line: SerialLike = serial.Serial(self.port, 115200, timeout=0.1)
        return line


@pytest.fixture
def cables() -> Iterator[Callable[[str], Cable]]:
    made: list[Cable] = []

    def make(label: str) -> Cable:
        made.append(Cable(label))
        return made[-1]

    yield make
    for cable in made:
        if cable.port:
            cable.unplug()


def read_until(reader: SampleReader, done: Callable[[list[Event]], bool], timeout: float = 10.0) -> list[Event]:
    events: list[Event] = []
    end = time.monotonic() + timeout
    while not done(events):
        assert time.monotonic() < end, events
        events += reader.read(0.2)
    return events


def samples_in(events: list[Event]) -> list[tuple[str, dict[str, float]]]:
    return [(event.board, event.values) for event in events if isinstance(event, Sample)]


def begin_lines(*boards: Cable) -> None:
    for board in boards:
        board.write(b"\n")


def test_two_boards_and_nothing_is_lost(cables: Callable[[str], Cable]) -> None:
    boards = [cables("01"), cables("みかん")]
    with SampleReader(boards) as reader:
        begin_lines(*boards)
        for number in range(200):
            for board in boards:
                board.write(b"x:%d\n" % number)
        events = read_until(reader, lambda events: len(samples_in(events)) == 400)
    for board in boards:
        assert [v["x"] for label, v in samples_in(events) if label == board.label] == list(range(200))
        assert reader.counts[board.label].samples == 200


def test_a_board_comes_back_on_another_port(cables: Callable[[str], Cable]) -> None:
    board, other = cables("01"), cables("02")
    with SampleReader([board, other]) as reader:
        begin_lines(board, other)
        board.write(b"x:1\nx:2")
        read_until(reader, lambda events: len(samples_in(events)) == 1)
        old_port = board.port
        board.unplug()
        gone = read_until(reader, lambda events: any(isinstance(event, Gone) for event in events))
        assert [event.board for event in gone if isinstance(event, Gone)] == ["01"]
        other.write(b"x:9\n")  # the others go on meanwhile
        read_until(reader, lambda events: ("02", {"x": 9.0}) in samples_in(events))
        taken = cables("03")  # has the old port now
        board.plug()
        read_until(reader, lambda events: any(isinstance(event, Back) for event in events))
        board.write(b"\nx:3\n")
        read_until(reader, lambda events: ("01", {"x": 3.0}) in samples_in(events))
    assert board.port != old_port == taken.port


def test_a_line_without_a_descriptor_is_read_in_a_thread() -> None:
    line = serial.serial_for_url("loop://", timeout=0.1)
    with SampleReader([OpenSource("loop", line)]) as reader:
        time.sleep(0.06)  # silence, then a line: it is whole
        line.write(b"light:1\nlight:2\n")
        events = read_until(reader, lambda events: len(samples_in(events)) == 2)
    assert [values["light"] for _board, values in samples_in(events)] == [1, 2]
    assert not line.is_open


@pytest.mark.parametrize("error", [AttributeError, TypeError, serial.PortNotOpenError])
def test_a_line_that_is_closed_while_it_is_read_ends_quietly(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    unhandled: list[object] = []
    monkeypatch.setattr(threading, "excepthook", unhandled.append)
    line = ClosedMeanwhile(error)
    with SampleReader([OpenSource("07", line)]):
        assert line.read_begun.wait(60)
    line.read_over.wait(60)
    for thread in threading.enumerate():
        if thread.name.endswith("(_pump)"):
            thread.join(60)
    assert not unhandled


class ClosedMeanwhile:
    """A port as Windows' or a socket's: what it holds is None once it is closed, also to whoever is reading."""

    timeout: float | None = None
    in_waiting = 0

    def __init__(self, error: type[Exception]) -> None:
        self.read_begun, self.read_over, self._closed, self._error = (
            threading.Event(), threading.Event(), threading.Event(), error
        )  # fmt: skip

    def read(self, size: int = 1, /) -> bytes:
        self.read_begun.set()
        self._closed.wait(60)
        self.read_over.set()
        raise self._error

    def close(self) -> None:
        self._closed.set()


def test_a_board_that_does_not_open_is_an_error_unless_others_do(cables: Callable[[str], Cable]) -> None:
    absent, present = cables("01"), cables("02")
    absent.unplug()
    with pytest.raises(BoardError, match="No board"):
        SampleReader([absent])
    with SampleReader([absent, present]) as reader:
        begin_lines(present)
        present.write(b"x:1\n")
        events = read_until(reader, lambda events: bool(samples_in(events)))
        events += read_until(reader, lambda more: any(isinstance(event, Gone) for event in events + more))
    assert "01" in [event.board for event in events if isinstance(event, Gone)]


def keep_printing(board: Cable, stop: threading.Event) -> None:
    number = 0
    while not stop.wait(0.01):
        board.write(b"\nx:%d\n" % number)
        number += 1


def test_record_to_a_file(cables: Callable[[str], Cable], tmp_path: Path) -> None:
    board, stop = cables("01"), threading.Event()
    printing = threading.Thread(target=keep_printing, args=(board, stop))
    printing.start()
    try:
        seen: list[float] = []
        recording = record([board], 0.6, tmp_path / "a.csv", progress=lambda spent, kept: seen.append(spent))
    finally:
        stop.set()
        printing.join()
    values = recording.channels["x"].tolist()
    assert len(values) > 10 and values == [values[0] + step for step in range(len(values))]
    assert load_recording(tmp_path / "a.csv").channels["x"].tolist() == values
    assert recording.damaged == 0 and recording.lost == 0
    assert seen == sorted(seen) and len(seen) > 3


def test_ctrl_c_keeps_what_was_recorded(cables: Callable[[str], Cable], tmp_path: Path) -> None:
    board = cables("01")
    threading.Timer(0.2, board.write, [b"\nx:1\nx:2\n"]).start()

    def interrupt(events: list[Event]) -> None:
        if samples_in(events):
            raise KeyboardInterrupt

    recording = record([board], None, tmp_path / "a.csv", watch=interrupt)
    assert len(recording) == 2 == len(load_recording(tmp_path / "a.csv"))


@pytest.mark.parametrize(("printed", "words"), [(b"", "nothing"), (b"\nhello\nready!\n", "2 lines, but no samples")])
def test_no_samples_says_what_came_instead(
    cables: Callable[[str], Cable], tmp_path: Path, printed: bytes, words: str
) -> None:
    board = cables("01")
    threading.Timer(0.1, board.write, [printed]).start()  # opening a port empties it
    with pytest.raises(TelemetryError, match=words) as caught:
        record([board], 0.5, tmp_path / "a.csv")
    assert caught.value.code == "no-samples"
    assert list(tmp_path.glob("a.csv*")) == []
