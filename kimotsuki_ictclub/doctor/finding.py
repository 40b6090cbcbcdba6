"""One thing that was looked at."""

from __future__ import annotations

from enum import Enum

from ..language import _


class Level(Enum):
    """How good a finding is."""

    READY = "ready"
    ADVICE = "advice"  # works, but something would help
    PROBLEM = "problem"  # something does not work


class Finding:
    """One finding: `subject` is stable for scripts, `message` and `cure` are in the reader's language.

    The English texts are marked with `N_`; `values` fill their `%(name)s` places. `cure` is "" where all is well.
    """

    def __init__(self, subject: str, level: Level, message: str, cure: str = "", **values: object) -> None:
        self.subject = subject
        self.level = level
        self.values = values
        self._message = message
        self._cure = cure

    @property
    def message(self) -> str:
        """What was found."""
        return _(self._message) % self.values

    @property
    def cure(self) -> str:
        """What to do."""
        return _(self._cure) % self.values if self._cure else ""

    def to_dict(self) -> dict[str, str]:
        """Return the finding for `--json`."""
        return {"subject": self.subject, "level": self.level.value, "message": self.message, "cure": self.cure}
