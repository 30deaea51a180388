"""Leave each person's last choice out, and the one before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.recommend.interactions import Interactions, Words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Interactions in three parts.

    Args:
        train: what is learned from.
        valid: the last but one choice of people with three or more: hyperparameters and blend.
        test: the last choice of people with two or more: the figures.
    """

    train: Interactions
    valid: Interactions
    test: Interactions


def leave_last_out(table: Interactions) -> LeftOut:
    """Split ordered interactions by time, person by person."""
    number, count = places(table.user)
    back = count - 1 - number
    test = (back == 0) & (count >= 2)
    valid = (back == 1) & (count >= 3)
    parts = (~test & ~valid, valid, test)
    return LeftOut(*(table.take(np.flatnonzero(part)) for part in parts))


def last_of_each(table: Interactions) -> tuple[Interactions, Interactions]:
    """Return everybody's last choice, and all the earlier ones."""
    number, count = places(table.user)
    last = number == count - 1
    return table.take(np.flatnonzero(last)), table.take(np.flatnonzero(~last))


def places(user: Words) -> tuple[Ints, Ints]:
    """Return each row's place among its person's rows, from 0, and how many those are.

    Args:
        user: who, rows of one person together, shape (row,).
    """
    if not len(user):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    first = np.flatnonzero(np.r_[True, user[1:] != user[:-1]])
    lengths = np.diff(np.r_[first, len(user)])
    return np.arange(len(user)) - np.repeat(first, lengths), np.repeat(lengths, lengths)
