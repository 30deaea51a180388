"""`CleaningReport`: what reading and cleaning found, rule by rule, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["made missing", "dropped", "ignored", "filled", "only told"]
EXAMPLES = 3  # of each rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found in one column.

    Args:
        rule: its name.
        column: where, in the source's words where it's a column that we don't have.
        count: how many values or rows.
        action: what was done with them.
        says: the rule in a sentence.
        examples: a few of what was found.
    """

    rule: str
    column: str
    count: int
    action: Action
    says: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleaningReport:
    """Every finding, of rules that found something.

    Args:
        rows_in: rows before.
        rows_out: rows after: fewer only where dropping was asked for.
        findings: in the order of the rules.
    """

    rows_in: int
    rows_out: int
    findings: tuple[Finding, ...]

    def count(self, rule: str, column: str | None = None) -> int:
        """Return how much a rule found, in all columns or in one."""
        return sum(
            finding.count
            for finding in self.findings
            if finding.rule == rule and column in (None, finding.column)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        findings = [
            {
                "rule": finding.rule, "column": finding.column, "count": finding.count,
                "action": finding.action, "says": finding.says,
                "examples": list(finding.examples),
            }
            for finding in self.findings
        ]  # fmt: skip
        return {"rows_in": self.rows_in, "rows_out": self.rows_out, "findings": findings}

    def as_rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return a table's rows: rule, column, count, action, examples."""
        return [
            (f.rule, f.column, f"{f.count:,}", f.action, "; ".join(f.examples))
            for f in self.findings
        ]

    def after(self, findings: Sequence[Finding]) -> CleaningReport:
        """Return the report with what was found before it, while reading."""
        return CleaningReport(self.rows_in, self.rows_out, (*findings, *self.findings))


def examples_of(values: Sequence[object]) -> tuple[str, ...]:
    """Return the first few different values as text."""
    seen = list(dict.fromkeys(_short(value) for value in values[:1000]))
    return tuple(seen[:EXAMPLES])


def _short(value: object) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
