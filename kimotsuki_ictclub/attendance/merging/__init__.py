"""A person who was typed twice becomes one, and two who were taken for one become two again."""

from __future__ import annotations

from .merge import merge_people
from .split import split_off
from .unmerge import before_merge, unmerge

__all__ = ["before_merge", "merge_people", "split_off", "unmerge"]
