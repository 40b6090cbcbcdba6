"""`ictclub plot`: a recording, or several compared, as a PNG."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _


@click.command(help=_("Draw recordings (CSV files) as a picture; several are compared in one chart."))
@click.argument("recordings", nargs=-1, required=True, metavar="FILE.csv …",
                type=click.Path(dir_okay=False, path_type=Path))  # fmt: skip
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
              help=_("The PNG to write (default: beside the first recording)."))  # fmt: skip
@click.option("--title", default="", help=_("A title above the picture."))
@click.option("--lesson", "which", help=_("The lesson whose labels and units to use."))
@click.option("--channel", "channels", multiple=True, help=_("Only this channel; again for more."))
@click.option("--whole-range", is_flag=True, help=_("Show a channel's full range, such as 0–255 for light."))
def plot(recordings: tuple[Path, ...], out: Path | None, title: str, which: str | None,
         channels: tuple[str, ...], whole_range: bool) -> None:  # fmt: skip
    """Draw recordings as a picture."""
    from ..lessons import find
    from ..plotting import draw_comparison, save_picture
    from ..plotting.chart_style import Span
    from ..telemetry import load_recording

    loaded = [load_recording(path) for path in recordings]
    for recording in loaded:
        for note in recording.notes:
            click.echo(f"{recording.path}: {note}", err=True)
    lesson = find(which) if which else None
    title = title or (loaded[0].name if len(loaded) == 1 else "")
    span: Span = "whole" if whole_range else "auto"
    figure = draw_comparison(loaded, title=title, lesson=lesson, channels=channels, span=span)
    click.echo(save_picture(figure, out or recordings[0].with_suffix(".png")))
