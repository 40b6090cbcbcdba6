"""What a child does, in a real browser: the live plot of a virtual board moves, the sliders move it, stop stops it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kimotsuki_ictclub import language
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.telemetry import load_recording

from ..attendance.desk.conftest import until
from .lab_page import lab_page, missing_browser, output_of, run_cell, write_notebook

pytestmark = pytest.mark.skipif(bool(missing_browser()), reason=missing_browser())

LESSON = find(4)
STARTER, MAIN = (f"%%microbit 4\n{(LESSON.folder / name).read_text('utf-8')}" for name in ("starter.py", "main.py"))
PLOT = ".ictclub-live"
STILL = ".jp-RenderedImage img"
CELLS = [
    "from kimotsuki_ictclub import connect\nboard = connect('virtual://v1')",
    "plot = board.live_plot(seconds=None, channels=['light'], span=(0, 255))",
    "print('the kernel answers:', 6 * 7, 'running' if plot.running else 'ended')",
    "connect('COM99')",
    "bord.live_plot()",
    STARTER.replace("# 2. ", "if light < DARK\n        #"),
    STARTER,
    MAIN,
]


def picture_of(page: Any) -> np.ndarray:
    from PIL import Image

    shot = page.locator(f"{PLOT} canvas").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)


def line_height(picture: np.ndarray) -> float | None:
    """Return how high the blue line is at its right end: 0 at the bottom, 1 at the top; None: no line."""
    blue = (picture[..., 2] > 140) & (picture[..., 0] < 90) & (picture[..., 1] < 150)
    blue[:12] = blue[-12:] = blue[:, :12] = blue[:, -12:] = False  # the frame of the canvas
    columns = np.flatnonzero(blue.any(axis=0))
    return 1 - float(np.flatnonzero(blue[:, columns.max()]).mean()) / len(picture) if columns.size else None


def frames(page: Any) -> int:
    return int(page.locator(PLOT).get_attribute("data-frames") or 0)


def wait_for_line(page: Any, where: Callable[[float], bool]) -> None:
    """Wait until the line ends where it should; how many frames that takes is a matter of the machine."""
    until(lambda: (height := line_height(picture_of(page))) is not None and where(height))


def move_slider(page: Any, name: str, value: int) -> None:
    page.locator(f"input[data-world={name}]").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }", value
    )


def press(page: Any, cell: int, words: str) -> None:
    page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(f"button:has-text('{words}')").click()


def write_a_program(page: Any) -> None:
    """From the gap to the passed check: a mistake, one hint, all steps; then Stop."""
    run_cell(page, 5)
    page.wait_for_function("document.body.innerText.includes('26ぎょうめ：ぎょうの さいごに コロン(:)が')")
    run_cell(page, 6)
    press(page, 6, "チェック")
    page.wait_for_selector(".ictclub-hint")
    assert output_of(page, 6).count("💡") == 1 and "△" in output_of(page, 6)
    run_cell(page, 7)
    page.wait_for_function("document.querySelectorAll('.ictclub-printed').length == 2")
    press(page, 7, "チェック")
    page.wait_for_selector(".ictclub-passed")
    assert "△" not in output_of(page, 7) and "light:" in output_of(page, 7)
    press(page, 7, "とめる")
    page.wait_for_function("document.body.innerText.includes('■ 止')")


@pytest.mark.timeout(400)
def test_the_live_plot_of_a_virtual_board(tmp_path: Path) -> None:
    language.set_language("ja")
    write_notebook(tmp_path / "try.ipynb", CELLS)
    with lab_page(tmp_path, "try.ipynb") as page:
        assert "ファイル" in page.locator("#jp-MainMenu").inner_text()
        for number in (0, 1):
            run_cell(page, number)
        page.wait_for_selector(f"{PLOT} canvas")
        move_slider(page, "light", 30)
        wait_for_line(page, lambda height: height < 0.35)
        move_slider(page, "light", 230)
        wait_for_line(page, lambda height: height > 0.65)

        page.locator("input[data-world=light]").press("ArrowLeft")  # JupyterLab leaves the keys to it
        assert page.locator("input[data-world=light]").input_value() == "229"

        run_cell(page, 2)  # the notebook stays usable meanwhile
        page.wait_for_function("document.body.innerText.includes('the kernel answers: 42 running')")

        page.locator(f"{PLOT} [data-action=pause]").click()
        page.wait_for_selector(f"{PLOT}[data-state=paused]")
        page.locator(f"{PLOT} [data-action=pause]").click()
        page.wait_for_selector(f"{PLOT}[data-state=running]")

        page.locator(f"{PLOT} [data-action=stop]").click()
        page.wait_for_selector(f"{PLOT}[data-state=stopped]")
        shown = frames(page)
        page.locator(f"{PLOT} [data-action=csv]").click()
        page.wait_for_function(f"document.querySelector('{PLOT}').innerText.includes('.csv')")
        page.locator(f"{PLOT} [data-action=picture]").click()
        page.wait_for_function(f"document.querySelector('{PLOT}').innerText.includes('.png')")
        assert frames(page) <= shown + 1  # it stands still, but for one that was on its way

        run_cell(page, 3)
        page.wait_for_function("document.body.innerText.includes('⚠')")
        assert "Traceback" not in output_of(page, 3)

        run_cell(page, 4)
        page.wait_for_function("document.body.innerText.includes('board の ことかな')")
        assert "Traceback" not in output_of(page, 4)  # it is there, but folded

        write_a_program(page)

        page.locator(STILL).wait_for()  # the picture that the notebook keeps took the chart's place
        assert not page.locator(f"{PLOT} canvas").is_visible()
        page.keyboard.press("Control+s")
        page.wait_for_selector(".jp-mod-current:not(.jp-mod-dirty)")
        page.locator(".jp-InputPrompt").first.click()
        page.keyboard.press("0")
        page.keyboard.press("0")  # restart the kernel …
        page.locator(".jp-Dialog .jp-mod-accept").click()  # … yes
        page.wait_for_selector(f"{PLOT}[data-state=gone]")
        assert page.locator(f"{PLOT} button:not([disabled])").count() == 0
        assert "いちばん うえ" in output_of(page, 1)
        page.reload()
        page.locator(STILL).wait_for()
        page.wait_for_function("!document.body.innerText.includes('Loading widget')")
        assert "model not found" not in output_of(page, 1)

    (csv,) = tmp_path.glob("try-*.csv")
    light = load_recording(csv).channels["light"]
    assert light.min() < 40 and light.max() > 220
    (png,) = tmp_path.glob("try-*.png")
    assert png.read_bytes().startswith(b"\x89PNG")
