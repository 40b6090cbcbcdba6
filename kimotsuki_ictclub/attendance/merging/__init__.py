"""A person who was typed twice becomes one, and two who were taken for one become two again."""

from __future__ import annotations

from .cards import card_told
from .merge import merge_people
from .split import split_off
from .unmerge import before_merge, unmerge

__all__ = ["before_merge", "card_told", "merge_people", "split_off", "unmerge"]
