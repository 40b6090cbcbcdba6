"""The chart that moves: what is drawn anew, how the axes follow, and that a small frame shows the same picture."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest

from kimotsuki_ictclub.errors import BoardError
from kimotsuki_ictclub.plotting.frames import encode_frame
from kimotsuki_ictclub.plotting.live_chart import LiveChart
from kimotsuki_ictclub.telemetry import Gone, Sample, Text


def pixels_of(png: bytes) -> np.ndarray:
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def wave(begin: int, end: int, board: str = "01") -> list[Sample]:
    return [
        Sample(50 + number / 50, board, {"x": math.sin(number / 10), "y": math.cos(number / 10)})
        for number in range(begin, end)
    ]


def blue(picture: np.ndarray) -> np.ndarray:
    return (picture[..., 2] > 140) & (picture[..., 0] < 90) & (picture[..., 1] < 150)


def test_frames_change_with_the_samples_and_only_with_them() -> None:
    chart = LiveChart()
    empty = chart.frame()
    assert not chart.add([Text(50.0, "01", "hello")])
    assert chart.frame() == empty
    assert chart.add(wave(0, 100))
    first = chart.frame()
    assert chart.frame() == first != empty
    chart.add(wave(100, 150))
    assert blue(pixels_of(chart.frame())).sum() > blue(pixels_of(first)).sum() > 100


def test_lines_are_drawn_on_the_kept_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    chart, draws = LiveChart(), []
    chart.add(wave(0, 100))
    chart.frame()
    whole = FigureCanvasAgg.draw
    monkeypatch.setattr(FigureCanvasAgg, "draw", lambda canvas: draws.append(whole(canvas)))
    for number in range(100, 500, 10):
        chart.add(wave(number, number + 10))
        chart.frame()
    assert draws == []  # ten seconds fit the window
    chart.add(wave(500, 510))
    chart.frame()
    assert len(draws) == 1  # the time axis moved on


def test_a_frame_kept_and_a_frame_drawn_anew_are_the_same_picture() -> None:
    kept, anew = LiveChart(span=(-1.2, 1.2)), LiveChart(span=(-1.2, 1.2))
    for number in range(0, 300, 10):
        kept.add(wave(number, number + 10))
        kept.frame()
    anew.add(wave(0, 300))
    np.testing.assert_array_equal(pixels_of(kept.frame()), pixels_of(anew.frame()))


def test_the_palette_shows_every_colour_of_a_chart() -> None:
    chart = LiveChart()
    chart.add(wave(0, 400) + wave(0, 400, "02"))
    true, small = pixels_of(chart.picture()), pixels_of(chart.frame())
    assert true.shape == small.shape
    assert np.abs(true - small).max(axis=2).mean() < 2
    assert np.percentile(np.abs(true - small).max(axis=2), 99.5) < 48


def test_encode_frame_keeps_black_and_white() -> None:
    picture = np.zeros((2, 2, 4), dtype=np.uint8)
    picture[0] = 255
    picture[..., 3] = 255
    assert pixels_of(encode_frame(picture)).tolist() == [[[255] * 3] * 2, [[0] * 3] * 2]


def test_the_time_axis_moves_on_and_old_points_are_forgotten() -> None:
    chart = LiveChart(window=2)
    for number in range(0, 1500, 50):
        chart.add(wave(number, number + 50))
        chart.frame()
    assert chart.newest == pytest.approx(50 + 1499 / 50)
    assert max(len(series.times) for series in chart._series.values()) < 250


def test_a_range_may_be_fixed_whole_or_follow() -> None:
    limits = {}
    for span in ("auto", "whole", (0.0, 50.0)):
        chart = LiveChart(span=span)
        chart.add([Sample(1.0, "01", {"light": 100.0}), Sample(1.1, "01", {"light": 120.0})])
        chart.frame()
        limits[span] = chart._figure.axes[0].get_ylim()
    assert limits["whole"] == (0, 255)
    assert limits[0.0, 50.0] == (0, 50)
    low, high = limits["auto"]
    assert 80 < low < 100 and 120 < high < 140


def test_boards_together_or_side_by_side() -> None:
    for side_by_side, panels in ((False, 1), (True, 2)):
        chart = LiveChart(side_by_side=side_by_side)
        chart.add(wave(0, 10) + wave(0, 10, "みかん"))
        chart.frame()
        assert len(chart._figure.axes) == panels


def test_a_gap_is_drawn_as_a_gap() -> None:
    chart = LiveChart()
    chart.add(wave(0, 100))
    chart.add([Gone(52.5, "01", BoardError("board-gone", "gone"))])
    chart.add(wave(300, 400))
    chart.frame()
    line = chart._figure.axes[0].lines[0]
    assert np.isnan(line.get_ydata()).sum() == 1


def test_a_class_side_by_side_fits_a_page() -> None:
    chart = LiveChart(side_by_side=True)
    chart.add([Sample(1 + step / 10, f"{board:02d}", {"light": board}) for step in range(5) for board in range(29)])
    height, width, _parts = pixels_of(chart.frame()).shape
    shown = [axes for axes in chart._figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in shown] == [f"{board:02d}" for board in range(29)]
    assert height < 2.6 * width
