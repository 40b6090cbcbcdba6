"""Sticker names of boards ("07", "みかん"), kept for each unique id in the user's data folder."""

from __future__ import annotations

import json
import threading
import unicodedata

from ..errors import BoardError
from ..files import write_whole
from ..folders import data_folder
from ..language import N_
from .ids import UNIQUE_ID_LENGTH

LONGEST = 20  # characters: more does not fit on a sticker
_writing = threading.Lock()


def all_labels() -> dict[str, str]:
    """Return unique id → label.

    Raises: BoardError (`labels-damaged`) where the file cannot be read.
    """
    path = data_folder() / "labels.json"
    try:
        labels = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(str(path)) from error
    if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
        raise _damaged(str(path))
    return labels


def set_label(unique_id: str, label: str) -> str:
    """Keep `label` for the board `unique_id` and return it, tidied; "" takes the label away.

    Raises: BoardError (`label-wrong`, `label-taken`, `label-no-id` where the whole unique id is not known).
    """
    if len(unique_id) != UNIQUE_ID_LENGTH:
        raise BoardError(
            "label-no-id",
            N_("This PC does not see the whole unique id of the board, so it cannot keep a name for it."),
            N_("Unplug the board, plug it in again without touching its button, and wait until its drive is there."),
        )
    label = unicodedata.normalize("NFC", label).strip()
    if len(label) > LONGEST or not label.isprintable() or "://" in label:
        raise BoardError(
            "label-wrong",
            N_("“%(label)s” cannot be a label: at most %(longest)d letters, in one line."),
            N_("A number from the sticker is best, such as 07."),
            label=label,
            longest=LONGEST,
        )
    with _writing:
        labels = all_labels()
        if label and any(other == label for owner, other in labels.items() if owner != unique_id):
            raise BoardError(
                "label-taken",
                N_("Another board is already called %(label)s."),
                N_("Choose another name, or plug in that board and take its name away first."),
                label=label,
            )
        labels.pop(unique_id, None)
        if label:
            labels[unique_id] = label
        write_whole(data_folder() / "labels.json", json.dumps(labels, ensure_ascii=False, indent=2) + "\n")
    return label


def _damaged(path: str) -> BoardError:
    return BoardError(
        "labels-damaged",
        N_("The list of labels cannot be read: %(path)s"),
        N_("Delete that file; then give the boards their labels again."),
        path=path,
    )
