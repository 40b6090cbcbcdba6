"""The report as a page that stands alone, and as a PDF; notebooks/council-report.ipynb shows the same parts."""

from __future__ import annotations

from pathlib import Path

from ...browser import find_browser
from ...errors import AttendanceError, writing_to
from ...files import write_whole
from ...language import N_, language
from ..fiscal_year import fiscal_year_name
from .report_pdf import print_pdf
from .sections import CouncilReport


def write_report(path: Path, year: int) -> list[Path]:
    """Write the report on fiscal year `year` to `path`; return the files written.

    A path that ends in .pdf gives the PDF alone; any other an HTML page, and beside it the PDF where this PC has a
    Chromium, Chrome or Edge.

    Raises: AttendanceError `browser-missing` where only a PDF was asked for, `report-unwritable`.
    """
    browser = find_browser()
    only_pdf = path.suffix.lower() == ".pdf"
    if only_pdf and browser is None:
        raise AttendanceError(
            "browser-missing", N_("For a PDF, this PC needs Chromium, Chrome or Edge, and none was found."),
            N_("Write the report as .html, open it in any browser and print it to a PDF there."),
        )  # fmt: skip
    html = render_report(year)
    written = []
    with writing_to(path, AttendanceError, "report-unwritable"):
        if not only_pdf:
            write_whole(path, html)
            written.append(path)
        if browser is not None:
            pdf = path if only_pdf else path.with_suffix(".pdf")
            write_whole(pdf, print_pdf(browser, html))
            written.append(pdf)
    return written


def render_report(year: int) -> str:
    """Return the report on fiscal year `year` as one HTML page without links elsewhere.

    Raises: AttendanceError as `open_records`.
    """
    from jinja2 import Environment, FileSystemLoader

    body = "\n".join(f"<div>{part.html}</div>" for part in CouncilReport(year).parts())
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    return pages.get_template("report.html").render(body=body, lang=language(), year=fiscal_year_name(year))
