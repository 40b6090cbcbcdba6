"""Bytes of one board → events: blocks cut anywhere, garbage, headers, tracebacks, the board's own time."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kimotsuki_ictclub.telemetry import Damaged, Sample, SampleStream, Text
from kimotsuki_ictclub.telemetry.lines import LONGEST, LineSplitter


def values_of(stream: SampleStream, *blocks: bytes) -> list[dict[str, float]]:
    events = [event for block in blocks for event in stream.feed(block, 1.0)]
    return [event.values for event in events if isinstance(event, Sample)]


TALK = "気温:21\r\nlight:120,temp:-3\r\n(1, 2)\r\nこんにちは\r\n7\r\n".encode()


@given(st.lists(st.integers(0, len(TALK)), max_size=8))
def test_blocks_may_be_cut_anywhere(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(TALK)]
    stream = SampleStream("01")
    blocks = [TALK[start:end] for start, end in itertools.pairwise(places)]
    assert values_of(stream, *blocks) == [
        {"気温": 21}, {"light": 120, "temp": -3}, {"value1": 1, "value2": 2}, {"value": 7}
    ]  # fmt: skip
    assert (stream.counts.texts, stream.counts.damaged) == (1, 0)


@given(st.binary(max_size=3000))
@example(b"Traceback (most recent call last)")
def test_noise_never_stops_the_samples_after_it(noise: bytes) -> None:
    stream = SampleStream("01")
    stream.feed(noise, 0.0)
    assert values_of(stream, b"\n\nafterwards:5\n")[-1:] == [{"afterwards": 5}]


def test_a_line_without_an_end_is_cut_and_counted() -> None:
    stream = SampleStream("01")
    events = stream.feed(b"x" * (LONGEST + 1), 0.0) + stream.feed(b"yyyy\nlight:1\n", 0.0)
    assert [type(event) for event in events] == [Damaged, Text, Sample]


def test_lost_bytes_are_counted_as_damage() -> None:
    stream = SampleStream("01")
    assert values_of(stream, b"light:1\nli\xff\xfeght:2\nlight:<DAPLink:Overflow>\nlight:4\n") == [
        {"light": 1},
        {"light": 4},
    ]
    assert stream.counts.damaged == 2


def test_a_half_first_line_is_no_sample() -> None:
    stream = SampleStream("01", whole=False)
    assert values_of(stream, b"23\n123\n") == [{"value": 123}]
    quiet_before = SampleStream("01", whole=False)
    quiet_before.begin_line()
    assert values_of(quiet_before, b"23\n") == [{"value": 23}]


def test_a_connection_that_breaks_leaves_a_damaged_line() -> None:
    stream = SampleStream("01")
    stream.feed(b"light:1\nlight:2", 0.0)
    assert [type(event) for event in stream.cut(1.0)] == [Damaged]
    assert values_of(stream, b"3\nlight:4\n") == [{"light": 4}]


@pytest.mark.parametrize("header", [b"time,light,temp", b"Time (seconds),light,temp"])
def test_a_header_names_the_rows_and_its_time_is_no_channel(header: bytes) -> None:
    stream = SampleStream("01")
    events = stream.feed(header + b"\n0.5,120,21\n1.5,121,22\n", 100.0)
    samples = [event for event in events if isinstance(event, Sample)]
    assert [sample.values for sample in samples] == [{"light": 120, "temp": 21}, {"light": 121, "temp": 22}]
    assert samples[1].time - samples[0].time == pytest.approx(1.0)


def test_words_with_a_comma_name_nothing_unless_a_row_follows() -> None:
    assert values_of(SampleStream("01"), b"Hello, world\nready\n1,2\n") == [{"value1": 1, "value2": 2}]


def test_the_last_line_of_a_traceback_is_text() -> None:
    talk = b'Traceback (most recent call last):\n  File "main.py", line 3, in <module>\nOSError: 19\nlight:3\n'
    assert values_of(SampleStream("01"), talk) == [{"light": 3}]


def test_board_time_has_no_jitter_and_the_counter_tells_what_was_lost() -> None:
    stream = SampleStream("01")
    events = []
    for arrival, line in [(10.0, b"t:0,n:1,x:1\n"), (10.13, b"t:100,n:2,x:2\n"), (10.41, b"t:400,n:5,x:5\n")]:
        events += stream.feed(line, arrival)
    assert [round(event.time, 6) for event in events] == [10.0, 10.1, 10.4]
    assert stream.counts.lost == 2
    again = stream.feed(b"t:50,n:1,x:1\n", 12.0)  # the board was reset: its clock and counter began anew
    assert again[0].time == 12.0
    assert stream.counts.lost == 2


def test_lines_of_one_block_are_dated_by_the_speed_of_the_line() -> None:
    events = SampleStream("01").feed(b"x:1\nx:2\n" + b"y" * 1152, 10.0)
    assert [round(event.time, 3) for event in events] == [9.9, 9.9]


def test_a_makecode_line_of_more_than_255_characters_is_joined() -> None:
    line = ",".join(f"sensor{number:02d}:{number}" for number in range(40))
    split = line[:255] + "\r\n" + line[255:] + "\r\nlight:1\n"
    samples = values_of(SampleStream("01"), split.encode())
    assert [len(sample) for sample in samples] == [40, 1]


def test_makecode_padding_and_reserved_names() -> None:
    assert values_of(SampleStream("01"), b"light:5                         \r\nboard:3\n") == [
        {"light": 5},
        {"board_": 3},
    ]


def test_labels_without_end_make_no_columns_without_end() -> None:
    stream = SampleStream("01")
    samples = values_of(stream, b"".join(b"a%d:1\n" % number for number in range(500)))
    assert len(samples) == 64
    assert stream.counts.texts == 436


def test_splitter_keeps_only_the_unfinished_line() -> None:
    splitter = LineSplitter()
    for _round in range(1000):
        splitter.feed(b"1234567\n12")
    assert [line.text for line in splitter.feed(b"3\n")] == ["123"]


@pytest.mark.parametrize(
    "start", [b"soft reboot\r\n", b"MPY: soft reboot\r\n", b"MicroPython v1.9.2 on 2022; micro:bit\r\n"]
)
def test_the_first_light_after_a_start_is_no_measurement(start: bytes) -> None:
    stream = SampleStream("01")
    assert values_of(stream, b"\r\nlight:120\r\n") == [{"light": 120}]
    assert values_of(stream, start, b"light:194,temp:20\r\nlight:127,temp:20\r\n") == [
        {"temp": 20}, {"light": 127, "temp": 20}
    ]  # fmt: skip
    assert values_of(stream, start, b"light:0\r\nlight:127\r\n") == [{"light": 127}]
