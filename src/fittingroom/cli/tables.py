"""What a person reads in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from fittingroom.fit.report import SizeAdvice
    from fittingroom.learning.joint_advice import JointAdvice

VERDICT_STYLE = {
    "too_tight": "bold red",
    "tight": "yellow",
    "regular": "green",
    "loose": "cyan",
    "too_loose": "bold blue",
}
BAR = 24


def fit_table(fit: Mapping[str, Any]) -> RenderableType:
    """Return fit.json as a table with the advice under it."""
    table = Table(title=f"{fit['garment']}, size {fit['size']}")
    for name in ("zone", "body", "garment", "ease cm", "strain %", "kPa"):
        table.add_column(name, justify="left" if name == "zone" else "right")
    table.add_column("verdict")
    for zone in fit["zones"]:
        style = VERDICT_STYLE[zone["verdict"]]
        table.add_row(
            zone["zone"].replace("_", " "),
            f"{zone['body_cm']:.1f}",
            f"{zone['garment_cm']:.1f}",
            f"{zone['ease_cm']:+.1f}",
            f"{zone['strain_pct']:.1f}",
            f"{zone['pressure_kpa']:.2f}",
            f"[{style}]{zone['verdict'].replace('_', ' ')}[/]",
        )
    advice = fit["advice"]
    said = _advice(advice["recommended"], advice["probability"], advice["because"], language="en")
    return Group(table, said)


def advice_text(advice: SizeAdvice, *, language: str) -> str:
    """Return the physical advice as bars and sentences in one language ("en" or "zh")."""
    because = advice.because[language]
    return _advice(advice.recommended, advice.probability, because, language=language)


def joint_text(advice: JointAdvice, *, language: str) -> str:
    """Return the joined advice as bars and sentences in one language ("en" or "zh")."""
    because = advice.because.get(language, advice.because["en"])
    said = _advice(advice.recommended, advice.probability, because, language=language)
    if advice.model is None:
        return said
    share = f"{100 * advice.findings.weight:.0f} %"
    source = f"Learned fit: {advice.model}, counts {share}"
    if language == "zh":
        source = f"学习模型：{advice.model}，权重 {share}"
    if advice.findings.weight == 0.0:
        unknown = {"zh": "（还没有您或这款的穿着反馈）"}
        source += unknown.get(language, " (it knows no order of yours or of this garment)")
    return f"{said}\n  [dim]{escape(source)}[/]"


def body_table(body: Mapping[str, Any]) -> RenderableType:
    """Return body.json as a table: asked, on the mesh, error; then what was predicted."""
    table = Table(title="asked and made")
    for name in ("measurement", "asked", "on the body", "error mm"):
        table.add_column(name, justify="left" if name == "measurement" else "right")
    for term, asked in body["asked"].items():
        error = body["error_mm"].get(term)
        table.add_row(
            term,
            f"{asked:.1f}",
            f"{body['measured'][term]:.1f}",
            "" if error is None else f"{error:+.1f}",
        )
    return table


def garment_list(catalogue: Mapping[str, Any]) -> RenderableType:
    """Return the catalogue as a table."""
    table = Table()
    for name in ("garment", "title", "brand", "style", "fabric", "sizes"):
        table.add_column(name, no_wrap=name == "garment")  # what one types next
    for garment in catalogue["garments"]:
        table.add_row(
            garment["ref"],
            garment["title"]["en"],
            garment["brand"],
            garment["style"],
            ", ".join(garment["fabrics"].values()),
            " ".join(garment["sizes"]),
        )
    return table


def garment_sheet(garment: Mapping[str, Any]) -> RenderableType:
    """Return one garment's finished measurements, a row a term, a column a size."""
    sizes: Mapping[str, Mapping[str, float]] = garment["finished_cm"]
    table = Table(title=f"{garment['title']['en']} ({garment['brand']}), finished, cm")
    table.add_column("term")
    for size in sizes:
        table.add_column(size, justify="right")
    for term in next(iter(sizes.values())):
        table.add_row(term, *(f"{lengths[term]:.1f}" for lengths in sizes.values()))
    return table


def _advice(
    recommended: str | None, probability: Mapping[str, float], because: Any, *, language: str
) -> str:
    buy, none = {"zh": ("建议购买", "暂不推荐尺码")}.get(language, ("Buy", "No size named"))
    lines = [f"[bold]{none if recommended is None else f'{buy} {escape(recommended)}'}[/]"]
    for size, share in probability.items():
        lines.append(f"  {escape(size):>4} {'█' * round(BAR * share):<{BAR}} {100 * share:3.0f} %")
    return "\n".join([*lines, *(f"  {escape(sentence)}" for sentence in because)])
