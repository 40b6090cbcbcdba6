"""The yearly report for the council: figures without names, charts that print well, a page for the decision.

    from kimotsuki_ictclub.attendance.report import CouncilReport

    report = CouncilReport(2020)
    report.goal()                     # each part shows itself in a notebook

`write_report` writes all parts as HTML and PDF; notebooks/council-report.ipynb is for who wants to change them.
"""

from __future__ import annotations

from .document import page_of, word_file, write_report
from .sections import CouncilReport

__all__ = ["CouncilReport", "page_of", "word_file", "write_report"]
