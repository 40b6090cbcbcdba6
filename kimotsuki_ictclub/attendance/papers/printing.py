"""Pages to print: HTML from the templates, and PDF by the browser that is on the PC."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import browser
from ...errors import AttendanceError, writing_to
from ...files import written_whole
from ...language import N_, language

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


def filled(template: str, **values: Any) -> str:
    """Return a page made by one of the templates; everything in `values` becomes text, never tags."""
    return _pages().get_template(template).render(lang=language(), **values)


def write_pages(path: Path, html: str, *, private: bool = False) -> list[Path]:
    """Write the page `html` to `path`; return the files written, all of them or none.

    A path that ends in .pdf gives the PDF alone; any other an HTML page, and beside it the PDF where this PC has a
    Chromium, Chrome or Edge. What holds names is `private`: readable by its owner only.

    Raises: AttendanceError `browser-missing` where only a PDF was asked for, `pdf-failed`, `file-not-written`.
    """
    if path.suffix.lower() == ".pdf":
        return [write_page(path, html, private=private)]
    files = {path: html.encode()}
    if (printer := browser.find_browser()) is not None:
        files[path.with_suffix(".pdf")] = print_pdf(printer, html)
    for file, content in files.items():
        _write(file, content, private=private)
    return list(files)


def write_page(path: Path, html: str, *, private: bool = False) -> Path:
    """Write the page `html` to `path`, one that ends in .pdf as a PDF, and return it.

    Raises: AttendanceError `browser-missing`, `pdf-failed`, `file-not-written`.
    """
    content = html.encode()
    if path.suffix.lower() == ".pdf":
        printer = browser.find_browser()
        if printer is None:
            raise AttendanceError(
                "browser-missing", N_("For a PDF, this PC needs Chromium, Chrome or Edge, and none was found."),
                N_("Choose a name that ends in .html, open the page in any browser and print it to a PDF there."),
            )  # fmt: skip
        content = print_pdf(printer, html)
    _write(path, content, private=private)
    return path


def as_file(html: str) -> tuple[str, bytes]:
    """Return the page `html` as a PDF where this PC can print one, else as it is: the file's ending and its content.

    Raises: AttendanceError `pdf-failed`.
    """
    printer = browser.find_browser()
    return (".html", html.encode()) if printer is None else (".pdf", print_pdf(printer, html))


def print_pdf(printer: Path, html: str) -> bytes:
    """Return the page `html` as a PDF, made by the browser `printer`. Raises: AttendanceError `pdf-failed`."""
    with tempfile.TemporaryDirectory(prefix="ictclub-", ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        try:
            return browser.pdf_of(printer, page)
        except browser.PrintFailed as error:
            raise AttendanceError(
                "pdf-failed", N_("%(browser)s did not write the PDF: %(reason)s"),
                N_("Open the .html page in any browser and print it to a PDF there."),
                browser=printer.name, reason=str(error)[:200],
            ) from error  # fmt: skip


def _write(file: Path, content: bytes, *, private: bool) -> None:
    with writing_to(file, AttendanceError, "file-not-written"), written_whole(file, private=private) as stream:
        stream.write(content)


@cache
def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    from ...language import _, plural

    pages = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pages.globals |= {"_": _, "plural": plural}
    return pages
