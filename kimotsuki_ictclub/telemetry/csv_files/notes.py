"""What was left out while a file was read: nothing goes in silence."""

from __future__ import annotations

from ...language import _

_MOST_PLACES = 5  # lines that one sentence names
_LONGEST_TEXT = 30  # characters of a cell or line that it quotes


class Notes:
    """Collects what could not be read; `sentences()` tells it in the reader's language, the same kind once."""

    def __init__(self) -> None:
        self._words: dict[int, str] = {}
        self._cells: list[tuple[int, str, str]] = []
        self._places: dict[str, list[int]] = {}
        self._columns: dict[str, list[str]] = {}

    def text_line(self, line: int, text: str) -> None:
        """A line without numbers: a title, a remark, LOG FULL."""
        self._words[line] = text

    def cell(self, line: int, column: str, text: str) -> None:
        """A cell in a column of numbers that is none."""
        self._cells.append((line, column, text))

    def without(self, what: str, line: int) -> None:
        """A row that lacks its "time" or "board"."""
        self._places.setdefault(what, []).append(line)

    def column(self, why: str, name: str) -> None:
        """A column that is none: of "words", "empty", "numbers" of its rows, another "clock", or "extra" and read."""
        self._columns.setdefault(why, []).append(name)

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each kind of thing that was left out."""
        said = []
        columns = {
            "words": _("Left out, because it holds words: column %(columns)s."),
            "empty": _("Left out, because it is empty: column %(columns)s."),
            "numbers": _("Left out, because it only counts the rows: column %(columns)s."),
            "clock": _("Not used, because another column gives the time: column %(columns)s."),
            "extra": _("The heading has no name for column %(columns)s: it is called so."),
        }
        for why, sentence in columns.items():
            if why in self._columns:
                said.append(
                    sentence
                    % {"columns": ", ".join(_("“%(text)s”") % {"text": _short(name)} for name in self._columns[why])}
                )
        if self._words:
            first = next(iter(self._words.values()))
            said.append(
                _("Left out, because there are no numbers in it: line %(lines)s (“%(text)s”).")
                % {"lines": _listed(list(self._words)), "text": _short(first)}
            )
        if self._cells:
            _line, column, text = self._cells[0]
            lines = list(dict.fromkeys(line for line, _column, _text in self._cells))
            said.append(
                _("No number, so the value is missing: line %(lines)s (column “%(column)s”: “%(text)s”).")
                % {"lines": _listed(lines), "column": _short(column), "text": _short(text)}
            )
        rows = {
            "time": _("Left out, because it has no time: line %(lines)s."),
            "board": _("Left out, because it has no board: line %(lines)s."),
            "end": _("Left out, because the file ends in the middle of it: line %(lines)s."),
        }
        for what, sentence in rows.items():
            if what in self._places:
                said.append(sentence % {"lines": _listed(self._places[what])})
        return tuple(said)


def _listed(lines: list[int]) -> str:
    """Return line numbers as they go into a sentence: `4, 9, 12 … (37)`."""
    few = ", ".join(map(str, lines[:_MOST_PLACES]))
    return few if len(lines) <= _MOST_PLACES else f"{few} … ({len(lines)})"


def _short(text: str) -> str:
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
