"""From the notebook to a page that stands alone: run, taken out, and put into the report's own sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...browser import find_browser
from ...errors import AttendanceError, system_words
from ...files import write_whole
from ...folders import course_folder
from ...language import N_, language
from ..fiscal_year import fiscal_year_name
from .report_pdf import print_pdf

NOTEBOOK = "council-report.ipynb"
_SECONDS_A_CELL = 120
_QUIET = ["--IPKernelApp.log_level=ERROR"]


def write_report(path: Path, year: int) -> list[Path]:
    """Write the report on fiscal year `year` to `path`; return the files written.

    A path that ends in .pdf gives the PDF alone; any other an HTML page, and beside it the PDF where this PC has a
    Chromium, Chrome or Edge.

    Raises: AttendanceError `browser-missing` where only a PDF was asked for, `report-failed`, `report-unwritable`.
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
    try:
        if not only_pdf:
            write_whole(path, html)
            written.append(path)
        if browser is not None:
            pdf = path if only_pdf else path.with_suffix(".pdf")
            write_whole(pdf, print_pdf(browser, html))
            written.append(pdf)
    except OSError as error:
        raise AttendanceError(
            "report-unwritable", N_("The report cannot be written to %(path)s: %(reason)s"),
            N_("Is it open in another program? Close it, or choose another name."),
            path=path, reason=system_words(error),
        ) from error  # fmt: skip
    return written


def render_report(year: int) -> str:
    """Run the notebook for fiscal year `year` and return the report as one HTML page without links elsewhere.

    Raises: AttendanceError `report-failed`.
    """
    from jinja2 import Environment, FileSystemLoader
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    notebook = _executed(year)
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {"not-in-report"}
    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True, config=config
    )
    body, _resources = exporter.from_notebook_node(notebook)
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    return pages.get_template("report.html").render(body=body, lang=language(), year=fiscal_year_name(year))


def _executed(year: int) -> Any:
    import nbformat
    from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor

    notebook = nbformat.read(course_folder("notebooks") / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"year = {year!r}\nlang = {language()!r}"
    runner = ExecutePreprocessor(timeout=_SECONDS_A_CELL, kernel_name="python3", extra_arguments=_QUIET)
    try:
        runner.preprocess(notebook, {"metadata": {"path": str(Path.cwd())}})
    except CellExecutionError as error:
        raise AttendanceError(
            "report-failed", N_("The report's notebook stopped: %(reason)s"),
            N_("Was notebooks/council-report.ipynb changed? Open it with ictclub lab and run it cell by cell."),
            reason=f"{error.ename}: {error.evalue}"[:300],
        ) from error  # fmt: skip
    for cell in notebook.cells:  # a library's warning is no part of a report
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return notebook
