"""What a person reads of an evaluation in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table

from fittingroom.purchases.schema import FITS

if TYPE_CHECKING:
    from fittingroom.learning.evaluation import FitEvaluation
    from fittingroom.learning.measures import Bin, Measures

WIDTH = 40  # characters of a reliability diagram


def fit_report(found: FitEvaluation) -> RenderableType:
    """Return the whole report."""
    return Group(
        _summary(found.measures), _classes(found.measures), _confusion(found.measures),
        *(_reliability(fit, bars) for fit, bars in found.reliability.items()),
        *(_groups(kind, groups) for kind, groups in found.groups.items()),
    )  # fmt: skip


def _summary(measures: Measures) -> Table:
    table = Table(title="Fit model", show_header=False)
    for name, value in measures.figures().items():
        table.add_row(name, f"{value:,}" if name == "rows" else f"{value:.4f}")
    return table


def _classes(measures: Measures) -> Table:
    table = Table("outcome", "precision", "recall", "F1", "AUC", "rows", title="By outcome")
    for code, fit in enumerate(FITS):
        right = measures.confusion[code][code]
        happened = sum(measures.confusion[code])
        said = sum(row[code] for row in measures.confusion)
        cells = (right / max(said, 1), right / max(happened, 1),
                 2.0 * right / max(said + happened, 1), measures.auc[code])  # fmt: skip
        table.add_row(fit, *(f"{cell:.3f}" for cell in cells), f"{happened:,}")
    return table


def _confusion(measures: Measures) -> Table:
    table = Table("happened", *(f"said {fit}" for fit in FITS), title="Confusion matrix")
    for fit, row in zip(FITS, measures.confusion, strict=True):
        table.add_row(fit, *(f"{count:,}" for count in row))
    return table


def _reliability(fit: str, bars: tuple[Bin, ...]) -> Table:
    table = Table(
        "said", "happened", "rows", "", title=f"Reliability of P({fit}): | said, # happened"
    )
    for bar in bars:
        line = ["#"] * round(bar.happened * WIDTH) + [" "] * WIDTH
        line[min(round(bar.said * WIDTH), WIDTH)] = "|"
        drawn = "".join(line).rstrip()
        table.add_row(f"{bar.said:.3f}", f"{bar.happened:.3f}", f"{bar.rows:,}", drawn)
    return table


def _groups(kind: str, groups: dict[str, Measures]) -> Table:
    table = Table(kind, "rows", "AUC", "log-loss", "ECE", "balanced accuracy", title=f"By {kind}")
    for name, found in groups.items():
        figures = found.figures()
        shown = (figures[key] for key in ("auc_macro", "log_loss", "ece", "balanced_accuracy"))
        table.add_row(name, f"{found.rows:,}", *(f"{value:.3f}" for value in shown))
    return table
