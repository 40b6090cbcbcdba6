"""A page as PDF, by the browser that is on this PC."""

from __future__ import annotations

from pathlib import Path

from ..browser import PrintFailed, find_browser, pdf_of
from ..errors import SetupError
from ..files import write_whole
from ..language import N_


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
    try:
        write_whole(target, pdf_of(browser, page))
    except PrintFailed as error:
        raise SetupError(
            "browser-failed",
            N_("%(browser)s could not print %(page)s: %(reason)s"),
            N_("Open the page in any browser and print it from there: it is made for A4."),
            browser=browser.name,
            page=page,
            reason=str(error),
        ) from error
    return target
