"""A class hub: what a child costs in memory and processor, idle and plotting, and how many one PC bears by that.

One real hub, one child in chromium with lesson 4: program on the bench, live plot beside it. Memory is PSS: pages that
processes share are counted once.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

SECONDS = float(os.environ.get("SECONDS_EACH", "20"))
_GIB = 2**30
_SYSTEM_BYTES = 1.5 * _GIB  # left to the system and its file cache
_MEMORY_BYTES, _CORES = 16 * _GIB, 4
_BUSY = 0.7  # of all cores: beyond it children wait for each other


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.hub.running_hub import missing_hub, running_hub
    from tests.hub.test_hub import CODE, PATIENCE, finish_program, open_notebook, plot, run_program, start_page
    from tests.notebook.lab_page import CHROMIUM, QUIET, missing_browser

    if why_not := missing_hub() or missing_browser():
        print(f"  left out: {why_not}")
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        os.environ["ICTCLUB_HOME"] = name
        with running_hub(Path(name) / "hub.log") as hub:
            alone = _memory([hub.process, *hub.process.children(recursive=True)])
            print(f"  hub and proxy, nobody there            {alone / 1e6:8.0f} MB")
            browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
            page = browser.new_page()
            page.set_default_timeout(PATIENCE)
            start_page(page, hub, "みかん", CODE)
            idle = _show("a child at the start page", hub)
            program, chart = finish_program(Path(name) / "hub" / "children" / "child-1" / "notebooks")
            open_notebook(page, hub)
            _show("… a notebook open, its kernel idle", hub)
            run_program(page, program)
            _show("… its program on the bench", hub)
            plot(page, chart)
            plotting = _show("… and plotted", hub)
            browser.close()
    by_memory = (_MEMORY_BYTES - _SYSTEM_BYTES - alone) / plotting[0]
    by_cores = _CORES * _BUSY / plotting[1]
    print(f"  16 GiB hold {by_memory:.0f} children with a notebook each")
    print(f"  4 such cores bear {by_cores:.0f} who all plot at once")
    print(f"  (a child who only reads: {idle[1]:.1%} of a core)")


def _show(what: str, hub: Any) -> tuple[float, float]:
    """Print and return memory (bytes) and part of a core that the child's processes use for some seconds."""
    time.sleep(2)  # what the step itself cost is over
    before, begun = _processor(hub), time.monotonic()
    time.sleep(SECONDS)
    part = (_processor(hub) - before) / (time.monotonic() - begun)
    memory = _memory(_of_child(hub))
    each = ", ".join(f"{one.memory_full_info().pss / 1e6:.0f}" for one in _of_child(hub))
    print(f"  {what:<38} {memory / 1e6:8.0f} MB ({each})  {part:6.1%} of a core")
    return memory, part


def _of_child(hub: Any) -> list[psutil.Process]:
    server = hub.server_of("child-1")
    return [server, *server.children(recursive=True)]


def _processor(hub: Any) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _of_child(hub))


def _memory(processes: list[psutil.Process]) -> float:
    return float(sum(one.memory_full_info().pss for one in processes))
