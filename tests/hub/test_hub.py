"""The class hub for real: two children in chromium, a program and a chart through the proxy, a killed server."""

from __future__ import annotations

import json
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.notebook.lesson_notebooks import name_of
from tests.notebook.lab_page import CHROMIUM, QUIET, missing_browser, run_cell, wait_for_kernel

from .running_hub import RunningHub, missing_hub, running_hub

WHY_NOT = missing_hub() or missing_browser()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

LESSON = find(4)
NOTEBOOK = f"{name_of(LESSON)}.ipynb"
CODE = ("dog", "car", "sun")
PLOT = ".ictclub-live"
PATIENCE = 300_000  # ms: a busy machine starts hub, server, kernel and page for minutes


def sign_in(page: Any, name: str, code: tuple[str, ...], pin: str, *, new: bool = False) -> None:
    """Fill in the door's form and send it; returns when the next page is there."""
    page.fill("#username", name)
    for picture in code:
        page.click(f"[data-picture={picture}]")
    page.fill("#pin", pin)
    page.set_checked("[name=new]", new)
    with page.expect_navigation():
        page.click("#in")


def refused(page: Any, hub: RunningHub, name: str, code: tuple[str, ...] = CODE, pin: str = "") -> str:
    """Return what the door says to somebody who may not come in."""
    page.goto(hub.address)
    sign_in(page, name, code, pin or hub.pin)
    return str(page.locator("[role=alert]").inner_text())


def start_page(page: Any, hub: RunningHub, name: str, code: tuple[str, ...]) -> None:
    """Sign up and wait for the list of notebooks in JupyterLab."""
    page.goto(hub.address)
    sign_in(page, name, code, hub.pin, new=True)
    page.wait_for_selector(f".jp-RenderedMarkdown a[href*='{name_of(LESSON)}']")


def finish_program(folder: Path) -> tuple[int, int]:
    """Fill the gap of the child's lesson notebook; return which cells are the program and the chart."""
    path = folder / NOTEBOOK
    notebook = json.loads(path.read_text("utf-8"))
    sources = [str(cell["source"]) for cell in notebook["cells"]]
    (program,) = [at for at, source in enumerate(sources) if source.startswith("%%microbit")]
    (chart,) = [at for at, source in enumerate(sources) if "live_plot" in source]
    notebook["cells"][program]["source"] = f"%%microbit 4\n{LESSON.main.read_text('utf-8')}"
    path.write_text(json.dumps(notebook), "utf-8")
    return program, chart


def open_notebook(page: Any, hub: RunningHub) -> None:
    """Open lesson 4's notebook through the proxy, and wait for its kernel."""
    page.goto(f"{hub.address}/user/child-1/lab/tree/{NOTEBOOK}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    wait_for_kernel(page, "/user/child-1")


def run_program(page: Any, cell: int) -> None:
    """Run the program's cell and wait for what the board on the bench prints."""
    run_cell(page, cell)
    page.wait_for_function("document.querySelector('.ictclub-printed')?.innerText.includes('light:')")


def plot(page: Any, cell: int) -> None:
    """Run the chart's cell until it moves: in its half a minute a very busy machine may draw next to nothing."""
    for _ in range(8):
        run_cell(page, cell)
        with suppress(PlaywrightTimeout):
            moves = f"Number(document.querySelector('{PLOT}')?.dataset.frames || 0) >= 5"
            page.wait_for_function(moves, timeout=60_000)
            return
    raise AssertionError("the chart does not move")


def save(page: Any, path: Path) -> None:
    """Save until the file at `path` has what program and chart have shown (its still picture comes by itself)."""
    end = time.monotonic() + PATIENCE / 1000
    while not ("light:" in (kept := path.read_text("utf-8")) and "image/png" in kept):
        assert time.monotonic() < end, "the notebook is not saved"
        page.locator(".jp-InputPrompt").first.click()
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)


def kill_server(page: Any, hub: RunningHub) -> None:
    """Kill the child's JupyterLab, and wait until the hub has noticed."""
    server = hub.server_of("child-1")
    server.kill()
    end = time.monotonic() + PATIENCE / 1000
    while "/hub/" not in page.request.get(f"{hub.address}/user/child-1/lab").url:
        assert time.monotonic() < end, "the hub does not notice"
        time.sleep(0.5)


@pytest.mark.timeout(1200)
def test_two_children(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from playwright.sync_api import sync_playwright

    children = own_home / "hub" / "children"
    with running_hub(tmp_path / "hub.log") as hub, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        one, two = (browser.new_context(viewport={"width": 1200, "height": 1000}).new_page() for _child in range(2))
        for page in (one, two):
            page.set_default_timeout(PATIENCE)

        assert "ばんごうと ちがいます" in refused(one, hub, "みかん", pin="12345x")
        assert "まだ きたことが ありません" in refused(one, hub, "みかん")
        start_page(one, hub, "みかん", CODE)
        assert "ファイル" in one.locator("#jp-MainMenu").inner_text()

        assert "えと ちがいます" in refused(two, hub, "みかん", ("dog", "dog", "dog"))
        start_page(two, hub, "さくら", ("star", "star", "cat"))
        assert (children / "child-2" / "notebooks" / NOTEBOOK).is_file()
        assert not two.request.get(f"{hub.address}/user/child-1/api/contents").ok  # a neighbour's stays closed

        own = children / "child-1" / "notebooks"
        program, chart = finish_program(own)
        open_notebook(one, hub)
        run_program(one, program)
        plot(one, chart)
        save(one, own / NOTEBOOK)
        kill_server(one, hub)
        one.goto(f"{hub.address}/user/child-1/lab/tree/{NOTEBOOK}")
        one.wait_for_selector(".jp-Notebook .jp-Cell")  # it came back by itself, where the child was
        one.wait_for_function("document.body.innerText.includes('display.read_light_level')")
        browser.close()

    assert execute(["hub", "backup", str(tmp_path / "hub.zip")]) == 0
    assert execute(["hub", "backup", str(tmp_path / "hub.zip")]) == 1  # nothing is written over
    with zipfile.ZipFile(tmp_path / "hub.zip") as backup:
        kept = backup.read(f"child-1 みかん/{NOTEBOOK}").decode()
        assert f"child-2 さくら/{NOTEBOOK}" in backup.namelist()
    assert "light:" in kept and "image/png" in kept  # what the cells showed is in it too
    capsys.readouterr()
    assert execute(["hub", "children", "--json"]) == 0
    assert [one["nickname"] for one in json.loads(capsys.readouterr().out)] == ["みかん", "さくら"]
