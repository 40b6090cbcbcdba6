"""Recordings over hours and beside others: memory, names that are taken, a PC that sleeps."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import serial

from kimotsuki_ictclub.telemetry import Back, Gone, OpenSource, Recorder, Sample, SampleReader, load_recording, stream


def sample(number: int) -> Sample:
    return Sample(number / 10, "01", {"x": float(number), "y": 1.0, "z": 2.0, "light": 3.0})


def memory_of(recorder: Recorder, samples: int) -> int:
    recorder.add([sample(0)])
    tracemalloc.start()
    for number in range(samples):
        recorder.add([sample(number)])
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size


def test_a_file_takes_no_memory_and_a_sample_in_memory_takes_little(tmp_path: Path) -> None:
    assert memory_of(Recorder(tmp_path / "a.csv"), 3000) < 60_000
    assert memory_of(Recorder(), 3000) < 3000 * 80


def test_channels_that_come_late_have_nothing_before() -> None:
    recorder = Recorder()
    recorder.add([Sample(0.0, "01", {"x": 1.0}), Sample(1.0, "02", {"y": 2.0}), Sample(2.0, "01", {"x": 3.0})])
    recording = recorder.recording()
    np.testing.assert_array_equal(recording.channels["x"], [1, np.nan, 3])
    np.testing.assert_array_equal(recording.channels["y"], [np.nan, 2, np.nan])
    assert recording.boards == ("01", "02")


@pytest.mark.parametrize("old", [None, "time_s,board,x\n0.000,01,9\n"])
def test_two_recordings_of_one_name_are_both_kept(tmp_path: Path, old: str | None) -> None:
    path = tmp_path / "same.csv"
    if old:
        path.write_text(old)
    first, second = Recorder(path), Recorder(path)
    first.add([sample(1)])
    second.add([sample(2), sample(3)])
    assert first.finish() == path
    assert second.finish() == tmp_path / "same-2.csv"
    assert (len(load_recording(path)), len(second.recording())) == (1, 2)
    assert second.recording().path == tmp_path / "same-2.csv"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["same-2.csv", "same.csv"]


def test_a_file_that_came_meanwhile_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    recorder = Recorder(path, replace=False)
    recorder.add([sample(1)])
    path.write_text("a diary")
    assert recorder.finish() == tmp_path / "data-2.csv"
    assert path.read_text() == "a diary"


def test_a_pc_that_slept_leaves_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(stream, "clock_of_sleep", lambda: now)
    line = serial.serial_for_url("loop://", timeout=0.1)
    recorder = Recorder()
    with SampleReader([OpenSource("01", line)]) as reader:
        reader.read(0)
        line.write(b"\nx:1\n")
        while not recorder.samples:
            recorder.add(reader.read(0.1))
        now += 60
        events = reader.read(0)
        assert [type(event) for event in events[:2]] == [Gone, Back]
        assert isinstance(events[0], Gone) and events[0].error.code == "pc-slept"
        recorder.add(events)
        assert not any(isinstance(event, Gone) for event in reader.read(0))
        line.write(b"x:2\n")
        while recorder.samples < 2:
            recorder.add(reader.read(0.1))
    assert np.isnan(recorder.recording().channels["x"]).tolist() == [False, True, False]
