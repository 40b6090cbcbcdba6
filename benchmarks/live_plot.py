"""The live plot in a real JupyterLab page: 3 lines × 500 points, 50 samples a second.

Ours beside the ways that were tried: ipympl, an ipywidgets Image, and clear-and-replot. Each draws the same samples
at most 25 frames a second, for some seconds. CPU is that of the notebook's kernel. Our frames are counted when they
are on the screen, the others' when they are drawn.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 8
_ROOT = Path(__file__).resolve().parent.parent

_SOURCE = f"""
import math, multiprocessing, os, statistics, sys, threading, time, tty
import psutil, serial
sys.path.insert(0, {str(_ROOT)!r})
from benchmarks.live_plot import PtyBoard, Meter
board, meter = PtyBoard(), Meter()
board.start()
"""
OURS = """
from kimotsuki_ictclub.notebook import ClubBoard
plot = ClubBoard([board]).live_plot(seconds=None)
printed, shown = {}, {}
send = plot.widget.send
def send_and_note(content, buffers=None):
    printed[content["frame"]] = board.begin + (plot._recorder.samples - 1) / board.RATE
    send(content, buffers=buffers)
plot.widget.send = send_and_note
def note_shown(widget, message, buffers):
    if "shown" in message:
        shown[message["shown"]] = message["at"] - time.time() + time.monotonic()
plot.widget.on_msg(note_shown)
"""
LOOP = """
from IPython.display import display, clear_output
import numpy as np
over = threading.Event()
frames = [0]
times, values = [], []
def follow():
    from kimotsuki_ictclub.telemetry import SampleReader
    with SampleReader([board]) as reader:
        due = time.monotonic()
        while not over.is_set():
            over.wait(max(0, due - time.monotonic()))
            due = max(due + 1 / 25, time.monotonic())
            for event in reader.read(0):
                if hasattr(event, "values"):
                    times.append(event.time)
                    values.append(list(event.values.values()))
            if times:
                draw(np.array(times[-500:]) - times[0], np.array(values[-500:]))
                frames[0] += 1
"""
REPLOT = (
    LOOP
    + """
import io, matplotlib
from IPython.display import Image
matplotlib.use("agg")
import matplotlib.pyplot as plt
handle = display({"text/plain": ""}, raw=True, display_id=True)
def draw(t, v):
    fig, ax = plt.subplots(figsize=(7, 3.8))
    ax.plot(t, v)
    picture = io.BytesIO()
    fig.savefig(picture, format="png")
    plt.close(fig)
    handle.update(Image(picture.getvalue()))
threading.Thread(target=follow, daemon=True).start()
"""
)
IMAGE = (
    LOOP
    + """
import ipywidgets, io
from kimotsuki_ictclub.plotting.chart_style import new_figure
fig = new_figure(7, 3.8)
ax = fig.subplots()
lines = ax.plot(np.zeros((1, 3)), animated=True)
ax.set_ylim(-1100, 1100)
fig.canvas.draw()
background = [fig.canvas.copy_from_bbox(fig.bbox), 0.0]
image = ipywidgets.Image()
display(image)
def draw(t, v):
    if t[-1] > background[1]:
        background[1] = t[-1] + 2
        ax.set_xlim(background[1] - 10, background[1])
        fig.canvas.draw()
        background[0] = fig.canvas.copy_from_bbox(fig.bbox)
    fig.canvas.restore_region(background[0])
    for line, column in zip(lines, v.T):
        line.set_data(t, column)
        ax.draw_artist(line)
    picture = io.BytesIO()
    from PIL import Image
    Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).save(picture, "png")
    image.value = picture.getvalue()
threading.Thread(target=follow, daemon=True).start()
"""
)
IPYMPL = (
    LOOP
    + """
%matplotlib widget
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(7, 3.8))
lines = ax.plot(np.zeros((1, 3)))
ax.set_ylim(-1100, 1100)
plt.show()
def draw(t, v):
    ax.set_xlim(t[-1] - 10, t[-1])
    for line, column in zip(lines, v.T):
        line.set_data(t, column)
    fig.canvas.draw()
