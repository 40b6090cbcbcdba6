"""The Chromium, Chrome or Edge that is on this PC, and its own way to print a page as a PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    *(
        rf"%{folder}%\{program}"
        for program in (
            r"Google\Chrome\Application\chrome.exe",
            r"Chromium\Application\chrome.exe",
            r"Microsoft\Edge\Application\msedge.exe",
        )
        for folder in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
    ),
)
_LONGEST = 120.0  # seconds; a page takes one or two


class PrintFailed(Exception):
    """The browser did not write a whole PDF; the text says why."""


def find_browser() -> Path | None:
    """Return a browser that can print, None where there is none; the variable ICTCLUB_BROWSER names one."""
    own = os.environ.get("ICTCLUB_BROWSER")
    for name in [own] if own else [*_NAMES, *map(os.path.expandvars, _PLACES)]:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def pdf_of(browser: Path, page: Path) -> bytes:
    """Return the HTML file `page` as a PDF: the browser draws the same fonts and breaks pages by the same rules.

    Raises: PrintFailed.
    """
    with tempfile.TemporaryDirectory(prefix="ictclub-print-", ignore_cleanup_errors=True) as folder:
        printed = Path(folder) / "page.pdf"
        command = [
            str(browser), "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", page.resolve().as_uri(),
        ]  # fmt: skip
        if sys.platform.startswith("linux") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium does not start for root otherwise
        try:
            done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)
            content = printed.read_bytes() if printed.is_file() else b""
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintFailed(str(error)) from error
    if done.returncode or not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        raise PrintFailed("".join(done.stderr.decode(errors="replace").strip().splitlines()[-1:]))
    return content
