"""The report as PDF, by the browser that is on the PC."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ...browser import PrintFailed, pdf_of
from ...errors import AttendanceError
from ...language import N_


def print_pdf(browser: Path, html: str) -> bytes:
    """Return the page `html` as a PDF.

    Raises: AttendanceError `pdf-failed`.
    """
    with tempfile.TemporaryDirectory(prefix="ictclub-", ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "report.html"
        page.write_text(html, encoding="utf-8")
        try:
            return pdf_of(browser, page)
        except PrintFailed as error:
            raise AttendanceError(
                "pdf-failed",
                N_("%(browser)s did not write the PDF: %(reason)s"),
                N_("Open the .html report in any browser and print it to a PDF there."),
                browser=browser.name,
                reason=str(error)[:200],
            ) from error
