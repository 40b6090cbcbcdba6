"""Recordings: kept whole through every interruption, and read back from many programs' files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kimotsuki_ictclub.errors import BoardError, TelemetryError
from kimotsuki_ictclub.telemetry import Gone, Recorder, Recording, Sample, load_recording, write_recording


def sample(time: float, board: str = "01", **values: float) -> Sample:
    return Sample(time, board, values)


def recorded(path: Path | None = None) -> Recorder:
    recorder = Recorder(path)
    recorder.add([sample(5.0, light=120), sample(5.1, "みかん", temp=-2.5)])
    recorder.add([sample(5.25, light=float("nan"))])
    return recorder


def test_the_file_is_what_the_house_agreed(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    recorded(path).finish()
    assert path.read_bytes() == (
        "\ufefftime_s,board,light,temp\n0.000,01,120,\n0.100,みかん,,-2.5\n0.250,01,,\n".encode()
    )
    frame = pd.read_csv(path)
    assert list(frame.columns) == ["time_s", "board", "light", "temp"]


def test_what_was_recorded_is_read_back_the_same(tmp_path: Path) -> None:
    recorder = recorded(tmp_path / "data.csv")
    recorder.finish()
    ours, read = recorder.recording(), load_recording(tmp_path / "data.csv")
    again = load_recording(write_recording(ours, tmp_path / "again.csv"))
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "data.csv").read_bytes()
    for other in (read, again):
        assert [other.boards[index] for index in other.board_index] == ["01", "みかん", "01"]
        np.testing.assert_allclose(other.times, ours.times, atol=0.0005)
        for name, values in ours.channels.items():
            np.testing.assert_array_equal(other.channels[name], values)


def test_labels_stay_as_they_stand_on_the_stickers(tmp_path: Path) -> None:
    labels = ["01", "7", "NA", "1e3", "COM3"]
    recorder = Recorder(tmp_path / "data.csv")
    recorder.add([sample(float(number), label, x=number) for number, label in enumerate(labels)])
    recorder.finish()
    for boards in (labels, labels[:2]):
        lines = (tmp_path / "data.csv").read_text("utf-8").splitlines(keepends=True)
        (tmp_path / "few.csv").write_text("".join(lines[: 1 + len(boards)]), "utf-8")
        recording = load_recording(tmp_path / "few.csv")
        assert [recording.boards[index] for index in recording.board_index] == boards


def test_a_board_that_goes_leaves_one_empty_row(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "data.csv")
    gone = BoardError("board-gone", "gone")
    recorder.add([Gone(0.5, "01", gone), sample(1.0, x=1), Gone(1.5, "01", gone), sample(9.0, x=2)])
    recorder.finish()
    recording = load_recording(tmp_path / "data.csv")
    assert recording.gaps == 1
    assert np.isnan(recording.channels["x"]).tolist() == [False, True, False]


def test_every_sample_is_on_disk_before_the_end(tmp_path: Path) -> None:
    recorded(tmp_path / "data.csv")  # never finished: as if the process had been killed
    left = tmp_path / "data.csv.part"
    assert len(load_recording(left)) == 3
    Recorder(tmp_path / "data.csv")  # the next recording does not touch it
    assert len(load_recording(left)) == 3


def test_a_cut_off_last_row_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("time_s,board,x\n0.000,01,1\n0.100,01,2\n0.2")
    assert len(load_recording(path)) == 2


def test_nothing_recorded_leaves_no_file_and_keeps_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("old")
    assert Recorder(path).finish() is None
    assert [file.name for file in tmp_path.iterdir()] == ["data.csv"]
    assert path.read_text() == "old"


FILL_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from kimotsuki_ictclub.errors import TelemetryError
from kimotsuki_ictclub.language import set_language
from kimotsuki_ictclub.telemetry import Recorder, Sample
set_language("en")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
recorder = Recorder(Path(sys.argv[1]))
kept = 0
try:
    for kept in range(10_000):
        recorder.add([Sample(kept / 10, "01", {"x": float(kept)})])
except TelemetryError as error:
    print(error.code, kept, error.message)
finally:
    recorder.finish()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a file size limit stands for the full disk")
def test_a_full_disk_keeps_every_sample_before_it(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    done = subprocess.run([sys.executable, "-c", FILL_THE_DISK, str(path)], capture_output=True, text=True, check=True)
    code, kept, message = done.stdout.split(" ", 2)
    assert code == "recording-cut"
    assert f"after {kept} samples" in message
    assert len(load_recording(path)) == int(kept) > 100
    assert path.read_bytes().endswith(b"\n")


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TelemetryError) as caught:
        Recorder(tmp_path / "file" / "data.csv")
    assert caught.value.code == "cannot-write"


def test_summary_says_what_was_measured() -> None:
    recorder = Recorder()
    recorder.add([sample(number / 10, x=float(number)) for number in range(11)])
    (row,) = recorder.recording().summary()
    assert (row.samples, row.mean, row.least, row.greatest) == (11, 5.0, 0.0, 10.0)
    assert row.per_second == pytest.approx(10.0)


def test_choosing_boards_and_channels() -> None:
    recording = recorded().recording()
    assert recording.of_board("みかん").channels["temp"].tolist() == [-2.5]
    assert list(recording.with_channels(["temp"]).channels) == ["temp"]
    with pytest.raises(TelemetryError, match="01, みかん"):
        recording.of_board("99")
    with pytest.raises(TelemetryError, match="light, temp"):
        recording.with_channels(["sound"])


def load(tmp_path: Path, text: str, encoding: str = "utf-8") -> Recording:
    path = tmp_path / "foreign.csv"
    path.write_bytes(text.encode(encoding))
    return load_recording(path)


def test_mu(tmp_path: Path) -> None:
    recording = load(tmp_path, "12,-340,1000\r\n13,-341,1001\r\n")
    assert list(recording.channels) == ["value1", "value2", "value3"]
    assert recording.channels["value2"].tolist() == [-340, -341]
    assert not recording.has_time
    assert recording.times.tolist() == [0, 1]


def test_makecode_with_one_clock(tmp_path: Path) -> None:
    recording = load(tmp_path, "sep=\t\r\ntime (microbit)\tlight\ttemp\t\r\n0\t120\t21\t\r\n0.5\t121\t22\t")
    assert recording.times.tolist() == [0, 0.5]
    assert recording.channels["light"].tolist() == [120, 121]
    assert recording.channels["temp"].tolist() == [21, 22]


def test_makecode_with_a_clock_for_each_line_and_two_boards(tmp_path: Path) -> None:
    text = (
        "sep=\t\r\ntime (a)\tlight\ttime (a)\ttemp\ttime (b)\tlight\t\r\n"
        "0\t120\t0.1\t21\t0\t50\t\r\n0.5\t121\t\t\t0.6\t51\t"
    )
    recording = load(tmp_path, text)
    a, b = recording.of_board("a"), recording.of_board("b")
    assert a.times.tolist() == [0, 0.1, 0.5]
    assert a.channels["temp"][1] == 21
    assert b.channels["light"].tolist() == [50, 51]


def test_v2_data_log_goes_on_after_a_reset(tmp_path: Path) -> None:
    recording = load(tmp_path, "Time (seconds),light\n0.00,10\n1.00,11\n0.00,12\n1.00,13\n")
    assert recording.times.tolist() == [0, 1, 1, 2]
    assert recording.channels["light"].tolist() == [10, 11, 12, 13]


def test_a_file_saved_again_by_a_japanese_spreadsheet(tmp_path: Path) -> None:
    recording = load(tmp_path, "time_s,board,明るさ\n0.000,みかん,1\n0.100,みかん,2\n", "cp932")
    assert recording.boards == ("みかん",)
    assert recording.channels["明るさ"].tolist() == [1, 2]


@pytest.mark.parametrize(
    "text", ["", "\n", "hello", "a,b\n", "time_s,board,x\n1,01,dog\n", "\x00\x01", "a,b\n1\n2,3,4\n"]
)  # fmt: skip
def test_no_recording_is_a_clear_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(TelemetryError) as caught:
        load(tmp_path, text)
    assert caught.value.code == "no-recording"


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "sun.csv").write_text("")
    with pytest.raises(TelemetryError, match=r"sun\.csv") as caught:
        load_recording(tmp_path / "son.csv")
    assert caught.value.code == "recording-missing"
    assert "there is no such file" in caught.value.message
