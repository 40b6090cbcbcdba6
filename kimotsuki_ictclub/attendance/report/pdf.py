"""A page to PDF, by the browser that is on the PC: it draws the same fonts and breaks pages by the same rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ...errors import AttendanceError
from ...language import N_

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_SECONDS = 120


def find_browser() -> Path | None:
    """Return a Chromium, Chrome or Edge of this PC, or None."""
    on_path = (shutil.which(name) for name in _NAMES)
    folders = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
    windows = (Path(folder) / browser for folder in folders if folder for browser in _WINDOWS)
    candidates = [Path(found) for found in on_path if found] + [*windows, *map(Path, _MAC)]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def print_pdf(browser: Path, html: str) -> bytes:
    """Return the page `html` as a PDF.

    Raises: AttendanceError `pdf-failed`.
    """
    with tempfile.TemporaryDirectory(prefix="ictclub-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf = folder / "report.html", folder / "report.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            str(browser), "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri(),
        ]  # fmt: skip
        if sys.platform == "linux" and os.geteuid() == 0:  # as root, Chromium starts without its sandbox only
            command.insert(1, "--no-sandbox")
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            content = pdf.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise _failed(browser, str(error)) from error
    if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        raise _failed(browser, "%%EOF")
    return content


def _failed(browser: Path, reason: str) -> AttendanceError:
    return AttendanceError(
        "pdf-failed", N_("%(browser)s did not write the PDF: %(reason)s"),
        N_("Open the .html report in any browser and print it to a PDF there."),
        browser=browser.name, reason=reason[:200],
    )  # fmt: skip
