"""The bytes of a file → its text: UTF-8, UTF-16, Windows in Japanese or Western letters, or a V2's data page."""

from __future__ import annotations

import re

from .refusal import EMPTY, LOG_EMPTY, NO_TEXT, RefusedError

_SIZE = re.compile(rb"UBIT_LOG_FS_V_\d+\n0x[0-9A-Fa-f]{8}\n0x([0-9A-Fa-f]{8})")
_PAGE = re.compile(rb"<!--FS_START\s*" + _SIZE.pattern)
_LONE_KANA = re.compile(r"(?<![\uff61-\uff9f])[\uff61-\uff9f](?![\uff61-\uff9f])")
_LONE_KANJI = re.compile(r"(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z])")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]|[\uff61-\uff9f]{2}")


def text_of(content: bytes) -> str:
    """Return the text of a file, its lines ended by `\\n`. Raises: RefusedError."""
    page = _PAGE.search(content)
    if page:
        content = _log_in(content, page)
    text = _decoded(content)
    if "\x00" in text:
        raise RefusedError(NO_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")  # marks of joined files
    if not text.strip():
        raise RefusedError(LOG_EMPTY if page else EMPTY)
    return text


def _log_in(content: bytes, page: re.Match[bytes]) -> bytes:
    """Return the log behind a V2's data page: it begins after the header's zeros and ends before the erased flash."""
    start = page.end()
    while start < len(content) and content[start] != 0:
        start += 1  # the rest of the header: the version of the page
    while start < len(content) and content[start] == 0:
        start += 1
    end = content.find(b"\xff", start)
    log = content[start : end if end >= 0 else len(content)]
    return log.removesuffix(b"-->")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        for encoding in (
            ("utf-16", "utf-16-le", "utf-16-be")
            if content[:2] in (b"\xff\xfe", b"\xfe\xff")
            else (("utf-16-le", "utf-16-be") if content[:2].find(b"\0") == 1 else ("utf-16-be", "utf-16-le"))
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
