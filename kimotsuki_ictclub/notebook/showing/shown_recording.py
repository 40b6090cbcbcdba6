"""Recordings as children use them: they draw themselves and show themselves as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ... import telemetry
from ...language import _
from ...lessons import Lesson
from ..arguments import check_span
from ..words import ruby

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...plotting import ChannelStyle
    from ...plotting.chart_style import Span


class Recording(telemetry.Recording):
    """Samples that were kept; the last line of a cell shows them as a table."""

    @classmethod
    def of(cls, recording: telemetry.Recording) -> Self:
        """Return `recording` with what a notebook adds to it."""
        return cls(**{field.name: getattr(recording, field.name) for field in fields(recording)})

    def __repr__(self) -> str:
        return _("%(samples)s samples: %(channels)s") % {"samples": len(self), "channels": ", ".join(self.channels)}

    def plot(
        self,
        *,
        title: str = "",
        channels: Sequence[str] = (),
        lesson: Lesson | None = None,
        span: Span = "auto",
    ) -> Figure:
        """Return a chart of the values over time.

        span: "auto" (what was measured), "whole" (the sensor's full range) or (least, greatest).

        Raises: PlotError where a value is wrong or there is nothing to draw; TelemetryError where a channel is missing.
        """
        from ...plotting import draw_recording

        check_span(span)
        return draw_recording(self, title=title, channels=channels, lesson=lesson, span=span)

    def to_csv(self, path: Path | str) -> Path:
        """Write the recording to `path`, whole or not at all; return the path. Raises: TelemetryError."""
        return telemetry.write_recording(self, path)

    def _repr_html_(self) -> str:
        from ...plotting import channel_style
        from ...plotting.chart_style import label_order

        titles = [
            _("Board"),
            _("Channel"),
            _("How many"),
            _("Mean value"),
            _("Least value"),
            _("Greatest value"),
            _("How many a second"),
        ]
        rows = [
            [row.board, _title(channel_style(row.channel)), row.samples, f"{row.mean:.1f}", f"{row.least:g}",
             f"{row.greatest:g}", "–" if row.per_second != row.per_second else f"{row.per_second:.1f}"]
            for row in sorted(self.summary(), key=lambda row: label_order(row.board))
        ]  # fmt: skip
        notes = [
            text % {"n": count}
            for count, text in (
                (self.lost, _("Samples lost: %(n)s.")),
                (self.damaged, _("Damaged lines: %(n)s.")),
                (self.gaps, _("Gaps: %(n)s.")),
            )
            if count
        ]
        notes += self.notes
        head = "".join(f"<th>{ruby(title)}</th>" for title in titles)
        body = "".join("<tr>" + "".join(f"<td>{ruby(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table><tr>{head}</tr>{body}</table>" + "".join(f"<p>{ruby(note)}</p>" for note in notes)


def load_recording(path: Path | str) -> Recording:
    """Return the recording in a CSV file of the club, Mu, MakeCode or the V2 data log. Raises: TelemetryError."""
    return Recording.of(telemetry.load_recording(path))


def compare(recordings: dict[str, Recording], *, title: str = "", channels: Sequence[str] = ()) -> Figure:
    """Return one chart of several recordings, each from its own second 0: `compare({"sun": a, "shade": b})`.

    Raises: PlotError where there is nothing to draw; TelemetryError where a channel is missing.
    """
    from ...plotting import draw_comparison

    return draw_comparison(list(recordings.values()), names=list(recordings), title=title, channels=channels)


def _title(style: ChannelStyle) -> str:
    """Return label and unit of a channel, its readings written in the label."""
    return f"{style.written or style.label} ({style.unit})" if style.unit else style.written or style.label
