"""Every form of line that boards already print, and what is none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimotsuki_ictclub.telemetry.forms import NotWhole, read_header, read_values


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("(12, -340, 1000)", {"value1": 12, "value2": -340, "value3": 1000}),
        ("(12,)", {"value": 12}),
        ("[1.5, 2e3]", {"value1": 1.5, "value2": 2000}),
        ("light:120,temp:23", {"light": 120, "temp": 23}),
        ("light:120\ttemp:23", {"light": 120, "temp": 23}),
        ("light:120 temp:23", {"light": 120, "temp": 23}),
        ("light: 120, temp: -2.5", {"light": 120, "temp": -2.5}),
        ("light level:3", {"light level": 3}),
        ("明るさ:120,気温:23.5", {"明るさ": 120, "気温": 23.5}),
        ("明るさ：120", {"明るさ": 120}),
        ("pressed:True", {"pressed": 1}),
        ("12", {"value": 12}),
        ("-.5e-3", {"value": -0.0005}),
        ("12,34,56", {"value1": 12, "value2": 34, "value3": 56}),
        ("12, 34, 56,", {"value1": 12, "value2": 34, "value3": 56}),
        ("12 34", {"value1": 12, "value2": 34}),
        ("t:1200,n:4,x:5", {"t": 1200, "n": 4, "x": 5}),
        ('{"t":12,"s":"1","n":"temp","v":23}', {"t": 12, "temp": 23}),
        ('{"light":120,"temp":23.5}', {"light": 120, "temp": 23.5}),
    ],
)
def test_reads_every_form(line: str, values: dict[str, float]) -> None:
    assert read_values(line) == values


@pytest.mark.parametrize(
    "line",
    ["", "Hello", "こんにちは", "ready!", "Score: 10 points", "12:30", "2024-01-01", "3.1.2", "{heart}", ">>> ",
     "MicroPython v1.18 on 2023-10-30; micro:bit v2.1.2 with nRF52833", "{'a': 1}", '{"name":"x"}', "a:b:c",
     '  File "main.py", line 3, in <module>', "(smile)", "[1, two]", "1 apple", "{}", "true"],
)  # fmt: skip
def test_text_is_no_sample_and_no_damage(line: str) -> None:
    assert read_values(line) is None


@pytest.mark.parametrize(
    "line",
    ["(12, -340, 10", "12, -340, 1000)", "12,,34", "1.2.3,4", "light:120,te", "light:120,temp:", '{"t":12,"s":',
     "12,\x0034", "(1,2)(3,4)", "5, 6-7"],
)  # fmt: skip
def test_a_broken_sample_is_damage(line: str) -> None:
    with pytest.raises(NotWhole):
        read_values(line)


@pytest.mark.parametrize("line", ["light:", "light", "light:1x", "light:120 te", "lig:7,light:1.2.3"])
def test_a_known_label_shows_damage(line: str) -> None:
    with pytest.raises(NotWhole):
        read_values(line, known=["light", "temp"])


def test_names_are_used_where_their_number_fits() -> None:
    assert read_values("(1, 2, 3)", ["x", "y", "z"]) == {"x": 1, "y": 2, "z": 3}
    assert read_values("(1, 2)", ["x", "y", "z"]) == {"value1": 1, "value2": 2}


def test_infinite_and_huge_readings_are_missing_ones() -> None:
    for line in ("a:inf,b:1", "a:-inf,b:1", "a:nan,b:1", "a:1e999,b:1", '{"a":' + "9" * 5000 + ',"b":1}'):
        values = read_values(line)
        assert values is not None and math.isnan(values["a"]) and values["b"] == 1, line


def test_headers() -> None:
    assert read_header("time,light,temp") == ("time", "light", "temp")
    assert read_header("Time (seconds),light") == ("Time (seconds)", "light")
    assert read_header("時間,明るさ") == ("時間", "明るさ")
    for text in ("light", "Hello there", "a,a", "12,light", "=cmd(),x"):
        assert read_header(text) is None, text


@given(st.text(max_size=300))
def test_any_line_is_a_sample_or_text_or_damage(line: str) -> None:
    try:
        values = read_values(line, known=["light"])
    except NotWhole:
        return
    assert values is None or all(isinstance(value, float) for value in values.values())


@given(st.dictionaries(st.sampled_from(["x", "light", "気温", "a_1"]),
                       st.floats(allow_nan=False, allow_infinity=False), min_size=1))  # fmt: skip
def test_what_is_printed_with_labels_is_read_back(values: dict[str, float]) -> None:
    assert read_values(",".join(f"{name}:{value!r}" for name, value in values.items())) == values
