"""Sticker names of boards ("07", "みかん"), kept for each unique id in the user's data folder."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import BoardError
from ..files import read_json, write_whole
from ..folders import data_folder, keeping_data
from ..language import N_
from .ids import UNIQUE_ID_LENGTH

# What copying from a table or a web page leaves around a word: blanks, and marks that nobody sees.
_AROUND = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing
LONGEST = 20  # characters: more does not fit on a sticker


def all_labels() -> dict[str, str]:
    """Return unique id → label.

    Raises: BoardError (`labels-damaged`) where the file cannot be read.
    """
    path = data_folder() / "labels.json"
    try:
        labels = read_json(path)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(str(path)) from error
    if not isinstance(labels, dict) or not all(map(_is_label, labels.values())):
        raise _damaged(str(path))
    return labels


def same_label(one: str, other: str) -> bool:
    """Return whether two spellings are one label: 07 and ０７, ミカン in half or full width, Red and red."""
    return _folded(one) == _folded(other)


def set_label(unique_id: str, label: str) -> str:
    """Keep `label` for the board `unique_id` and return it, tidied.

    Raises: BoardError (`label-wrong`, `label-taken`, `label-no-id` where the whole unique id is not known).
    """
    if len(unique_id) != UNIQUE_ID_LENGTH:
        raise BoardError(
            "label-no-id",
            N_("This PC does not see the whole unique id of the board, so it cannot keep a name for it."),
            N_("Unplug the board, plug it in again without touching its button, and wait until its drive is there."),
        )
    label = unicodedata.normalize("NFC", label).strip(_AROUND)
    if not any(map(_shows, label)):
        raise BoardError(
            "label-wrong",
            N_("A label has at least one letter or number."),
            N_("A number from the sticker is best, such as 07. `ictclub boards label 07 --remove` takes a name away."),
        )
    if len(label) > LONGEST or not label.isprintable() or "://" in label:
        raise BoardError(
            "label-wrong",
            N_("“%(label)s” cannot be a label: at most %(longest)d letters, in one line."),
            N_("A number from the sticker is best, such as 07."),
            label=label,
            longest=LONGEST,
        )
    with _writing():
        labels = all_labels()
        if any(same_label(other, label) for owner, other in labels.items() if owner != unique_id):
            raise BoardError(
                "label-taken",
                N_("Another board is already called %(label)s."),
                N_("Choose another name, or take it away from the other: `ictclub boards label %(label)s --remove`."),
                label=label,
            )
        _keep({**labels, unique_id: label})
    return label


def free_label(label: str) -> str:
    """Take `label` away from its board, plugged in or not, so that another can have it; return it as it was kept.

    Raises: BoardError (`label-unknown`, which names the labels there are).
    """
    with _writing():
        labels = all_labels()
        freed = [unique_id for unique_id, kept in labels.items() if same_label(kept, label)]
        if not freed:
            raise BoardError(
                "label-unknown",
                N_("No board is called %(label)s. Labels that are kept: %(labels)s."),
                N_("Choose one of these."),
                label=label,
                labels=", ".join(sorted(labels.values())) or "–",
            )
        kept = labels[freed[0]]
        _keep({unique_id: other for unique_id, other in labels.items() if unique_id not in freed})
    return kept


@contextmanager
def _writing() -> Iterator[None]:
    """Hold the list while it is read and written anew: another window may be giving a name at the same moment."""
    from filelock import FileLock

    with keeping_data(folder := data_folder()), FileLock(folder / "labels.lock"):
        yield


def _keep(labels: dict[str, str]) -> None:
    write_whole(data_folder() / "labels.json", json.dumps(labels, ensure_ascii=False, indent=2) + "\n")


def _is_label(kept: object) -> bool:
    return isinstance(kept, str) and kept.isprintable()


def _folded(label: str) -> str:
    return unicodedata.normalize("NFKC", label.strip(_AROUND)).strip().casefold()


def _shows(character: str) -> bool:
    """Whether it can be told from others on a sticker: a letter, number or sign such as ★ or 🍊; no - alone."""
    return (unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "So") and (
        character not in _BLANKS
    )


def _damaged(path: str) -> BoardError:
    return BoardError(
        "labels-damaged",
        N_("The list of labels cannot be read: %(path)s"),
        N_("Delete that file; then give the boards their labels again."),
        path=path,
    )