threading.Thread(target=follow, daemon=True).start()
"""
)
REPORT = "print(meter.report(frames[0]))"
REPORT_OURS = (
    "print(meter.report(len(shown), [shown[f] - printed[f] for f in sorted(set(shown) & set(printed)) if f > 25]))"
)
WAYS = {
    "ours (anywidget, palette PNG)": (OURS, REPORT_OURS),
    "ipywidgets Image, blit + PNG": (IMAGE, REPORT),
    "ipympl": (IPYMPL, REPORT),
    "clear and replot": (REPLOT, REPORT),
}


class PtyBoard:
    """A board that prints three values 50 times a second, in a process of its own."""

    RATE = 50
    label = "01"

    def start(self) -> None:
        """Begin to print; `begin` is the time of the first line."""
        import tty

        self._board, self._computer = os.openpty()
        tty.setraw(self._computer)
        self.begin = time.monotonic() + 3.0
        code = (
            "import math, os, time\n"
            f"for k in range({self.RATE} * 600):\n"
            f"    time.sleep(max(0, {self.begin!r} + k / {self.RATE} - time.monotonic()))\n"
            "    values = (1000 * math.sin(k / 30), 800 * math.cos(k / 41), k % 200)\n"
            f"    os.write({self._board}, b'x:%d,y:%d,z:%d\\n' % values)\n"
        )
        self.process = subprocess.Popen([sys.executable, "-c", code], pass_fds=[self._board])

    def open(self):  # type: ignore[no-untyped-def]
        """Open the computer's end."""
        import serial

        return serial.Serial(os.ttyname(self._computer), 115200, timeout=1)


class Meter:
    """Frames a second, CPU and delays between two calls."""

    def begin(self, frames: int) -> None:
        """Begin to measure."""
        import psutil

        self._process = psutil.Process()
        self._frames, self._wall, self._cpu = frames, time.monotonic(), sum(self._process.cpu_times()[:2])

    def report(self, frames: int, delays: list[float] | None = None) -> str:
        """Return what happened since `begin`."""
        wall = time.monotonic() - self._wall
        cpu = sum(self._process.cpu_times()[:2]) - self._cpu
        text = f"RESULT {(frames - self._frames) / wall:.1f} frames/s, {100 * cpu / wall:.0f} % of a core"
        if delays:
            delays = sorted(delays)
            middle, late = delays[len(delays) // 2], delays[int(len(delays) * 0.95)]
            text += f", print to picture p50 {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms"
        return text + f", {1000 * cpu / max(1, frames - self._frames):.1f} ms CPU a frame"


def measure(start: str, report: str, folder: Path) -> str:
    """Run one way in a JupyterLab page and return its result line."""
    from tests.notebook.lab_page import lab_page, output_of, run_cell, write_notebook

    count = "len(shown)" if "shown" in report else "frames[0]"
    write_notebook(
        folder / "bench.ipynb", [_SOURCE + start, f"meter.begin({count})", report + "\nboard.process.kill()"]
    )
    with lab_page(folder, "bench.ipynb") as page:
        run_cell(page, 0)
        page.wait_for_timeout(13_000)  # the lines have their 500 points
        run_cell(page, 1)
        page.wait_for_timeout(1000 * SECONDS)
        run_cell(page, 2)
        page.wait_for_function(
            "[...document.querySelectorAll('.jp-OutputArea-output')].some(o => o.innerText.includes('RESULT'))"
        )
        found = re.search(r"RESULT (.*)", output_of(page, 2))
        return found[1] if found else "failed"


def main() -> None:
    from tests.notebook.lab_page import missing_browser

    if sys.platform == "win32" or missing_browser():
        print("live plot: needs ptys and chromium")
        return
    for name, (start, report) in WAYS.items():
        if name == "ipympl" and importlib.util.find_spec("ipympl") is None:
            print(f"{name:32} is not installed (the club does not need it)")
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name:32}", measure(start, report, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
