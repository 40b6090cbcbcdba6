"""What a lesson is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..folders import course_folder
from ..language import language


@dataclass(frozen=True)
class Text:
    """The same words in Japanese (with readings where children read them) and in English."""

    ja: str
    en: str

    def shown(self, code: str | None = None) -> str:
        """Return the words in the language `code`; None: the reader's language."""
        return self.ja if (code or language()) == "ja" else self.en


@dataclass(frozen=True)
class Objectives:
    """What is learned: 知識及び技能, 思考力・判断力・表現力等, 学びに向かう力・人間性等."""

    knowledge: Text
    thinking: Text
    attitude: Text


@dataclass(frozen=True)
class Part:
    """A thing to bring: one for each "child", "pair", "team" or "club"."""

    name: Text
    each: str


@dataclass(frozen=True)
class Word:
    """A new word and its meaning."""

    word: Text
    meaning: Text


@dataclass(frozen=True)
class Channel:
    """A named value that the lesson's program prints; `unit` is "" for none."""

    name: str
    label: Text
    unit: str
    range: tuple[float, float]


@dataclass(frozen=True)
class Lesson:
    """One lesson, as its folder and lesson.toml say."""

    folder: Path
    number: int
    slug: str
    track: str
    minutes: int
    grades: tuple[int, int]
    title: Text
    promise: Text
    objectives: Objectives
    parts: tuple[Part, ...]
    sensors: tuple[str, ...]
    needs: tuple[int, ...] = ()
    uses: tuple[int, ...] = ()
    boards: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    channels: tuple[Channel, ...] = ()
    not_on: Mapping[str, Text] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's name, "04-night-light"."""
        return f"{self.number:02d}-{self.slug}"

    @property
    def has_program(self) -> bool:
        """False for a session that reuses the programs of other lessons."""
        return not self.uses

    @property
    def main(self) -> Path:
        """The finished program."""
        return self.folder / "main.py"

    @property
    def stretches(self) -> list[Path]:
        """The programs that go further, at least one."""
        return sorted(self.folder.glob("stretch*.py"))

    @property
    def puzzles(self) -> list[Path]:
        """The short programs of the worksheet to think through on paper: one to mend, one to follow by hand."""
        return [path for path in (self.folder / "bug.py", self.folder / "trace.py") if path.is_file()]

    @property
    def module_paths(self) -> list[Path]:
        """The modules that go on the board beside the program."""
        return [course_folder("firmware") / module for module in self.modules]

    @property
    def files(self) -> dict[str, bytes]:
        """What goes on the board: name → content; "main.py" first."""
        return {path.name: path.read_bytes() for path in [self.main, *self.module_paths]}
