"""How good probabilities are: AUC, log-loss, Brier, calibration error, and what follows of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.purchases.schema import FITS

BINS = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram.

    Args:
        said: the mean probability said.
        happened: the share that happened.
        rows: how many.
    """

    said: float
    happened: float
    rows: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one set of rows; those that the rows can't tell are NaN.

    Args:
        auc: one class against the others, in the order of `FITS`.
        log_loss: mean of -log P of what happened.
        brier: mean squared error of the three probabilities, summed over classes.
        ece: expected calibration error of the likeliest class, 15 bins of equal width.
        class_ece: the mean of each class's own calibration error.
        accuracy: share of rows whose likeliest class happened.
        balanced_accuracy: mean recall of the classes that occur.
        f1_macro: mean F1 of the classes that occur.
        confusion: rows that happened (row) and were the likeliest (column), in the order of `FITS`.
        rows: how many.
    """

    auc: tuple[float, float, float]
    log_loss: float
    brier: float
    ece: float
    class_ece: float
    accuracy: float
    balanced_accuracy: float
    f1_macro: float
    confusion: tuple[tuple[int, ...], ...]
    rows: int

    def figures(self) -> dict[str, float]:
        """Return the plain figures by name."""
        macro = float(np.mean(self.auc))
        return {
            "auc_macro": macro,
            **{f"auc_{fit}": auc for fit, auc in zip(FITS, self.auc, strict=True)},
            "log_loss": self.log_loss, "brier": self.brier, "ece": self.ece,
            "class_ece": self.class_ece, "accuracy": self.accuracy,
            "balanced_accuracy": self.balanced_accuracy, "f1_macro": self.f1_macro,
            "rows": self.rows,
        }  # fmt: skip


def measure(odds: Floats, outcomes: Ints) -> Measures:
    """Measure probabilities against what happened.

    Args:
        odds: P(small, fit, large), shape (row, 3).
        outcomes: places in `FITS`.
    """
    happened, likeliest = np.eye(len(FITS))[outcomes], odds.argmax(axis=1)
    confusion = np.zeros((len(FITS), len(FITS)), np.int64)
    np.add.at(confusion, (outcomes, likeliest), 1)
    aucs = [auc(odds[:, code], outcomes == code) for code in range(len(FITS))]
    told = np.maximum(odds[np.arange(len(odds)), outcomes], 1e-12)
    right = likeliest == outcomes
    of_class = [
        calibration_error(reliability(odds[:, code], outcomes == code)) for code in range(len(FITS))
    ]
    recall, f1 = _recall_and_f1(confusion)
    return Measures(
        (aucs[0], aucs[1], aucs[2]), float(-np.log(told).mean()),
        float(np.square(odds - happened).sum(axis=1).mean()),
        calibration_error(reliability(odds.max(axis=1), right)), float(np.mean(of_class)),
        float(right.mean()), recall, f1, tuple(tuple(row) for row in confusion.tolist()), len(odds),
    )  # fmt: skip


def auc(scores: Floats, positive: Ints) -> float:
    """Return the share of pairs, one positive and one not, in which the positive scores higher.

    NaN where all or none are positive.

    Source: Mann & Whitney, Ann. Math. Statist. 18 (1947): ties count half.
    """
    positives = int(positive.sum())
    others = len(positive) - positives
    if positives == 0 or others == 0:
        return float("nan")
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    middle = counts.cumsum() - (counts - 1) / 2.0  # the mean rank of each value
    ranks = middle[which][positive.astype(bool)].sum()
    return float((ranks - positives * (positives + 1) / 2.0) / (positives * others))


def reliability(said: Floats, happened: Ints, *, bins: int = BINS) -> tuple[Bin, ...]:
    """Return the bars of a reliability diagram, bins of equal width, empty ones left out."""
    which = np.minimum((said * bins).astype(np.int64), bins - 1)
    rows = np.bincount(which, minlength=bins)
    sums = np.bincount(which, said, bins), np.bincount(which, happened.astype(float), bins)
    return tuple(
        Bin(float(sums[0][b] / rows[b]), float(sums[1][b] / rows[b]), int(rows[b]))
        for b in range(bins)
        if rows[b]
    )


def calibration_error(bars: tuple[Bin, ...]) -> float:
    """Return the mean distance of said and happened, weighted by rows.

    Source: Naeini, Cooper, Hauskrecht, AAAI 2015.
    """
    rows = sum(bar.rows for bar in bars)
    return sum(bar.rows * abs(bar.said - bar.happened) for bar in bars) / max(rows, 1)


def _recall_and_f1(confusion: Ints) -> tuple[float, float]:
    right = np.diag(confusion).astype(float)
    happened, said = confusion.sum(axis=1), confusion.sum(axis=0)
    there = happened > 0
    recall = right[there] / happened[there]
    f1 = 2.0 * right[there] / (happened + said)[there]
    return float(recall.mean()), float(f1.mean())
