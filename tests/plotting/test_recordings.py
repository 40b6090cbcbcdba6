"""What is in a picture of recordings: labels, units, panels, gaps, boards."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from kimotsuki_ictclub import language
from kimotsuki_ictclub.errors import PlotError, TelemetryError
from kimotsuki_ictclub.plotting import draw_comparison, draw_recording, png_of, save_picture
from kimotsuki_ictclub.plotting.thinning import thin
from kimotsuki_ictclub.telemetry import Recording


def recording(boards: tuple[str, ...] = ("01",), **channels: list[float]) -> Recording:
    count = len(next(iter(channels.values())))
    return Recording(
        times=np.arange(count) / 10,
        board_index=np.arange(count) % len(boards),
        boards=boards,
        channels={name: np.array(values, dtype=float) for name, values in channels.items()},
    )


def test_labels_and_units_are_those_of_the_lessons() -> None:
    language.set_language("ja")
    light, temp = draw_recording(recording(light=[1, 2, 3], temp=[20, 21, 22]), title="きょうの りか").axes
    assert light.get_ylabel() == "明るさ"
    assert "°C" in temp.get_ylabel()
    assert temp.get_xlabel()
    language.set_language("en")
    assert draw_recording(recording(light=[1, 2])).axes[0].get_ylabel() == "Light"


def test_channels_of_one_kind_share_a_panel_with_a_legend() -> None:
    (axes,) = draw_recording(recording(p=[1, 2, 3], q=[2, 3, 4], r=[3, 4, 5])).axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["p", "q", "r"]


def test_boards_have_lines_of_their_own_and_a_name() -> None:
    (axes,) = draw_recording(recording(("01", "みかん"), light=[1, 2, 3, 4])).axes
    assert [np.asarray(line.get_ydata()).tolist() for line in axes.lines] == [[1, 3], [2, 4]]
    assert "みかん" in axes.get_legend().get_texts()[1].get_text()
    assert axes.lines[0].get_color() != axes.lines[1].get_color()


def test_a_gap_is_a_gap_but_a_row_of_another_channel_is_none() -> None:
    nan = float("nan")
    (axes,) = draw_recording(recording(p=[1, nan, nan, 4], q=[nan, 5, nan, nan])).axes
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, True, False]


def test_the_range_of_a_still_chart_is_chosen_as_that_of_a_live_one() -> None:
    (whole,) = draw_recording(recording(light=[100, 110]), span="whole").axes
    (pair,) = draw_recording(recording(light=[100, 110]), span=(90, 120)).axes
    assert (whole.get_ylim(), pair.get_ylim()) == ((0, 255), (90, 120))


def test_sun_and_shade_in_one_chart() -> None:
    (axes,) = draw_comparison([recording(light=[200, 210]), recording(light=[20, 30])], names=["sun", "shade"]).axes
    assert [text.get_text().split(" · ")[0] for text in axes.get_legend().get_texts()] == ["sun", "shade"]


def test_without_a_clock_the_samples_are_counted() -> None:
    plain = recording(light=[1, 2])
    plain.has_time = False
    assert draw_recording(plain).axes[0].get_xlabel() == "Sample"


def test_nothing_to_draw_is_a_clear_error() -> None:
    with pytest.raises(PlotError) as caught:
        draw_recording(recording(p=[float("nan")]))
    assert caught.value.code == "nothing-to-plot"
    with pytest.raises(TelemetryError, match="light"):
        draw_recording(recording(light=[1.0]), channels=["sound"])


def test_no_character_is_missing_from_the_font(recwarn: pytest.WarningsRecorder) -> None:
    png_of(draw_recording(recording(("みかん",), 気温=[1, 2]), title="肝付町 高山 内之浦 くらくなると光る"))
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_the_picture_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    from PIL import Image

    figure = draw_recording(recording(p=[1, 2]))
    path = save_picture(figure, tmp_path / "deep" / "p.png")
    assert Image.open(io.BytesIO(path.read_bytes())).size == (800, 450)
    with pytest.raises(PlotError, match=r"p\.png"):
        save_picture(figure, path / "q.png")


def test_thinning_keeps_the_peaks_the_ends_and_the_gaps() -> None:
    times = np.arange(1_000_000) / 100
    values = np.sin(times)
    values[123_456] = 99
    values[765_432] = np.nan
    few_times, few = thin(times, values)
    assert len(few) <= 10_000
    assert few[0] == values[0] and few[-1] == values[-1]
    assert np.nanmax(few) == 99 and np.isnan(few).sum() == 1
    assert np.all(np.diff(few_times) > 0)
