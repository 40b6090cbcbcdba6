"""Worksheets and guides on paper: Markdown with drawn blocks → pages to print or to open in a browser."""

from ..browser import find_browser
from .pages import make_course, make_handout
from .pdf import print_pdf
from .sheet import SHEETS, render

__all__ = ["SHEETS", "find_browser", "make_course", "make_handout", "print_pdf", "render"]
