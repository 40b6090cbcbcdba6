"""The sentences of a check.py."""

from __future__ import annotations

import inspect
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import LessonError
from ..folders import course_folder
from ..language import N_
from ..lessons import Lesson, Text


@dataclass(frozen=True)
class Step:
    """One thing that a right program does: what it is called, a hint, and the function that looks for it.

    `more` is a plainer hint, for who has tried again with the first one; None where there is none.
    """

    text: Text
    hint: Text
    function: Callable[..., object]
    more: Text | None = None

    @property
    def hints(self) -> list[Text]:
        """The hints, one after the other; none is the solution."""
        return [self.hint, *([self.more] if self.more else [])]

    def __call__(self, *boards: object) -> object:
        """Do the step, so that one step can be part of another."""
        return self.function(*boards)

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def needs_friend(self) -> bool:
        """Whether the step takes a second board."""
        return len(inspect.signature(self.function).parameters) > 1


def step(
    *, ja: str, en: str, hint_ja: str, hint_en: str, more_ja: str = "", more_en: str = ""
) -> Callable[[Callable[..., object]], Step]:
    """Make a function of check.py a step: it takes the board (and a friend's), and returns whether all is right.

    more_ja, more_en: a second, plainer hint.
    """
    more = Text(more_ja, more_en) if more_ja else None
    return lambda function: Step(Text(ja, en), Text(hint_ja, hint_en), function, more)


def steps_of(lesson: Lesson) -> list[Step]:
    """Return the steps of a lesson's check.py in their order; the file comes with the lesson and is trusted.

    Raises: LessonError "check-broken", "check-empty".
    """
    path = lesson.folder / "check.py"
    try:
        names: dict[str, Any] = runpy.run_path(str(path))
    except Exception as error:
        raise LessonError(
            "check-broken",
            N_("%(file)s has a mistake: %(reason)s"),
            N_("This is a mistake in the lesson, not of the program."),
            file=path,
            reason=f"{type(error).__name__}: {error}",
        ) from error
    steps = [value for value in names.values() if isinstance(value, Step)]
    if not steps:
        raise LessonError(
            "check-empty",
            N_("%(file)s has no step."),
            N_("%(guide)s shows how to write one."),
            file=path,
            guide=course_folder("docs") / "lessons.md",
        )
    return steps
