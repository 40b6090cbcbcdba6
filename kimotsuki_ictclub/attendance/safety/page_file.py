"""A page to print, as an HTML file or a PDF."""

from __future__ import annotations

from pathlib import Path

from ...browser import find_browser
from ...errors import AttendanceError, writing_to
from ...files import write_whole
from ...language import N_
from ..papers.printing import print_pdf


def write_page(file: Path, html: str) -> None:
    """Write `html` to `file`: .pdf by the browser of this PC, anything else as it is.

    Raises: AttendanceError `browser-missing`, `file-not-written`, or as `print_pdf`.
    """
    content: str | bytes = html
    if file.suffix.lower() == ".pdf":
        browser = find_browser()
        if browser is None:
            raise AttendanceError(
                "browser-missing", N_("For a PDF, this PC needs Chromium, Chrome or Edge, and none was found."),
                N_("Write the page as .html, open it in any browser and print it there."),
            )  # fmt: skip
        content = print_pdf(browser, html)
    with writing_to(file, AttendanceError, "file-not-written"):
        write_whole(file, content)
