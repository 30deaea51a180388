"""Our own feedback as purchases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from fittingroom.garment.catalogue import catalogue
from fittingroom.person.reading import read_person
from fittingroom.purchases.question import question
from fittingroom.purchases.reading_feedback import Feedback, feedback_purchases, fit_said

from .leaking import check_predicting

PERSON = {"sex": "female", "height_cm": 168.4, "bust_girth_cm": 92, "age_years": 34}
AT = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
TEE = {"classic-tee": catalogue["classic-tee"]}


def told(wearer: str | None = "w", person: dict[str, Any] | None = PERSON, **said: Any) -> Feedback:
    said = {"garment": "classic-tee", "size": "M", "outcome": "kept"} | said
    return Feedback(wearer, person, AT, said)


def test_feedback_has_the_inputs_that_a_question_has() -> None:
    purchases, report = feedback_purchases([told(size="L", rating=9)], TEE)
    asked = question(read_person(PERSON), TEE["classic-tee"], user_id="w").take([2])
    answered = purchases.inputs()
    for name, values in asked.inputs().items():
        if name in answered:
            np.testing.assert_array_equal(answered[name], values, err_msg=name)
        else:
            assert values[0] is None or values[0] != values[0], name
    every = purchases.everything()
    assert every["ordered_at"][0] == np.datetime64("2026-11-25T10:30:00")
    assert (every["fit"][0], every["kept"][0], every["rating"][0]) == ("fit", "kept", 9)
    assert report.findings == ()


@pytest.mark.parametrize(
    ("said", "fit"),
    [
        ({"outcome": "kept"}, "fit"),
        ({"outcome": "kept", "fit": "large"}, "large"),
        ({"outcome": "returned", "reason": "too_small"}, "small"),
        ({"outcome": "returned", "reason": "too_large"}, "large"),
        ({"outcome": "returned", "reason": "quality"}, None),
        ({"outcome": "returned"}, None),
        ({"outcome": "returned", "zones": {"bust": "too_tight", "hip": "regular"}}, "small"),
        ({"outcome": "returned", "zones": {"bust": "too_tight", "hip": "too_loose"}}, None),
        ({"outcome": "returned", "reason": "style", "zones": {"hip": "too_loose"}}, "large"),
        ({"outcome": "kept", "zones": {"bust": "too_tight"}}, "fit"),
    ],
)
def test_how_it_fitted(said: dict[str, Any], fit: str | None) -> None:
    assert fit_said(said) == fit


def test_what_is_unknown_stays_missing_and_is_told() -> None:
    rows = [
        told(garment="hat"),
        told(size="XXS"),
        told(wearer=None, person=None),
        told(person={"sex": "female", "height_cm": 1684}),
    ]
    purchases, report = feedback_purchases(rows, TEE)
    inputs = purchases.inputs()
    assert inputs["item_id"].tolist() == ["hat", *["classic-tee"] * 3]
    assert np.isnan(inputs["article_bust_cm"]).tolist() == [True, True, False, False]
    assert np.isnan(inputs["height_cm"]).tolist() == [False, False, True, True]
    assert inputs["user_id"][2] is None and inputs["sex"][2] is None
    assert (report.count("unknown garment"), report.count("unreadable person")) == (2, 1)


def test_no_feedback_is_no_purchase() -> None:
    assert len(feedback_purchases([], TEE)[0]) == 0


def test_feedback_leaks_nothing_through_inputs() -> None:
    purchases, _ = feedback_purchases([told(size=size, rating=9) for size in "SML"], TEE)
    check_predicting(lambda asked: asked.inputs()["size"], purchases)
