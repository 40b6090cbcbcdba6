"""Virtual boards named on the command line: `virtual://v2` keeps its flash between processes."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..errors import BoardError
from ..folders import data_folder
from ..language import N_
from .board import Board


def virtual_board(url: str) -> Board:
    """Return the virtual board of `url`, such as `virtual://v2` or `virtual://v1?seed=3`.

    Raises: BoardError (`board-unknown`) where it is neither v1 nor v2.
    """
    parts = urlsplit(url)
    version = parts.netloc
    if version not in ("v1", "v2"):
        raise BoardError(
            "board-unknown",
            N_("There is no virtual board %(name)s."),
            N_("Use virtual://v1 or virtual://v2."),
            name=url,
        )
    unique_id = unique_id_of(url)
    folder = data_folder() / "virtual" / unique_id[:4] / unique_id[8:16]
    options = dict(parse_qsl(parts.query))
    options.setdefault("state", str(folder / "flash.bin"))
    return Board(
        unique_id=unique_id,
        version="v1" if version == "v1" else "v2",
        label="",
        port=f"virtual://{version}?{urlencode(options)}",
        drive=folder / "drive",
        state="ready",
    )


def unique_id_of(url: str) -> str:
    """Return the 48 characters that a virtual board of this name always has."""
    board_id = "9901" if urlsplit(url).netloc == "v1" else "9904"
    return board_id + "0000" + hashlib.sha256(url.encode()).hexdigest()[:32] + "00000000"
