"""Who judges whom: every row is judged by a model that never saw it, nor a twin of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.learn.frame import Flags, Frame

Places = NDArray[np.int64]
FOLDS: Final = 5
BLOCKS: Final = 6
_FIRST: Final = 0.4  # of the rows only teach, when the past judges the future
_GROUPS: Final = 10 * FOLDS
"""With fewer different rows than this the columns are too coarse to know a row again by; being alike is then no sign of a twin."""


def twins(frame: Frame) -> Places:
    """A number for each row; rows that are the same in every column have the same."""
    if not frame.columns:
        return np.arange(frame.rows)
    table = np.column_stack([np.nan_to_num(column.values, nan=-1e300) for column in frame.columns])
    return np.asarray(np.unique(table, axis=0, return_inverse=True)[1]).reshape(-1)


def at_random(came: Flags, groups: Places) -> Iterator[tuple[Places, Places]]:
    """Five parts with the same share that came; each in turn is judged by the others. The same parts each time.

    Groups stay together, but for those of more than half a part, and all of them where there are fewer than _GROUPS.
    """
    groups = _parted(groups)
    many = np.bincount(groups)
    hits = np.bincount(groups, weights=came.astype(float))
    order = np.random.default_rng(20261118).permutation(len(many))
    order = order[np.lexsort((-many[order], -(hits / many)[order]))]  # of alike share and size one each to every part
    part_of_group = np.empty(len(many), np.int64)
    part_of_group[order] = np.arange(len(many)) % FOLDS
    part = part_of_group[groups]
    for held in range(FOLDS):
        yield np.flatnonzero(part != held), np.flatnonzero(part == held)


def _parted(groups: Places) -> Places:
    """The same groups, with each row of what is too large, or too common, to be kept together in one of its own."""
    many = np.bincount(groups)
    alone = (many[groups] * 2 * FOLDS > len(groups)) | (len(many) < _GROUPS)
    return np.asarray(np.unique(np.where(alone, len(many) + np.arange(len(groups)), groups), return_inverse=True)[1]).reshape(-1)


def in_order(rows: int) -> Iterator[tuple[Places, Places]]:
    """Blocks of the later rows, in the order of the file; each is judged by all that lay before it."""
    edges = np.linspace(int(rows * _FIRST), rows, BLOCKS + 1).astype(np.int64)
    for begin, end in pairwise(edges):
        yield np.arange(begin), np.arange(begin, end)
