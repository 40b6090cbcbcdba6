"""How a channel is called in a picture, its unit and its range: as the lessons say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..errors import LessonError
from ..folders import course_folder
from ..language import _, language
from ..lessons import Lesson, load
from ..readings import for_reader, reader_year


@dataclass(frozen=True)
class ChannelStyle:
    """A channel in a picture: its label, its unit ("" for none) and its usual range, if it has one.

    `written` is the label with its readings, for where they can stand above it; `label` has kana where they are needed.
    """

    name: str
    label: str
    unit: str = ""
    range: tuple[float, float] | None = None
    written: str = ""

    @property
    def title(self) -> str:
        """Label and unit: `気温 (°C)`."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def panel(self) -> tuple[str, tuple[float, float] | None]:
        """What channels of one panel have in common: unit and range."""
        return self.unit, self.range


def channel_style(name: str, lesson: Lesson | None = None) -> ChannelStyle:
    """Return how to show a channel: as `lesson` calls it, else as the first lesson that has it, else by its name."""
    for lesson_channel in lesson.channels if lesson else ():
        if lesson_channel.name == name:
            return _style(name, lesson_channel.label.shown(), lesson_channel.unit, lesson_channel.range)
    known = _known(language(), reader_year()).get(name)
    if known:
        return known
    if name.startswith("value") and (name == "value" or name[5:].isdigit()):
        return ChannelStyle(name, f"{for_reader(_('Value'))} {name[5:]}".rstrip())
    return ChannelStyle(name, name)


@cache
def _known(code: str, _year: int) -> dict[str, ChannelStyle]:
    known: dict[str, ChannelStyle] = {}
    for folder in sorted(course_folder("lessons").glob("[0-9]*/lesson.toml")):
        try:
            lesson = load(folder.parent)
        except LessonError:
            continue  # a picture needs no lesson; `ictclub lessons` says what is wrong with it
        for channel in lesson.channels:
            known.setdefault(channel.name, _style(channel.name, channel.label.shown(code), channel.unit, channel.range))
    return known


def _style(name: str, label: str, unit: str, span: tuple[float, float]) -> ChannelStyle:
    words = _("milli-g") if unit == "mg" else unit  # a child reads mg as milligram
    return ChannelStyle(name, for_reader(label), words, (float(span[0]), float(span[1])), label)
