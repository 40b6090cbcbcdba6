"""The bytes of a file → its text: UTF-8, UTF-16, Windows in Japanese or Western letters, or a V2's data page."""

from __future__ import annotations

import re

from ..log_page import log_in
from .refusal import EMPTY, LOG_EMPTY, NO_TEXT, RefusedError

_LONE_KANA = re.compile(r"(?<![\uff61-\uff9f])[\uff61-\uff9f](?![\uff61-\uff9f])")
_LONE_KANJI = re.compile(r"(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z])")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]|[\uff61-\uff9f]{2}")


def text_of(content: bytes) -> str:
    """Return the text of a file, its lines ended by `\\n`. Raises: RefusedError."""
    log = log_in(content)
    text = _decoded(content if log is None else log)
    if "\x00" in text:
        raise RefusedError(NO_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")  # marks of joined files
    if not text.strip():
        raise RefusedError(EMPTY if log is None else LOG_EMPTY)
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        for encoding in (
            ("utf-16", "utf-16-le", "utf-16-be")
            if content[:2] in (b"\xff\xfe", b"\xfe\xff")
            else (
                ("utf-16-le", "utf-16-be")
                if content[1::2].count(b"\0") > content[::2].count(b"\0")
                else ("utf-16-be", "utf-16-le")
            )
        ):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise RefusedError(NO_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        japanese = content.decode("cp932")
    except UnicodeDecodeError:
        return _western(content)
    return _western(content) if _looks_western(japanese) else japanese


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise RefusedError(NO_TEXT) from None


def _looks_western(text: str) -> bool:
    """Tell whether what was read as Japanese is `°`, `µ` or `é`: a lone half-width kana, or a kanji amid letters."""
    without = _LONE_KANJI.sub("", _LONE_KANA.sub("", text))
    return len(without) < len(text) and not _JAPANESE.search(without)
