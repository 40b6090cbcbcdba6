"""What boards print in the field, and its siblings, as bytes in blocks of any size."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimotsuki_ictclub.telemetry import Damaged, Event, Sample, SampleStream, Stopped, Text, trouble_of

FIELD = Path(__file__).parents[1] / "fixtures" / "lines"
Values = dict[str, float]


def events_of(content: bytes, size: int = 4096) -> tuple[list[Event], SampleStream]:
    stream = SampleStream("b")
    events = [
        event for place in range(0, len(content), size) for event in stream.feed(content[place : place + size], 1.0)
    ]
    return events, stream


def samples_of(text: str | bytes, size: int = 4096) -> list[Values]:
    content = text.encode() if isinstance(text, str) else text
    return [event.values for event in events_of(content, size)[0] if isinstance(event, Sample)]


@pytest.mark.parametrize("size", [1, 5, 4096])
@pytest.mark.parametrize(
    ("name", "samples", "damaged"),
    [
        ("all-line-ends", [{"light": n} for n in (1, 2, 3, 4, 5)], 0),
        ("byte-order-mark", [{"light": 5}, {"light": 6}], 0),
        ("carriage-returns", [{"light": 120}, {"light": 121}, {"light": 122}], 0),
        ("full-width-separators", [{"temp": 23, "light": 5}, {"temp": 24, "light": 6}, {"temp": 25, "light": 7}], 0),
        ("labels-that-begin-oddly", [{"°C": 23}, {"🌡": 24}, {"%": 40}, {"3D": 5}], 0),
        ("log-first-row-short", [{"temp": 24, "light": 5}, {"temp": 25, "light": 6}], 1),
        ("log-that-grows", [{"a": 1}, {"a": 2}, {"a": 3, "Temp (C)": 21}], 0),
        ("log-with-stamps", [{"temp": 23}, {"light": 5}, {"sound": 7}], 0),
        ("log-without-stamps", [{"temp": 23}, {"light": 5}, {"temp": 24, "light": 6}], 0),
        ("makecode-booleans", [{"value1": 12, "value2": 1}, {"value1": 5, "value2": 0}, {"button": 1}, {"button": 0},
                               {"x": 1, "y": 0}], 0),
        ("numbers-without-any-end", [], 0),
        ("teleplot", [{"temp": 23.5}, {"temp": 24}], 0),
        ("unit-after-the-number", [{"温度": 23}, {"きょり": 12}, {"temp": 23.5}, {"light": 40}], 0),
        ("units-in-brackets", [{"Temp (C)": 21}, {"Humidity (%)": 40}, {"Pressure (hPa)": 1013.2}, {"温度(℃)": 23},
                               {"temp [C]": 22}, {"Temp (C)": 24, "Humidity (%)": 41}], 0),
        ("zero-bytes-after-a-reset", [{"light": 5}, {"value1": 12, "value2": 34}, {"light": 6}], 0),
    ],
)  # fmt: skip
def test_the_field(name: str, samples: list[Values], damaged: int, size: int) -> None:
    content = (FIELD / f"{name}.txt").read_bytes()
    events, stream = events_of(content, size)
    assert [event.values for event in events if isinstance(event, Sample)] == samples
    assert stream.counts.damaged == damaged == sum(isinstance(event, Damaged) for event in events)
    assert not any(event.text == "" for event in events if isinstance(event, Text))


def test_the_stamps_of_a_log_are_its_time() -> None:
    events, _stream = events_of((FIELD / "log-with-stamps.txt").read_bytes())
    times = [event.time for event in events if isinstance(event, Sample)]
    assert [round(time - times[0], 3) for time in times] == [0.0, 0.104, 0.312]


@pytest.mark.parametrize(
    ("unit", "step"), [("seconds", 1.0), ("milliseconds", 0.001), ("minutes", 60.0), ("hours", 3600.0), ("days", 86400)]
)
def test_every_clock_of_the_log(unit: str, step: float) -> None:
    stream = SampleStream("b")
    events = stream.feed(f"Time ({unit}),x\n1.00,1\n".encode(), 10.0)
    events += stream.feed(b"2.00,2\n", 10.0 + step)
    assert [event.values for event in events if isinstance(event, Sample)] == [{"x": 1}, {"x": 2}]
    assert events[-1].time - events[-2].time == pytest.approx(step, abs=0.001)


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        # empty cells anywhere, several, and only the clock
        ("time,a,b,c\n1,,,5\n2,,6,\n3,7,,\n4,,,\n", [{"c": 5}, {"b": 6}, {"a": 7}]),
        # a header again: wider, narrower, in another order, and the same
        ("Time (seconds),a,b\n1,1,2\nTime (seconds),b,a\n2,3,4\nTime (seconds),b\n3,5\n",
         [{"a": 1, "b": 2}, {"b": 3, "a": 4}, {"b": 5}]),
        ("temp,light\n1,2\nlight,temp\n3,4\nlight,temp,sound\n5,,6\n",
         [{"temp": 1, "light": 2}, {"light": 3, "temp": 4}, {"light": 5, "sound": 6}]),
        # rows that don't fit leave the header in force; so do words
        ("Time (seconds),a,b\n1,2,3,4\n2,5,6\n7\n3,7,8\n", [{"a": 5, "b": 6}, {"a": 7, "b": 8}]),
        ("temp,light,sound\n24,5\n25,6,1\n", [{"temp": 25, "light": 6, "sound": 1}]),
        ("temp,light\n1,2\nhot,dark\n3,4\nhello\n5,6\n",
         [{"temp": 1, "light": 2}, {"temp": 3, "light": 4}, {"temp": 5, "light": 6}]),
        ("Time (seconds),place,a\n1,room,5\n2,yard,6\n", [{"a": 5}, {"a": 6}]),
        # words below a header become the header where rows fit only them
        ("a,b\n1,2\nc,d,e\n3,4,5\n6,7,8\n", [{"a": 1, "b": 2}, {"c": 3, "d": 4, "e": 5}, {"c": 6, "d": 7, "e": 8}]),
        # T is a temperature
        ("Time (seconds),T,H\n1,21,40\n", [{"T": 21, "H": 40}]),
        ("T (C),H\n21,40\n", [{"T (C)": 21, "H": 40}]),
        # a tab, a semicolon, an odd name, true and false, units
        ("Time (s)\t°C\t🌡\n1\t2\t3\n", [{"°C": 2, "🌡": 3}]),
        ("時間(秒);明るさ;3D\n1;2;\n", [{"明るさ": 2}]),
        ("a,b\ntrue,false\n1,0\n", [{"a": 1, "b": 0}, {"a": 1, "b": 0}]),
        ("t,温度\n100,23℃\n", [{"温度": 23}]),
        # no header: `,5` stays text; greetings name nothing
        (",5\n24,6\n", [{"value1": 24, "value2": 6}]),
        ("Hello, world\n5\n6\n", [{"value": 5}, {"value": 6}]),
        ("Hello, world\n1,2,3\n", [{"value1": 1, "value2": 2, "value3": 3}]),
        ("temp\n5\n", [{"value": 5}]),
    ],
)  # fmt: skip
def test_rows_below_a_header(text: str, samples: list[Values]) -> None:
    assert samples_of(text) == samples


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("a:1\r\r\nb:2\n\rc:3\rd:4\n", [{"a": 1}, {"b": 2}, {"c": 3}, {"d": 4}]),
        ("湿度[％]:40\n速さ（m/s）：2.5\nW.AvgPow(W):0.52\n(x):1\n",
         [{"湿度[％]": 40}, {"速さ（m/s）": 2.5}, {"W.AvgPow(W)": 0.52}]),
        ("=1+1:5\n+a:5\n-a:5\n@a:5\n12:30\n12:30:05\n2024-01-01 12:30\n>>> a:1\n", []),
        ("温度：23℃、湿度：40％\n", [{"温度": 23, "湿度": 40}]),
        ("temp:23　light:5\n", [{"temp": 23, "light": 5}]),
        ("x:1 s:2 m:3\n", [{"x": 1, "s": 2, "m": 3}]),
        ("d:12mm, v:3.3 V; f:440Hz\n", [{"d": 12, "v": 3.3, "f": 440}]),
        ("Score: 10 points\nscore: 10/20\nscore: 10 / 20\n", []),
        ("温度：２３．５℃\nx:－５ y:−3\n電圧:3.3Ｖ\nきょり：１２ｃｍ\n",
         [{"温度": 23.5}, {"x": -5, "y": -3}, {"電圧": 3.3}, {"きょり": 12}]),
        ("x:1 / y:2\nx:1|y:2 | z:3\n温度:23℃ ・ 湿度:40％。\n",
         [{"x": 1, "y": 2}, {"x": 1, "y": 2, "z": 3}, {"温度": 23, "湿度": 40}]),
        ("得点:10点\nほすう：12ほ\n音:60db\n明るさ:120ルクス\n",
         [{"得点": 10}, {"ほすう": 12}, {"音": 60}, {"明るさ": 120}]),
        (">temp:23.5,light:4\n> temp: 5\n>a:1 >b:2\n",
         [{"temp": 23.5, "light": 4}, {"temp": 5}, {"a": 1, "b": 2}]),
        (">temp:1627551892437:12.3\n>temp:5§°C|np\n>a:1 >b:2|g\n", [{"temp": 12.3}, {"temp": 5}, {"a": 1, "b": 2}]),
        ("１２，３４\n12、34\n(1，2)\n", [{"value1": 12, "value2": 34}] * 2 + [{"value1": 1, "value2": 2}]),
        ("a:TRUE,b:FALSE\nTRUE\n", [{"a": 1, "b": 0}]),
        ('{"a":1,"b":null}\n{"a":2,"place":"yard"}\n{"a":"x"}\n{"t":5,"n":"a","v":"x"}\n', [{"a": 1}, {"a": 2}]),
        ("true\nfalse\n(true, 5)\n5,true\n", [{"value1": 1, "value2": 5}, {"value1": 5, "value2": 1}]),
        ('\0{"Temp (C)":5}\n\ufeff(1,2)\n\0\0\ufeffa,b\n1,2\n',
         [{"Temp (C)": 5}, {"value1": 1, "value2": 2}, {"a": 1, "b": 2}]),
    ],
)  # fmt: skip
def test_siblings_of_the_field(text: str, samples: list[Values]) -> None:
    for size in (1, 4096):
        assert samples_of(text, size) == samples


def test_what_is_damage_stays_damage() -> None:
    for text in ("light:1\nlight:1x\n", "12,\x0034\n", "a,b\n1,2\n1.2.3,4\n", "a,b\n1,2\n3,\x004\n"):
        assert events_of(text.encode())[1].counts.damaged == 1, text


def test_a_line_that_never_ends_is_known() -> None:
    stream = SampleStream("b")
    for second in range(30):
        stream.feed(b"23 " * 60, float(second))
    assert stream.counts.never_ends and stream.counts.unended == 5400
    error = trouble_of("b", stream.counts)
    assert error is not None and error.code == "line-unended"
    stream.feed(b"\nlight:1\n>>> ", 31.0)
    assert not stream.counts.never_ends and stream.counts.samples == 1
    assert events_of(b"light:1\nlight:")[1].counts.never_ends is False


def test_a_counter_that_lies_ends_nothing() -> None:
    events, stream = events_of(b"n:1e308,x:1\nn:-1e308,x:2\nn:1e308,x:3\nn:1,x:4\nn:4,x:5\n")
    assert [event.values for event in events if isinstance(event, Sample)] == [{"x": n} for n in (1, 2, 3, 4, 5)]
    assert stream.counts.lost == 2


STOP = (
    b"light:1\nTraceback (most recent call last):\n"
    b"  File \"main.py\", line 3, in <module>\nNameError: name 'x' isn't defined\n"
)


def test_what_stopped_the_program_is_told() -> None:
    for size in (1, 4096):
        events, stream = events_of(STOP, size)
        (stopped,) = [event for event in events if isinstance(event, Stopped)]
        assert (stopped.board, stopped.stop.kind, stopped.stop.line) == ("b", "NameError", 3)
        assert stream.counts.stop == stopped.stop
    stream.feed(b"light:2\n", 2.0)
    assert stream.counts.stop is None  # it was caught: the program goes on
    assert not any(
        isinstance(event, Stopped) for event in events_of(STOP.replace(b"NameError", b"KeyboardInterrupt"))[0]
    )
    assert isinstance(events_of(b"MemoryError: \n")[0][-1], Stopped)


@given(st.lists(st.text('0123456789,.:;\t\r\n()[]{}"ae温℃ -+>tTrue\0', max_size=40), max_size=12), st.data())
def test_blocks_of_any_size_say_the_same(lines: list[str], data: st.DataObject) -> None:
    content = "\n".join(lines).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6)))
    stream = SampleStream("b")
    places = [0, *cuts, len(content)]
    pieces = [event for a, b in itertools.pairwise(places) for event in stream.feed(content[a:b], 1.0)]
    whole, _stream = events_of(content)
    assert [repr(event.values) for event in pieces if isinstance(event, Sample)] == [
        repr(event.values) for event in whole if isinstance(event, Sample)
    ]
