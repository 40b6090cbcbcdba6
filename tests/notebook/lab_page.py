"""A real JupyterLab in a real browser: chromium without a window."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kimotsuki_ictclub.notebook.lab import running_lab, start_lab
from kimotsuki_ictclub.notebook.notebook_folder import copy_notebooks

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
          "--disable-sync", "--no-first-run"]  # fmt: skip
PATIENCE = 90_000  # ms; the machine may be busy


def missing_browser() -> str:
    """Return why no browser test can run here; "" where one can."""
    if not Path(CHROMIUM).exists():
        return "chromium is not installed"
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return ""


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook of code cells."""
    code = [{"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "execution_count": None, "outputs": [],
             "source": source} for number, source in enumerate(cells)]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), "utf-8")


@contextmanager
def lab_page(folder: Path, notebook: str, *, port: int = 8890) -> Iterator[Any]:
    """Start JupyterLab in `folder` and open `notebook` in a browser; the page is playwright's."""
    from playwright.sync_api import sync_playwright

    copy_notebooks(folder)
    process = start_lab(folder, port=port)
    try:
        address = running_lab(folder) or ""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
            page = browser.new_page(viewport={"width": 1200, "height": 1000})
            page.set_default_timeout(PATIENCE)
            page.goto(address.replace("START.md", notebook))
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            wait_for_kernel(page)
            yield page
            browser.close()
    finally:
        process.terminate()
        process.wait(90)


def run_cell(page: Any, number: int) -> None:
    """Run one cell; returns when the page has sent it. A page that is not quite ready loses a first try."""
    prompt = page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-InputPrompt")
    for _try in range(10):
        prompt.click()
        page.keyboard.press("Shift+Enter")
        for _look in range(30):
            if prompt.inner_text() != "[ ]:":
                return
            page.wait_for_timeout(100)
    raise AssertionError("the page does not run the cell")


def wait_for_kernel(page: Any, base: str = "") -> None:
    """Wait until the kernel runs, the page is connected to it, and both say that it is idle."""
    page.wait_for_function(
        """base => fetch(base + '/api/kernels').then(answer => answer.json()).then(kernels =>
        kernels.length > 0 && kernels.every(kernel => kernel.execution_state === 'idle' && kernel.connections > 0))""",
        arg=base,
        polling=200,
    )
    status = page.locator(".jp-Notebook-ExecutionIndicator").first
    idle = 0
    for _look in range(600):
        idle = idle + 1 if status.get_attribute("data-status") == "idle" else 0
        if idle == 5:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the kernel did not connect")


def output_of(page: Any, number: int) -> str:
    """Return what a cell has put out, as text."""
    return str(page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-Cell-outputArea").inner_text())
