"""Habits of other languages, and of tablets that begin each line with a capital, in a program that has a mistake."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Sequence

from ..language import N_
from .mistake_error import MistakeError, mistake_at
from .source_text import code_only, lines_of

_COMMENT = (N_("A comment doesn't begin with %(wrong)s."), N_("Write # at the beginning of a comment."))
_BLOCK = (
    N_("A block doesn't stand between { and }."),
    N_("Write : at the end of the line above it, and push its lines to the right by 4 spaces."),
)
_WORD = (N_("`%(wrong)s` is written `%(right)s`."), N_("Other programming languages write it differently."))
_STEP = (N_("The board doesn't know %(wrong)s."), N_("To count, write it like this: name %(right)s 1"))
_LETTERS = (N_("`%(wrong)s` is written `%(right)s`."), N_("Look at each letter."))
_TOO_MUCH = (N_("`%(wrong)s` does not belong here."), N_("Delete it."))
_OPENS = r"[ \t]*\}?[ \t]*(?:if|else|elif|while|for|def|class|try|except|with|function)\b"

# What no right line has in its code → how it is said; the first line that has one is the one.
_HABITS = (
    (r"^[ \t]*(//)", _COMMENT, ""),
    (r"(/\*)", _COMMENT, ""),
    (r"^[ \t]*(--)[ \t]*\w+[ \t]+\w", _COMMENT, ""),
    (r"(//)[ \t]*\w+[ \t]+(?!(?:and|or|if|else|in|is|not|for)\b)\w", _COMMENT, ""),
    (r"(--)[ \t]*\w+[ \t]+(?!(?:and|or|if|else|in|is|not|for)\b)\w", _COMMENT, ""),
    (r"(&&)", _WORD, "and"),
    (r"(\|\|)", _WORD, "or"),
    (r"(===)", _WORD, "=="),
    (r"(!==)", _WORD, "!="),
    (r"(<>)", _WORD, "!="),
    (r"(=!)(?!=)", _WORD, "!="),
    (r"(=<)", _WORD, "<="),
    (r"(=>)(?!.*\{[ \t]*$)", _WORD, ">="),
    (r"(!)(?!=)", _WORD, "not"),
    (r"^[ \t]*(>>>)(?:[ \t]|$)", _TOO_MUCH, ""),
    (r"^[ \t]*(?:if|elif|while)\b.*[\w)][ \t]+(then|do)[ \t]*:?[ \t]*$", _TOO_MUCH, ""),
    (r"^[ \t]*from[ \t]+\w+[ \t]+(?!import\b)(\w+)[ \t]+(?:\*|\w)", _LETTERS, "import"),
    (r"^[ \t]*(?!from\b)(\w+)[ \t]+\w+[ \t]+import\b", _LETTERS, "from"),
    (r"^[ \t]*([A-Za-z_]\w*(?:-[A-Za-z_]\w*)+)[ \t]*=(?!=)",
     (N_("A name cannot hold -: `%(wrong)s`."), N_("Write _ in its place.")), ""),
    (r"\b(else[ \t]+if)\b(?=.*[:{][ \t]*$)", _WORD, "elif"),
    (r"^[ \t]*(else?if|elsif)\b", _WORD, "elif"),
    (r"^[ \t]*(function)[ \t]+\w+[ \t]*\(", _WORD, "def"),
    (rf"^{_OPENS}.*(\{{)[ \t]*$", _BLOCK, ""),
    (r"\w[ \t]*(\+\+)[ \t]*[;)]*[ \t]*$", _STEP, "+="),
    (r"\w[ \t]*(--)[ \t]*[;)]*[ \t]*$", _STEP, "-="),
    (rf"^{_OPENS}.*(;)[ \t]*$",
     (N_("A line that opens a block doesn't end with ;."), N_("Write : at the end of the line.")), ""),
)  # fmt: skip
_LONE_BRACE = re.compile(r"^[ \t]*([{}])[ \t]*;?[ \t]*$")  # a dict over several lines has them too
_KEYWORDS = {word.lower(): word for word in keyword.kwlist}


def other_language(file: str, source: str, lines: Sequence[int]) -> MistakeError | None:
    """Return the error for the first habit of another language down to where parsers stumble; None for none.

    lines: where they do, by one parser or several.
    """
    code = lines_of(code_only(source))
    for line, text in enumerate(code[: max(lines)], 1):
        for pattern, (sentence, hint), right in _HABITS:
            found = re.search(pattern, text)
            if found:
                return mistake_at(file, source, line, sentence, hint, wrong=found[1], right=right)
        brace = _LONE_BRACE.search(text)
        if brace and line in lines:
            return mistake_at(file, source, line, *_BLOCK)
    return None


def counting_sign(file: str, source: str, node: ast.AST) -> MistakeError | None:
    """Return the error for a line `++n` or `--n`, which every parser takes and which does nothing; None for others."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.UnaryOp)):
        return None
    outer, inner = node.value, node.value.operand
    if not isinstance(inner, ast.UnaryOp) or type(outer.op) is not type(inner.op):
        return None
    sign = {ast.UAdd: "+", ast.USub: "-"}.get(type(outer.op))
    if sign is None:
        return None
    sentence, hint = _STEP
    return mistake_at(file, source, node.lineno, sentence, hint, wrong=2 * sign, right=f"{sign}=")


def capital_keyword(file: str, source: str, lines: Sequence[int]) -> MistakeError | None:
    """Return the error for a word of the language that one of `lines` writes with capitals; None for none."""
    code = lines_of(code_only(source))
    for line in lines:
        for word in re.findall(r"(?<!\.)\b[A-Za-z]+\b", code[line - 1] if line <= len(code) else ""):
            if meant(word) and not _is_own_name(word, code):
                return spelling_mistake(file, source, line, word)
    return None


def meant(word: str) -> str:
    """Return the word of the language that `word` is but for its capitals (`While`, `true`); "" for any other."""
    right = _KEYWORDS.get(word.lower(), "")
    return "" if right == word else right


def spelling_mistake(file: str, source: str, line: int, word: str) -> MistakeError:
    """Return the error for a word of the language with capitals that it does not have, or without those it has."""
    hint = N_("This word is written in small letters only.")
    if meant(word) in ("True", "False", "None"):
        hint = N_("Capital and small letters matter.")
    return mistake_at(
        file, source, line, N_("`%(wrong)s` is written `%(right)s`."), hint, wrong=word, right=meant(word)
    )


def _is_own_name(word: str, code: list[str]) -> bool:
    """Whether the program gives a meaning to a word itself."""
    pattern = re.compile(
        rf"\b(?:def|class|import|as|for|global)[ \t]+{word}\b|(?:^|[;,(])[ \t]*{word}[ \t]*(?:,|=(?!=))"
    )
    return any(pattern.search(line) for line in code)
