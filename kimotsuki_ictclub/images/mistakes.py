"""Mistakes that a parser found in a program, said with the line and one kind sentence.

The Japanese sentences are in kana: they are shown where no readings can stand, to children of any school year.
"""

from __future__ import annotations

import re
import warnings
from typing import NamedTuple

from ..language import N_
from .habits import capital_keyword, other_language
from .look_alikes import find_mark, mark_mistake
from .mistake_error import MistakeError, mistake_at
from .source_text import code_only, lines_of, texts_in, unix_lines

__all__ = ["GENERAL", "MistakeError", "code_only", "syntax_mistake"]

GENERAL = N_("The board doesn't understand this line.")
_GENERAL_HINT = N_("Look for a wrong letter, or a missing mark, here and in the line above.")

# What CPython says about the same text (Lib/test/test_syntax.py) → a kind sentence and a hint.
_SENTENCES = (
    ("was never closed", N_("A bracket is opened here and not closed."),
     N_("Count the opening and closing brackets: there must be as many of each.")),
    ("unmatched", N_("There is one closing bracket too many."),
     N_("Count the opening and closing brackets: there must be as many of each.")),
    ("does not match opening", N_("The brackets don't fit together."),
     N_("A ( is closed by ), a [ by ], a { by }.")),
    ("unterminated", N_("A text begins here and has no end."),
     N_("A text is written between two quotation marks of the same kind.")),
    ("expected ':'", N_("A colon (:) is missing at the end of the line."),
     N_("Lines with if, else, while, for and def end with a colon.")),
    ("expected an indented block", N_("This line must be indented (pushed to the right)."),
     N_("Below a line that ends with a colon, push the lines to the right by 4 spaces.")),
    ("unexpected indent", N_("This line is pushed too far to the right."),
     N_("Lines that belong together begin at the same place.")),
    ("unindent does not match", N_("This line begins at a place where no other line begins."),
     N_("Lines that belong together begin at the same place.")),
    ("Maybe you meant '=='", N_("To compare two things, write == instead of =."),
     N_("One = gives a name to something; two == compare.")),
    ("cannot assign to", N_("Only a name can stand to the left of =."),
     N_("Write it like this: name = something")),
    ("forgot a comma", N_("Perhaps a comma is missing here."),
     N_("Things in brackets have commas between them.")),
    ("Missing parentheses", N_("Brackets are missing here."),
     N_('Write it like this: print("Hello")')),
    ("outside function", N_("This word only works inside a def."),
     N_("Check that the line is pushed to the right far enough.")),
    ("outside loop", N_("This word only works inside a while or a for."),
     N_("Check that the line is pushed to the right far enough.")),
)  # fmt: skip
_OF_INDENTATION = ("unexpected indent", "unindent does not match", "inconsistent use of tabs", "an indented block")
_HEADER = re.compile(r"expected an indented block after .* on line (\d+)")


class Opinion(NamedTuple):
    """What CPython says about a program: the line (None: nothing to say) and its words."""

    line: int | None
    words: str
    at_end: bool = False  # it stumbles behind the last thing in the line

    @property
    def header(self) -> int | None:
        """The line (from 1) that opens a block of which nothing is pushed to the right; None: it is something else."""
        found = _HEADER.search(self.words)
        return int(found[1]) if found else None


def syntax_mistake(file: str, source: str, line: int) -> MistakeError:
    """Return the error for what a board's parser found in `source` at `line` (from 1)."""
    source = unix_lines(source)
    mark = find_mark(source)
    if mark is not None:
        return mark_mistake(file, source, mark)
    if any(each == line and re.fullmatch("[fF][rR]?|[rR][fF]", prefix) for each, prefix in texts_in(source)):
        return mistake_at(
            file, source, line,
            N_('The board doesn\'t know f"…" texts.'),
            N_("Join the parts with + and turn numbers into text with str( )."),
        )  # fmt: skip
    opinion = second_opinion(source)
    lines = [line, opinion.line or line]
    own = (
        _indentation_mistake(file, source, line, opinion)
        or other_language(file, source, lines)
        or capital_keyword(file, source, lines)
    )
    if own is not None:
        return own
    for words, sentence, hint in _SENTENCES:
        if words in opinion.words:
            return mistake_at(file, source, opinion.line or line, sentence, hint)
    if opinion.line and opinion.line < line:  # the board looks for the rest in the lines below
        line = opinion.line
        if opinion.at_end:
            return mistake_at(
                file, source, line,
                N_("Something is missing at the end of this line."),
                N_("Write the line to its end."),
            )  # fmt: skip
    return mistake_at(file, source, line, GENERAL, _GENERAL_HINT)


def second_opinion(source: str) -> Opinion:
    """Return CPython's complaint about `source`, which it only compiles."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "main.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        lines = ["", *lines_of(code_only(source))]
        at_end = 0 < (error.lineno or 0) < len(lines) and (error.offset or 0) > len(lines[error.lineno or 0].rstrip())
        return Opinion(error.lineno, str(error.msg), at_end)
    except (ValueError, RecursionError, MemoryError):
        pass
    return Opinion(None, "")


def _indentation_mistake(file: str, source: str, line: int, opinion: Opinion) -> MistakeError | None:
    """Return the error for a block without lines, or for tabs among spaces; None where it is something else."""
    header = opinion.header
    if header and _is_left_empty(source, header, max(opinion.line or line, header + 1)):
        return mistake_at(
            file, source, header,
            N_("There is nothing below this line; a comment doesn't count."),
            N_("Write pass below it, indented, until you know what should happen."),
        )  # fmt: skip
    if not any(words in opinion.words for words in _OF_INDENTATION):
        return None
    indents = [_indent(each) for each in lines_of(code_only(source))[:line] if each.strip()]
    if {"\t", " "} <= set("".join(indents)):
        return mistake_at(
            file, source, line,
            N_("There is a tab among the spaces at the beginning of the lines."),
            N_("Push lines to the right with 4 spaces each time, and never with a tab."),
        )  # fmt: skip
    return None


def _is_left_empty(source: str, header: int, line: int) -> bool:
    """Whether nothing but comments stands between a line that opens a block and the line that belongs to none."""
    lines, code = lines_of(source), lines_of(code_only(source))
    between = [text for text in lines[header : line - 1] if text.strip()]
    rest = [text for text in code[line - 1 :] if text.strip()]
    depth = len(_indent(lines[header - 1]))
    if not rest or len(_indent(rest[0])) < depth:
        return True
    return any(len(_indent(text)) > depth for text in between)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
