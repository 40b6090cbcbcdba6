"""The lesson's check of a cell's program, in a process of its own; hints come one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from ...errors import ClubError, SetupError
from ...language import N_, _, language
from ...lessons import Lesson
from ...readings import for_reader
from ..cell_mistakes import CellError, Place
from ..showing.error_box import error_html, error_text
from ..words import ruby
from .cell_program import written

_PATIENCE = 300.0  # seconds; a check has at most 90 virtual seconds, and the PC may be busy
_SAYS_ALL = "%(says)s"
_DONE, _NOT_YET = "○", "△"
_GOOD = "border-left:5px solid #009e73;padding:4px 12px;margin:4px 0;font-size:110%"
_tries: Counter[tuple[int, str]] = Counter()  # (lesson, step) → how often it was missing in this notebook


def check_source(source: str, lesson: Lesson, version: str) -> dict[str, Any]:
    """Return the report (checking.Report.to_dict) about a program. Raises: SetupError `check-not-run`."""
    with tempfile.TemporaryDirectory(prefix="ictclub-cell-") as folder:
        path = written(source, Path(folder))
        command = [sys.executable, "-m", "kimotsuki_ictclub", "check", str(lesson.number), str(path), "--json"]
        environment = {**os.environ, "ICTCLUB_LANG": language(), "PYTHONUTF8": "1"}
        try:
            done = subprocess.run([*command, "--board", version], env=environment, capture_output=True,
                                  encoding="utf-8", errors="replace", timeout=_PATIENCE, stdin=subprocess.DEVNULL,
                                  check=False)  # fmt: skip
            report: dict[str, Any] = json.loads(done.stdout)
            if "steps" not in report:
                raise ValueError(report.get("message", ""))
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise SetupError(
                "check-not-run",
                N_("The check could not be made."),
                N_("Press the button again. If it happens again, call the teacher."),
            ) from error
    return report


def told_report(report: dict[str, Any], tries: Counter[tuple[int, str]] | None = None) -> tuple[str, str]:
    """Return a report as text and as HTML: every step with its mark, and one hint, for the first step that is missing.

    The second time the same step is missing, its plainer hint is given, where the lesson has one. tries: how often
    which step was missing before (default: in this notebook).
    """
    tries = _tries if tries is None else tries
    marks = [f"{_DONE if step['done'] else _NOT_YET} {step['text']}" for step in report["steps"]]
    missing = next((step for step in report["steps"] if not step["done"]), None)
    texts, parts = list(marks), [f"<div>{ruby(mark)}</div>" for mark in marks]
    mistake = _mistake(report)
    if mistake is not None:
        texts.append(error_text(mistake))
        parts.append(error_html(mistake))
    elif missing is not None:
        key = (report["lesson"], missing["name"])
        tries[key] += 1
        hints = missing.get("hints") or [missing["hint"]]
        hint = "💡 " + hints[min(tries[key], len(hints)) - 1]
        texts.append(hint)
        parts.append(f'<p class="ictclub-hint" style="font-size:110%;margin:6px 0">{ruby(hint)}</p>')
    elif report["passed"]:
        good = "🎉 " + _("All done. Well made!")
        texts.append(good)
        parts.append(f'<p class="ictclub-passed" style="font-size:120%;margin:6px 0"><b>{ruby(good)}</b></p>')
    return for_reader("\n".join(texts)), f'<div class="ictclub-check" style="{_GOOD}">{"".join(parts)}</div>'


def _mistake(report: dict[str, Any]) -> ClubError | None:
    said = report["mistake"]
    if said is None:
        return None
    place = Place(int(said["line"]), said["text"]) if "line" in said else Place()
    return CellError(place, _SAYS_ALL, "%(cure)s", says=said["message"], cure=said["hint"])
