"""A mistake at a line of a program, as an error that shows the line."""

from __future__ import annotations

from ..errors import ProgramError
from ..language import _
from ..visible import visible
from .source_text import line_of


class MistakeError(ProgramError):
    """A mistake at a place of a program: values `file`, `line`, `text` (the line as it is written)."""

    @property
    def message(self) -> str:
        """Place, line and sentence, in the reader's language."""
        place = _("%(file)s, line %(line)s:") % self.values
        return f"{visible(place)}\n    {self.values['text']}\n  {self.sentence}"

    @property
    def sentence(self) -> str:
        """What is wrong, without the place."""
        return visible(super().message)

    def with_hint(self, hint: str, **values: object) -> MistakeError:
        """Return the same mistake with other advice."""
        return MistakeError(self.code, self._message, hint, **{**self.values, **values})

    def to_dict(self) -> dict[str, str]:
        """Return code, message, hint and the place, for `--json`."""
        place = {key: str(self.values[key]) for key in ("file", "line", "text")}
        return {**super().to_dict(), "message": self.sentence, **place}


def mistake_at(
    file: str, source: str, line: int, sentence: str, hint: str, code: str = "program-syntax", **values: object
) -> MistakeError:
    """Return the error for a mistake in `source` at `line` (from 1)."""
    return MistakeError(code, sentence, hint, file=file, line=line, text=line_of(source, line), **values)
