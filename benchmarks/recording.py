"""A million samples: load a CSV and draw it; beside pandas and matplotlib without thinning, in the same run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kimotsuki_ictclub.plotting import draw_recording, png_of
from kimotsuki_ictclub.telemetry import Recorder, Recording, Sample, load_recording, write_recording

ROWS = 1_000_000


def million() -> Recording:
    times = np.arange(ROWS) / 100
    light = np.round(128 + 100 * np.sin(times / 300) + np.random.default_rng(1).normal(0, 5, ROWS))
    return Recording(times, np.zeros(ROWS, dtype=np.intp), ("01",), {"light": light, "temp": np.round(times / 500)})


def ours(path: Path) -> None:
    png_of(draw_recording(load_recording(path)))


def peer(path: Path) -> None:
    import pandas as pd

    from kimotsuki_ictclub.plotting.chart_style import new_figure

    table = pd.read_csv(path)
    figure = new_figure(8, 7.1)
    for axes, name in zip(figure.subplots(2, 1, sharex=True), ("light", "temp"), strict=True):
        axes.plot(table["time_s"], table[name])
    png_of(figure)


def seconds(work: Callable[[Path], object], path: Path) -> float:
    begin = time.perf_counter()
    work(path)
    return time.perf_counter() - begin


def rows_per_second() -> float:
    """Return how many samples a second a recording takes to its file, twenty samples a call."""
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "data.csv")
        begin = time.perf_counter()
        for batch in range(2000):
            recorder.add([Sample(batch + number / 20, "01", {"x": 1.0, "y": 2.5}) for number in range(20)])
        recorder.finish()
        return 40_000 / (time.perf_counter() - begin)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_recording(million(), Path(folder) / "million.csv")
        for work in (ours, peer):
            seconds(work, path)  # imports, fonts and the disk's memory are warm
        table = Path(folder) / "table.csv"
        table.write_text(path.read_text("utf-8-sig").replace("time_s,board", "時間(秒),No"), "utf-8")
        foreign = min(seconds(load_recording, table) for _ in range(3))
        mine, theirs = min(seconds(ours, path) for _ in range(3)), min(seconds(peer, path) for _ in range(3))
    print(f"load and draw {ROWS:,} samples, 2 channels: {mine:.2f} s; "
          f"pandas and matplotlib alone {theirs:.2f} s ({theirs / mine:.1f} x)")  # fmt: skip
    print(f"load {ROWS:,} rows of another program's table: {foreign:.2f} s")
    print(f"recording to a file: {rows_per_second():,.0f} samples a second")


if __name__ == "__main__":
    main()
