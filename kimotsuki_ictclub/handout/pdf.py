"""A page as PDF, by the print command of the Chromium, Chrome or Edge that is on this PC."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..errors import SetupError
from ..language import N_

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)
_LONGEST = 120.0  # seconds; a page takes one or two


def find_browser() -> Path | None:
    """Return a browser that can print, None where there is none; the variable ICTCLUB_BROWSER names one."""
    own = os.environ.get("ICTCLUB_BROWSER")
    for name in [own] if own else [*_NAMES, *map(os.path.expandvars, _PLACES)]:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def print_pdf(page: Path, target: Path) -> Path:
    """Print the HTML file `page` to the PDF `target`; return it.

    Raises: SetupError "browser-missing", "browser-failed".
    """
    browser = find_browser()
    if browser is None:
        raise SetupError(
            "browser-missing",
            N_("No Chromium, Chrome or Edge was found, so no PDF was made."),
            N_("Open the page in any browser and print it from there: it is made for A4."),
        )
    with tempfile.TemporaryDirectory(prefix="ictclub-print-", ignore_cleanup_errors=True) as folder:
        printed = Path(folder) / "page.pdf"
        command = [
            str(browser), "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.resolve().as_uri(),
        ]  # fmt: skip
        if sys.platform.startswith("linux") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium does not start for root otherwise
        try:
            done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)
            reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = [str(error)]
        if not printed.is_file() or not printed.read_bytes().startswith(b"%PDF"):
            raise SetupError(
                "browser-failed",
                N_("%(browser)s could not print %(page)s: %(reason)s"),
                N_("Open the page in any browser and print it from there: it is made for A4."),
                browser=browser.name,
                page=page,
                reason="".join(reason),
            )
        from ..files import write_whole

        write_whole(target, printed.read_bytes())
    return target
