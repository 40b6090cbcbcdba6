"""The yearly report for the council: figures without names, charts that print well, a page for the decision.

    from kimotsuki_ictclub.attendance.report import CouncilReport

    report = CouncilReport(2020)
    report.goal()                     # each part shows itself in a notebook

`write_report` runs notebooks/council-report.ipynb and writes HTML and PDF.
"""

from __future__ import annotations

from .document import write_report
from .sections import CouncilReport

__all__ = ["CouncilReport", "write_report"]
