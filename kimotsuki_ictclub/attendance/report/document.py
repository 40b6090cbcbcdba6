"""The report as a page that stands alone, as a PDF, and as a file for Word; the notebook shows the same parts."""

from __future__ import annotations

from pathlib import Path

from ...errors import AttendanceError, writing_to
from ...files import write_whole
from ..papers.printing import filled, write_pages
from .page import html_of
from .sections import CouncilReport
from .word import word_of

WORD = ".docx"


def write_report(path: Path, year: int) -> list[Path]:
    """Write the report on fiscal year `year` to `path`; return the files written.

    A path that ends in .docx gives a file for Word, which the office can change; one that ends in .pdf the PDF alone;
    any other an HTML page, and beside it the PDF where this PC has a Chromium, Chrome or Edge.

    Raises: AttendanceError `file-not-written`, or as `write_pages` and `open_records`.
    """
    report = CouncilReport(year)
    if path.suffix.lower() != WORD:
        return write_pages(path, page_of(report))
    with writing_to(path, AttendanceError, "file-not-written"):
        write_whole(path, word_file(report))
    return [path]


def word_file(report: CouncilReport) -> bytes:
    """Return `report` as a file for Word."""
    return word_of([block for part in report.parts() for block in part.blocks], report.title)


def render_report(year: int) -> str:
    """Return the report on fiscal year `year` as one HTML page without links elsewhere.

    Raises: AttendanceError as `open_records`.
    """
    return page_of(CouncilReport(year))


def page_of(report: CouncilReport) -> str:
    """Return `report` as one HTML page without links elsewhere."""
    return filled("report.html", title=report.title, parts=[html_of(part.blocks) for part in report.parts()])
