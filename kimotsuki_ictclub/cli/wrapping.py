"""Lines of a text in a narrow column, also a Japanese one, which has no blanks to break at."""

from __future__ import annotations

from collections.abc import Iterator

# What no line begins with, and what no line ends with (行頭禁則, 行末禁則: JIS X 4051).
_NEVER_FIRST = (
    "、。，．,.・：；:;？！?!ー～…」』）】〉》］｝)]}’”%％゛゜ゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NEVER_LAST = "「『（【〈《［｛([{‘“"


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of `text`, each at most `width` columns of a terminal where it can be broken at all.

    Latin and katakana words stay whole where they fit; other Japanese breaks anywhere but at the marks above.
    """
    from rich.cells import cell_len

    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph, width):
            if line and cell_len(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: int) -> Iterator[str]:
    """Split `text` where a line may end."""
    from rich.cells import cell_len

    piece = ""
    for character in text:
        if piece and (_may_break(piece[-1], character) or cell_len(piece + character) > width):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or (_is_katakana(before) and _is_katakana(after)):
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ー"


def _is_wide(character: str) -> bool:
    from rich.cells import cell_len

    return cell_len(character) == 2
