"""`question`: how one garment in each of its sizes would fit one person, as rows without outcome.

The rows carry what was told and what was cut, nothing that was estimated: a model is trained on
such rows, and what a wearer didn't tell stays missing.
"""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.cutting import cut
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person
from fittingroom.purchases.purchases import Columns, Purchases
from fittingroom.units import CENTIMETRE

GIRTHS = ("bust_girth", "underbust_girth", "waist_girth", "hip_girth")
ARTICLE = {"article_bust_cm": "bust", "article_waist_cm": "waist", "article_hip_cm": "hip"}


def question(person: Person, garment: Garment, *, user_id: str | None = None) -> Purchases:
    """Return one row for each size of a garment, in the chart's order, as the person tells it.

    Args:
        person: who.
        garment: what.
        user_id: the wearer's key in the table the model was trained on, where there is one.

    Raises:
        SizeChartError: a size that can't be cut.
    """
    return Purchases(question_columns(person, garment, user_id=user_id))


def question_columns(person: Person, garment: Garment, *, user_id: str | None = None) -> Columns:
    """Return the columns of `question`: numbers with NaN, words with None, each one per size."""
    sizes = tuple(garment.chart.sizes)
    words = {"user_id": user_id, **_wearer_words(person), **_article_words(garment)}
    numbers = _wearer_numbers(person)
    return {
        **{name: np.array([word] * len(sizes), object) for name, word in words.items()},
        **{name: np.full(len(sizes), number) for name, number in numbers.items()},
        "size": np.arange(len(sizes), dtype=np.float64),
        "size_label": np.array(sizes, object),
        **_finished(garment, sizes),
    }


def _wearer_words(person: Person) -> dict[str, str | None]:
    return {"sex": person.sex, "ease": person.preferences.ease}


def _wearer_numbers(person: Person) -> dict[str, float]:
    """Return what was told; estimated measures stay missing."""
    told = {term: m.value for term, m in person.measurements.items() if m.source != "estimated"}
    lengths = {f"{term}_cm": told.get(term, np.nan) / CENTIMETRE for term in ("height", *GIRTHS)}
    age = np.nan if person.age_years is None else person.age_years
    return {"age_years": age, "weight_kg": told.get("weight", np.nan), **lengths}


def _article_words(garment: Garment) -> dict[str, str | None]:
    return {
        "item_id": garment.ref,
        "category": garment.style.rsplit("-", 1)[-1],  # crew-neck-tee: tee
        "style": garment.style,
        "material": garment.fabrics["shell"].name,
        "brand": garment.brand,
        "title": garment.title["en"],
    }


def _finished(garment: Garment, sizes: tuple[str, ...]) -> dict[str, Floats]:
    lengths = [cut(garment, size).lengths for size in sizes]
    return {
        column: np.array([row.get(term, np.nan) for row in lengths]) / CENTIMETRE
        for column, term in ARTICLE.items()
    }
