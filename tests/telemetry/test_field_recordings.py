"""Recordings as programs, editors, loggers and spreadsheets really write them, and their siblings."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub import language
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import TelemetryError
from kimotsuki_ictclub.telemetry import Recording, load_recording
from kimotsuki_ictclub.telemetry.csv_files.cells import cut
from kimotsuki_ictclub.telemetry.csv_files.loading import _from_grid
from kimotsuki_ictclub.telemetry.csv_files.notes import Notes
from kimotsuki_ictclub.telemetry.csv_files.regular import regular_recording

FIELD = Path(__file__).parents[1] / "fixtures" / "recordings"
Channels = dict[str, list[float]]
NO = math.nan


@pytest.fixture(autouse=True)
def nothing_on_the_screen() -> None:
    warnings.simplefilter("error")


def load(tmp_path: Path, text: str | bytes) -> Recording:
    path = tmp_path / "some.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_recording(path)


def same(recording: Recording, times: list[float] | None, channels: Channels) -> None:
    assert list(recording.channels) == list(channels)
    for name, values in channels.items():
        np.testing.assert_array_equal(recording.channels[name], values, name)
    assert recording.has_time == (times is not None)
    np.testing.assert_allclose(recording.times, times if times is not None else range(len(recording)), atol=1e-9)


@pytest.mark.parametrize(
    ("name", "times", "channels"),
    [
        ("MY_DATA.HTM", [0, 1, 2], {"light": [120, 125, 130]}),
        ("two-clocks.csv", [0, 1, 2, 3, 4.2, 4.8], {"light": [100, 110, 120, 130, 140, 150]}),
        ("two-clocks-each-row.csv", [0, 0.2, 0.4], {"X": [1, 2, 3]}),
        ("header-again-wider.csv", [0, 1, 1, 2], {"temp": [21, 22, 23, 24], "light": [NO, NO, 100, 110]}),
        ("header-again-same.csv", [0, 1, 1, 2], {"temp": [21, 22, 23, 24]}),
        ("blank-row.csv", [0, 1, 2, 3], {"temp": [21, 22, 23, 24]}),
        ("missing-time.csv", [0, 1, 2, 3], {"temp": [21, 22, 23, 24]}),
        ("decimal-comma.csv", [0, 0.5], {"temp": [21.5, 22.5]}),
        ("decimal-comma-exponent.csv", [0, 0.01], {"Acceleration x (m/s^2)": [0.125, 0.225]}),
        ("decimal-comma-one-column.csv", None, {"temp": [21.5, 22.5, 23]}),
        ("short-header.csv", [0, 0.5], {"light": [12, 13], "value3": [34, 35]}),
        ("growing-rows.csv", None, {"value1": [1, 3, 5, 8], "value2": [2, 4, 6, 9], "value3": [NO, NO, 7, 10]}),
        ("cr-only.csv", [0, 0.5], {"light": [120, 125]}),
        ("time-in-japanese.csv", [0, 1, 2], {"明るさ": [120, 125, 130], "気温(℃)": [21.5, 21.6, 21.7]}),
        ("time-vernier.csv", [0, 1], {"Latest: Temperature (°C)": [21.5, 21.6]}),
        ("time-seconds.csv", [0, 1, 2], {"light": [120, 121, 122]}),
        ("time-of-day.csv", [0, 1, 3], {"気温": [21, 22, 23]}),
        ("time-with-point-zero.csv", [0, 1, 2], {"x": [1, 2, 3]}),
        ("text-column.csv", [0, 0.5, 1], {"light": [120, 30, 31]}),
        ("title-above.csv", [0, 0.5], {"light": [120, 125], "temp": [21, 22]}),
        ("text-below.csv", [0, 1], {"temp": [21, 22]}),
        ("infinite.csv", [0, 1, 2, 3], {"x": [1, NO, NO, 4]}),
        ("numbers-as-written.csv", [0, 1], {"light": [1023, 1010], "temp": [21, 22], "hum": [45, 46]}),
        ("degree-latin1.csv", [0, 1], {"Temp (°C)": [21, 22]}),
        ("serial-monitor.txt", None, {"light": [120, 121], "temp": [23, 23]}),
    ],
)
def test_the_field(name: str, times: list[float] | None, channels: Channels) -> None:
    recording = load_recording(FIELD / name)
    same(recording, times, channels)
    assert recording.boards == ("",)


def of_boards(recording: Recording, channel: str) -> dict[str, list[float]]:
    values: dict[str, list[float]] = {board: [] for board in recording.boards}
    for index, value in zip(recording.board_index, recording.channels[channel], strict=True):
        values[recording.boards[index]].append(value)
    return values


@pytest.mark.parametrize(
    ("name", "times", "values"),
    [
        ("own-quoted.csv", [0, 0.1, 0.2, 0.3], {"07": [120, 121], "08": [50, 51]}),
        ("own-tabs.csv", [0, 0.1, 0.2], {"07": [120, 121], "08": [50]}),
        ("own-columns-moved.csv", [0, 0.1, 0.2], {"07": [120, 121], "08": [50]}),
        ("own-decimal-comma.csv", [0, 0.1], {"07": [120], "みかん": [50]}),
        ("own-with-index.csv", [0, 0.1, 0.2], {"07": [120, 121], "08": [50]}),
        ("own-trailing-commas.csv", [0, 0.1], {"07": [120], "08": [50]}),
        ("sep-two-characters.csv", [0, 0.1], {"source1": [1, 3]}),
    ],
)
def test_boards_of_the_field(name: str, times: list[float], values: dict[str, list[float]]) -> None:
    recording = load_recording(FIELD / name)
    assert list(recording.channels) == ["light"]
    assert of_boards(recording, "light") == values
    assert recording.times.tolist() == times


def test_makecodes_console() -> None:
    recording = load_recording(FIELD / "makecode-time-channel.csv")
    assert recording.boards == ("source1",)
    for channel, times, values in (("x", [0.01, 0.21, 0.41], [31, 32, 33]), ("y", [0.02, 0.22, 0.42], [-7, -8, -9])):
        there = ~np.isnan(recording.channels[channel])
        assert recording.times[there].tolist() == times
        assert recording.channels[channel][there].tolist() == values
    together = load_recording(FIELD / "same-millisecond.csv")
    assert (together.times.tolist(), together.channels["x"].tolist()) == ([0, 0, 0.1], [1, 2, 3])


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("missing-time.csv", "no time: line 4"),
        ("own-with-index.csv", "counts the rows"),
        ("short-header.csv", "“value3”"),
        ("text-below.csv", "line 4 (“LOG FULL”)"),
        ("text-column.csv", "column “sensor name”"),
        ("title-above.csv", "line 1, 2"),
    ],
)
def test_what_is_left_out_is_told(name: str, note: str, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    language.set_language("en")
    assert any(note in sentence for sentence in load_recording(FIELD / name).notes)
    assert execute(["--lang", "en", "plot", str(FIELD / name), "-o", str(tmp_path / "p.png")]) == 0
    said = capfd.readouterr()
    assert note in said.err and said.out.strip() == str(tmp_path / "p.png")
    language.set_language("ja")
    sentences = load_recording(FIELD / name).notes
    assert not any(note in sentence for sentence in sentences if "value3" not in sentence)


def test_a_missing_value_is_drawn_without_a_warning(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert execute(["plot", str(FIELD / "infinite.csv"), "-o", str(tmp_path / "p.png")]) == 0
    assert capfd.readouterr().err == ""


def test_nothing_is_noted_where_nothing_is_left_out() -> None:
    for name in ("two-clocks.csv", "own-quoted.csv", "blank-row.csv", "own-trailing-commas.csv", "MY_DATA.HTM"):
        assert load_recording(FIELD / name).notes == (), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ((FIELD / "no-separator.csv").read_text(), "line 1: “time (source1)temp”"),
        ("time,x\n0,1,2\n0.5,3\n", "line 2: the row has more cells (3) than the heading (2)"),
        ("time,temp\n0,5,21,5\n1,0,22,5\n", "line 2: its commas may be decimal signs"),
        ("time,x\n0.5," + "9" * 140_000 + "\n", "line 2: a cell has no end"),
        ('time,x\n0.5,"' + "a" * 140_000 + '"\n', "line 2: a cell has no end"),
        ("time_s,board,x\n1,01,dog\n", "line 2, column “x”: “dog” is no number"),
        ("time\n1\n2\n", "no column of values"),
        ("時間(秒),a,時刻,b\n0,1,10:00:00,5\n1,2,10:00:09,6\n", "“時間(秒)” and “時刻” give different times"),
        ("hello\nthere\n", "no rows of numbers"),
        ("\n \n", "empty"),
        (b"\x00\x01\x02", "no text"),
    ],
)
def test_a_refusal_names_the_place(tmp_path: Path, text: str | bytes, words: str) -> None:
    language.set_language("en")
    with pytest.raises(TelemetryError) as caught:
        load(tmp_path, text)
    assert caught.value.code == "no-recording"
    assert words in caught.value.message
    assert "pandas" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "times", "channels"),
    [
        # clocks
        ("Time (hours),Time (minutes),Time (milliseconds),x\n,,100,1\n,,1100,2\n,0.05,,3\n0.001,,,4\n",
         [0, 1, 2.9, 3.5], {"x": [1, 2, 3, 4]}),
        ("経過時間,x\n0,1\n1000,2\n", [0, 1], {"x": [1, 2]}),
        ("時間［分］,x\n0,1\n1,2\n", [0, 60], {"x": [1, 2]}),
        ("ミリ秒,x\n0,1\n500,2\n", [0, 0.5], {"x": [1, 2]}),
        ("時刻,x\n23:59:59,1\n0:00:01,2\n", [0, 2], {"x": [1, 2]}),
        ("時刻,x\n18時30分00秒,1\n18時30分05秒,2\n", [0, 5], {"x": [1, 2]}),
        ("timestamp,x\n2020-06-13T18:30:00.500+09:00,1\n2020-06-13T09:30:01.500Z,2\n", [0, 1], {"x": [1, 2]}),
        ("日付,時刻,x\n2020/6/13,18:30:00,1\n2020/6/13,18:30:02,2\n", [0, 2], {"x": [1, 2]}),
        ("Data Set 1:Time(s),Data Set 1:Temp\n0,1\n2,2\n", [0, 2], {"Data Set 1:Temp": [1, 2]}),
        ("経過秒,x\n0,1\n2,2\n", [0, 2], {"x": [1, 2]}),
        ("じかん（びょう）,x\n0,1\n2,2\n", [0, 2], {"x": [1, 2]}),
        ("日付,気温\n2024/6/30,21\n2024/7/2,22\n", [0, 172800], {"気温": [21, 22]}),
        ("日時,x\n令和6年1月1日 10:00,1\n令和6年1月1日 10:01,2\n", [0, 60], {"x": [1, 2]}),
        ("日時,x\nR6.12.31 23:59,1\nＲ７．１．１ 0:01,2\n", [0, 120], {"x": [1, 2]}),
        ("経過時間(hh:mm:ss),x\n0:00:00,1\n0:01:05,2\n", [0, 65], {"x": [1, 2]}),
        ("時間(mm:ss),x\n00:00,1\n75:05,2\n", [0, 4505], {"x": [1, 2]}),
        ("時間/s,T_min,T_h\n0,1,5\n2,2,6\n", [0, 2], {"T_min": [1, 2], "T_h": [5, 6]}),
        ("ｼﾞｶﾝ【秒】,x\n0,1\n2,2\n", [0, 2], {"x": [1, 2]}),
        ("けいか時間 秒,x\n0,1\n2,2\n", [0, 2], {"x": [1, 2]}),
        ("時間,温度,湿度\n(秒),(℃),(％)\n0,21,40\n1,22,41\n", [0, 1], {"温度": [21, 22], "湿度": [40, 41]}),
        ("時間,温度\n秒,℃\n0,21\n1,22\n", [0, 1], {"温度": [21, 22]}),
        ("日付,時刻,x\n2020/6/13,23:59,1\n2020/6/14,0:01,2\n2020/6/15,0:01,3\n", [0, 120, 86520], {"x": [1, 2, 3]}),
        ("測定日,測定時刻,x\n6/13,10:00,1\n6/15,10:00,2\n", [0, 172800], {"x": [1, 2]}),
        ("日付,時刻,x\n12/31,23:59,1\n1/1,0:01,2\n", [0, 120], {"x": [1, 2]}),
        ("月,日,時,分,x\n12,31,23,59,1\n1,1,0,1,2\n", [0, 120], {"x": [1, 2]}),
        ("時間(秒),月,火,日\n0,1,2,3\n1,4,5,6\n", [0, 1], {"月": [1, 4], "火": [2, 5], "日": [3, 6]}),
        ("年,月,日,時刻,x\n2020,6,13,10:00,1\n2020,6,14,10:00,2\n", [0, 86400], {"x": [1, 2]}),
        ("日付,時刻,x\n2020/6/13,,1\n2020/6/14,,2\n", [0, 86400], {"x": [1, 2]}),
        ("Date,Time,x\n12/06/2020,10:00:00,1\n13/06/2020,10:00:00,2\n", [0, 86400], {"x": [1, 2]}),
        ("Date;Time;x\n05.06.2020;10:00:00;1,5\n06.06.2020;10:00:00;2,5\n", [0, 86400], {"x": [1.5, 2.5]}),
        ("年,月,日,時,分,秒,x\n2020,6,13,10,0,59,1\n2020,6,13,10,1,0,2\n", [0, 1], {"x": [1, 2]}),
        ("分,秒,x\n0,59,1\n1,0,2\n", [0, 1], {"x": [1, 2]}),
        ('"Plot Title: 1"\n"#","Date Time, GMT+09:00","Temp, °C"\n1,06/30/20 11:50:00 PM,1\n2,07/01/20 12:00:00 AM,2\n',
         [0, 600], {"Temp, °C": [1, 2]}),
        ("#,日付 時間 (GMT+09:00),x\n1,20/06/30 午後 11時50分00秒,1\n2,20/07/01 午前 00時00分00秒,2\n", [0, 600],
         {"x": [1, 2]}),
        ("日時,x\n2020/6/13 10:02,3\n2020/6/13 10:01,2\n2020/6/13 10:00,1\n", [0, 60, 120], {"x": [1, 2, 3]}),
        ("時刻,x\n10:02,3\n10:01,2\n10:00,1\n", [0, 60, 120], {"x": [1, 2, 3]}),
        ("日時,x\n2020/6/13 10:00:00,1\n2020/6/13 10:00:02,3\n2020/6/13 10:00:01,2\n", [0, 1, 2], {"x": [1, 2, 3]}),
        ("Time (µs),x\n0,1\n1000000,2\n", [0, 1], {"x": [1, 2]}),
        # a spreadsheet's days and parts of a day
        ("日時,x\n43995.5,1\n43995.5078125,2\n43995.515625,3\n", [0, 675, 1350], {"x": [1, 2, 3]}),
        ("時刻,x\n0.5000152587890625,1\n0.500030517578125,2\n", [0, 1.318359375], {"x": [1, 2]}),
        ("time,x\n0.25,1\n0.75,2\n", [0, 0.5], {"x": [1, 2]}),
        # tables side by side, and one whose time goes to the right; numbers of rows
        ("時間(秒),a,,時間(秒),b\n0,21,,0,100\n1,22,,1,110\n", [0, 1], {"a": [21, 22], "b": [100, 110]}),
        ("時間(秒),a,,時間(秒),b\n0,21,,0.5,100\n1,22,,1,110\n", [0, 0.5, 1], {"a": [21, NO, 22], "b": [NO, 100, 110]}),
        ("Run 1: Time (s),Run 1: T,Run 2: Time (s),Run 2: T\n0,1,0,5\n1,2,0.5,6\n,,2,7\n", [0, 0.5, 1, 2],
         {"Run 1: T": [1, NO, 2, NO], "Run 2: T": [5, 6, NO, 7]}),
        ("時間(秒),a,,時間(秒),b\n0,1,,0,5\n0,2,,0.5,6\n1,3,,1,7\n", [0, 0, 0.5, 1],
         {"a": [1, 2, NO, 3], "b": [5, NO, 6, 7]}),
        ("時刻,a,経過時間(ms),b\n10:00:00,1,0,5\n10:00:01,2,1400,6\n10:00:02,3,2100,7\n", [0, 1, 2],
         {"a": [1, 2, 3], "b": [5, 6, 7]}),
        ("時間(秒),0,1,2\n温度,21,22,23\n湿度,40,41,42\n", [0, 1, 2], {"温度": [21, 22, 23], "湿度": [40, 41, 42]}),
        ("Date/Time,Date/Time,x\n10:00:00,0.4,1\n10:00:10,0.5,2\n", [0, 10], {"x": [1, 2]}),
        ("created_at,x\n2020-06-13 10:00:00 JST,1\n2020-06-13T01:00:05Z,2\n", [0, 5], {"x": [1, 2]}),
        ("取得：2020/6/14\n,鹿屋\n年月日時,気温(℃)\n,\n2020/6/13 1:00:00,21\n2020/6/13 2:00:00,22\n", [0, 3600],
         {"気温(℃)": [21, 22]}),
        ("時間(秒),ボタン\n0,ON\n1,OFF\n", [0, 1], {"ボタン": [1, 0]}),
        ("No.,時間(秒),温度\n1,0,21\n2,1,22\n", [0, 1], {"温度": [21, 22]}),
        ("番号,温度\n5,21\n3,22\n", None, {"番号": [5, 3], "温度": [21, 22]}),
        ("時間(秒),温度\n0,▲1.5\n1,△2\n2,3\n", [0, 1, 2], {"温度": [-1.5, -2, 3]}),
        ("時間(秒),重さ\n0,900 g\n1,950 g\n2,1.2 kg\n", [0, 1, 2], {"重さ": [900, 950, NO]}),
        ("時間(秒),重さ\n0,900 g\n1,950 g\n2,1.2 kg\n3,1.3 kg\n", [0, 1, 2, 3], {"重さ": [900, 950, NO, NO]}),
        # what monitors write before each line
        ("10:00:00.123 -> light:5\n10:00:00.623 -> light:6\n", [0, 0.5], {"light": [5, 6]}),
        ("[2020-06-13 10:00:00.5] 5,6\n[2020-06-13 10:00:01.5] 7,8\n", [0, 1], {"value1": [5, 7], "value2": [6, 8]}),
        ("[Sat Jun 13 10:00:00 2020] light:5\n[Sat Jun 13 10:00:01 2020] light:6\n", [0, 1], {"light": [5, 6]}),
        ("2020/06/13 10:00:00 light:5\nhello\n2020/06/13 10:00:02 light:6\n", [0, 2], {"light": [5, 6]}),
        # T is a temperature, t a time
        ("Time (s),T,T (°C)\n0,1,2\n1,3,4\n", [0, 1], {"T": [1, 3], "T (°C)": [2, 4]}),
        ("t,T\n0,1\n500,2\n", [0, 0.5], {"T": [1, 2]}),
        ("Run 1: Time (s),Run 1: T,Run 2: Time (s),Run 2: T\n0,1,0,5\n1,2,1,6\n,,2,7\n", [0, 1, 2],
         {"Run 1: T": [1, 2, NO], "Run 2: T": [5, 6, 7]}),
        ("Elapsed time,x\n0.5,1\n1.5,2\n", [0, 1], {"x": [1, 2]}),
        ("minutes,x\n0,1\n1,2\n", [0, 60], {"x": [1, 2]}),
        ("min,max\n1,5\n2,6\n", None, {"min": [1, 2], "max": [5, 6]}),
        ("Time (seconds),temp\n–,20\n0,21\nn/a,5\n1,22\n", [0, 1], {"temp": [21, 22]}),
        # headings
        ("Time (seconds),temp,light\n0,1,2\nTime (seconds),light\n0,5\n1,6\n", [0, 0, 1],
         {"temp": [1, NO, NO], "light": [2, 5, 6]}),
        ("temp,light\n1,2\nlight,temp\n3,4\n", None, {"temp": [1, 4], "light": [2, 3]}),
        ("time,1,2\n0.5,3,4\n1.5,5,6\n", [0, 1], {"1": [3, 5], "2": [4, 6]}),
        ("\ufeff\ufefftime,x\x1b[31m\n0.5,1\n", [0], {"x [31m": [1]}),
        ("# My data\n\n# time,light\n0.5,1\n1.5,2\n", [0, 1], {"light": [1, 2]}),
        ("Time,Temp\ns,°C\n0.5,21\n1.0,22\n", [0, 0.5], {"Temp": [21, 22]}),
        ("time,3D,%\n0.5,1,2\n1.5,3,4\n", [0, 1], {"3D": [1, 3], "%": [2, 4]}),
        # separators, commas, numbers
        ("0,5;21,5\n1,0;-22,5e1\n", None, {"value1": [0.5, 1], "value2": [21.5, -225]}),
        ("sep=;\ntime;x\n0.5;1\n", [0], {"x": [1]}),
        ("sep=;\ntime,x\n0.5,1\n", [0], {"x": [1]}),
        ('time,x\n0.5,"12,345"\n1.0,"1,234,567.5"\n', [0, 0.5], {"x": [12345, 1234567.5]}),
        ("時間（秒）,明るさ\n０,１２０\n１,１２５\n", [0, 1], {"明るさ": [120, 125]}),
        ("time,d\n0.5,12 cm\n1.0,13 cm\n", [0, 0.5], {"d": [12, 13]}),
        ("time,d\n0.5,12 foo\n1.0,13 foo\n", [0, 0.5], {"d": [12, 13]}),
        ("time,x\n0.5,1e999\n1.0,Infinity\n1.5,∞\n2.0,5\n", [0, 0.5, 1, 1.5], {"x": [NO, NO, NO, 5]}),
        ('time,x\n0.5,"1\n1.0,2\n1.5,3\n2.0,4\n2.5,5\n', [0, 0.5, 1, 1.5, 2], {"x": [NO, 2, 3, 4, 5]}),
        ("時間,明るさ\n0秒,1\n1秒,2\n1.5分,3\n", [0, 1, 90], {"明るさ": [1, 2, 3]}),
        # signs between columns that spreadsheets elsewhere know, and none but spaces
        ("sep=|\ntime|x\n0.5|1\n1.5|2\n", [0, 1], {"x": [1, 2]}),
        ("time   light temp\n0.5    1     21\n10.5   2     22\n", [0, 10], {"light": [1, 2], "temp": [21, 22]}),
        # words
        ("place,light\n部屋,1\n庭,2\n", None, {"light": [1, 2]}),
        ("time,x\n0.5,1\n1.0,2,まどを あけた\n1.5,3\n", [0, 0.5, 1], {"x": [1, 2, 3]}),
        ("time,x\n0.5,1\n1.0,abc\n1.5,3\n", [0, 0.5, 1], {"x": [1, NO, 3]}),
        # a serial monitor
        ('Hello\nlight:120\n(1,2)\n{"x":5}\nbye\n', None,
         {"light": [120, NO, NO], "value1": [NO, 1, NO], "value2": [NO, 2, NO], "x": [NO, NO, 5]}),
        ("start\n12 34\n13 35\n", None, {"value1": [12, 13], "value2": [34, 35]}),
        ("t:100,x:1\nt:350,x:2\nt:0,x:3\n", [0, 0.25, 0.25], {"x": [1, 2, 3]}),
    ],
)  # fmt: skip
def test_siblings_of_the_field(tmp_path: Path, text: str, times: list[float] | None, channels: Channels) -> None:
    same(load(tmp_path, text), times, channels)


NUMBER = st.one_of(st.integers(-999, 99999).map(str), st.floats(-1e6, 1e6).map(repr), st.just("1e5"))


@settings(max_examples=60)
@given(
    st.sampled_from(["time,light,temp", "Time (seconds),a,b", "a,b,c", "時間;x;y", "title\n\nms\tx\ty", "t,T,H",
                     "time_s,board,x", "Time (s);Time (ms);x", "No.,秒,x", "分,秒,x"]),
    st.lists(st.tuples(NUMBER, st.one_of(NUMBER, st.just(""), st.just("x")), NUMBER), min_size=1, max_size=6),
    st.booleans(),
)  # fmt: skip
def test_a_long_regular_table_says_what_its_cells_say(
    heading: str, rows: list[tuple[str, str, str]], commas: bool
) -> None:
    separator = next(sign for sign in "\t;," if sign in heading)
    text = f"{heading}\n" + "".join(separator.join(row) + "\n" for row in rows)
    if commas and separator != ",":
        text = text.replace(".", ",")
    read_as_cell_by_cell(text)


def read_as_cell_by_cell(text: str) -> Recording | None:
    """Return what is read in one go, if it is, and see that it is what reading cell by cell gives."""
    fast, fast_notes, notes = regular_recording(text, noted := Notes()), noted, Notes()
    if fast is None:
        return None
    slow = _from_grid(cut(text), notes)
    assert (list(fast.channels), fast.boards, fast.has_time) == (list(slow.channels), slow.boards, slow.has_time)
    np.testing.assert_allclose(fast.times, slow.times, rtol=1e-12)
    np.testing.assert_array_equal(fast.board_index, slow.board_index)
    for name in fast.channels:
        np.testing.assert_allclose(fast.channels[name], slow.channels[name], rtol=1e-12)
    assert fast_notes.sentences() == notes.sentences()
    return fast


@pytest.mark.parametrize(("numbers", "left_out"), [(range(300), True), ([7] * 300, False), (range(300, 0, -1), False)])
def test_a_column_of_row_numbers_makes_no_table_slow(numbers: Sequence[int], left_out: bool) -> None:
    read = read_as_cell_by_cell(
        "No,時間(秒),明るさ\n" + "".join(f"{n},{place},{n}\n" for place, n in enumerate(numbers))
    )
    assert read is not None
    assert list(read.channels) == (["明るさ"] if left_out else ["No", "明るさ"])


def test_a_regular_table_is_not_read_cell_by_cell() -> None:
    read = regular_recording("# クラス\n時間(秒),明るさ\n" + "".join(f"{n},{n}\n" for n in range(300)), Notes())
    assert read is not None and (len(read), read.times[-1]) == (300, 299)
    for odd in ("299,300,301\n", "1,2,3,4,5\n", "299,dark\n", ",5\n", "300,\n"):
        assert regular_recording("時間(秒),明るさ\n" + "1,2\n" * 300 + odd, Notes()) is None, odd


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_our_own_saved_in_any_way(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    rows = [["board", "明るさ", "time_s"], ["07", "120", "0.000"], ["みかん", "", "0.100"], ["07", "121", "0.200"]]
    text = "".join(separator.join(row) + end for row in rows)
    recording = load(tmp_path, text.encode(encoding))
    assert recording.boards == ("07", "みかん")
    np.testing.assert_array_equal(recording.channels["明るさ"], [120, NO, 121])
    assert recording.gaps == 1  # a row of ours without a value
    no_end = load(tmp_path, text.rstrip("\r\n").replace("\n", "\r\n").encode(encoding))  # as an online sheet writes it
    assert len(no_end) == 3


def test_western_letters(tmp_path: Path) -> None:
    recording = load(tmp_path, "Time (s),Température (µs)\n0,1\n1,2\n".encode("cp1252"))
    assert list(recording.channels) == ["Température (µs)"]
    kana = load(tmp_path, "時間(秒),ｵﾝﾄﾞ\n0,1\n".encode("cp932"))
    assert list(kana.channels) == ["ｵﾝﾄﾞ"]


def test_a_full_log_in_its_page(tmp_path: Path) -> None:
    page = (FIELD / "MY_DATA.HTM").read_bytes()
    end = page.index(b"\xff")
    recording = load(tmp_path, page[:end] + b"Time (seconds),light,temp\n0.50,1,2\nLOG FULL\n" + page[end:])
    same(recording, [0, 1, 2, 2.5], {"light": [120, 125, 130, 1], "temp": [NO, NO, NO, 2]})
    assert "LOG FULL" in recording.notes[0]
    start = page.index(b"Time (seconds)")
    with pytest.raises(TelemetryError, match=r"log is empty|きろく|ログ"):
        load(tmp_path, page[:start] + page[end:])


CELLS = st.sampled_from(
    ["time", "Time (seconds)", "time (a)", "time_s", "board", "07", "light", "", "1", "2,5", "-3.5e400", "12:30", "inf",
     "2020/6/13 18:30", "9999:59.9", "1e308", "-1e308", '"', "sep=", "#", "１２", "21℃", "\x1b", "1_0", "²", "x:1"]
)  # fmt: skip


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r"])
        ).map(lambda made: made[2].join(made[1].join(row) for row in made[0]).encode()),
    )
)
def test_any_file_is_a_recording_or_our_own_error(tmp_path: Path, content: bytes) -> None:
    try:
        recording = load(tmp_path, content)
    except TelemetryError as error:
        assert error.code == "no-recording"
        return
    assert len(recording) and recording.channels
    assert np.isfinite(recording.times).all()
    assert not any(np.isinf(values).any() for values in recording.channels.values())
    recording.summary()
