"""Mistakes in a program, said with the line and one kind sentence.

The Japanese sentences are in kana: they are shown where no readings can stand, to children of any school year.
"""

from __future__ import annotations

import re
import warnings

from ..errors import ProgramError
from ..language import N_, _

# Full-width forms of ASCII, and the marks that a Japanese keyboard types in their place.
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000、。「」“”‘’￥]")
_TEXT_OR_COMMENT = re.compile(r'("""|\'\'\')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*')
_F_STRING = re.compile(r"\b[fF][rR]?[\"']")

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
     N_("A text stands between two quotation marks of the same kind.")),
    ("expected ':'", N_("A colon (:) is missing at the end of the line."),
     N_("Lines with if, else, while, for and def end with a colon.")),
    ("expected an indented block", N_("This line must be indented."),
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
    ("outside function", N_("This word only works inside a def."),
     N_("Check that the line is pushed to the right far enough.")),
    ("outside loop", N_("This word only works inside a while or a for."),
     N_("Check that the line is pushed to the right far enough.")),
)  # fmt: skip


class MistakeError(ProgramError):
    """A mistake at a place of a program: values `file`, `line`, `text` (the line as it is written)."""

    @property
    def message(self) -> str:
        """Place, line and sentence, in the reader's language."""
        place = _("%(file)s, line %(line)s:") % self.values
        return f"{place}\n    {self.values['text']}\n  {self.sentence}"

    @property
    def sentence(self) -> str:
        """What is wrong, without the place."""
        return super().message

    def to_dict(self) -> dict[str, str]:
        """Return code, message, hint and the place, for `--json`."""
        place = {key: str(self.values[key]) for key in ("file", "line", "text")}
        return {**super().to_dict(), "message": self.sentence, **place}


def syntax_mistake(file: str, source: str, line: int) -> MistakeError:
    """Return the error for what a board's parser found in `source` at `line` (from 1)."""
    code = code_only(source).split("\n")
    here = code[line - 1] if line <= len(code) else ""
    if _FULL_WIDTH.search(here):
        return full_width_mistake(file, source, line)
    if _F_STRING.search(source.split("\n")[line - 1] if line <= len(code) else ""):
        return _mistake(
            file, source, line,
            N_('The board doesn\'t know f"…" texts.'),
            N_("Join the parts with + and turn numbers into text with str( )."),
        )  # fmt: skip
    their_line, saying = _second_opinion(source)
    for words, sentence, hint in _SENTENCES:
        if words in saying:
            return _mistake(file, source, their_line or line, sentence, hint)
    return _mistake(file, source, line, GENERAL, _GENERAL_HINT)


def find_full_width(source: str) -> int | None:
    """Return the first line (from 1) with a full-width mark in the program itself, not in a text or a comment."""
    found = _FULL_WIDTH.search(code_only(source))
    return source.count("\n", 0, found.start()) + 1 if found else None


def full_width_mistake(file: str, source: str, line: int) -> MistakeError:
    """Return the error for a full-width mark at `line`."""
    found = _FULL_WIDTH.search(code_only(source).split("\n")[line - 1])
    return _mistake(
        file, source, line,
        N_("There is a full-width mark in this line: %(mark)s"),
        N_("Switch the keyboard to half-width letters and write it again."),
        mark="［　］" if found and found.group() == "\u3000" else found.group() if found else "",
    )  # fmt: skip


def code_only(source: str) -> str:
    """Return `source` with its texts and comments blanked out, every character at its place."""
    return _TEXT_OR_COMMENT.sub(lambda text: re.sub(r"[^\n]", " ", text.group()), source)


def _second_opinion(source: str) -> tuple[int | None, str]:
    """Return line and words of CPython's complaint about `source`, which it only compiles; (None, "") for none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "main.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno, str(error.msg)
    except (ValueError, RecursionError, MemoryError):
        pass
    return None, ""


def _mistake(file: str, source: str, line: int, sentence: str, hint: str, **more: object) -> MistakeError:
    lines = source.splitlines()
    text = lines[line - 1].strip() if line <= len(lines) else ""
    return MistakeError("program-syntax", sentence, hint, file=file, line=line, text=text, **more)
