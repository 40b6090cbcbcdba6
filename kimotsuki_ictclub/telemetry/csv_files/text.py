"""The bytes of a file, or of a V2's data page → its text."""

from __future__ import annotations

from ...encoding import EncodingError, decoded
from ..log_page import log_in
from .refusal import EMPTY, LOG_EMPTY, NO_ENCODING, NO_TEXT, RefusedError


def text_of(content: bytes) -> str:
    """Return the text of a file, its lines ended by `\\n`. Raises: RefusedError."""
    log = log_in(content)
    try:
        text = decoded(content if log is None else log, western=True)
    except EncodingError as error:
        raise RefusedError(NO_TEXT if b"\0" in content else NO_ENCODING) from error
    if "\x00" in text:
        raise RefusedError(NO_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")  # marks of joined files
    if not text.strip():
        raise RefusedError(EMPTY if log is None else LOG_EMPTY)
    return text
