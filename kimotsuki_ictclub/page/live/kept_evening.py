"""What a server that was stopped must still know of the evening: its clock, raised hands, wishes, who sits where."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...attendance.desk.guard import SESSION_SECONDS
from ...files import read_json, write_whole

FILE_NAME = "page-evening.json"
_LARGEST = 1 << 18  # bytes


class KeptEvening:
    """Parts of an evening by name, in a file that holds no names of people; without `path` only in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._parts = self._read()

    def get(self, part: str) -> Any:
        """Return a part as it was kept; None where it was not, or another evening's."""
        return self._parts.get(part)

    def keep(self, part: str, content: Any) -> None:
        """Keep a part (as JSON); a disk that is full loses only this."""
        if self._parts.get(part) == content:
            return
        self._parts |= {part: content, "at": time.time()}
        if self._path is not None:
            with suppress(OSError):
                write_whole(self._path, json.dumps(self._parts))

    def _read(self) -> dict[str, Any]:
        try:
            found = read_json(self._path, _LARGEST) if self._path else {}
            return found if 0 <= time.time() - float(found["at"]) < SESSION_SECONDS else {}
        except (OSError, ValueError, LookupError, TypeError):
            return {}  # there is none yet, or nothing that can be read
