import json

import numpy as np
import pytest

from fittingroom.errors import InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.loop.reviewing import ReviewOptions, review_steps
from fittingroom.person.reading import read_person
from fittingroom.progress import finish
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question

USUAL = {
    "sex": "female", "height_cm": 168.0, "weight_kg": 62.0, "bust_girth_cm": 92.0,
    "waist_girth_cm": 74.0, "hip_girth_cm": 98.0,
}  # fmt: skip


def purchase(garment, size, fit=None, **told):
    """Return one purchase of a garment of the catalogue."""
    rows = question(read_person(USUAL), catalogue[garment])
    at = list(rows.inputs()["size_label"]).index(size)
    changed = {name: [value] for name, value in told.items()}
    return rows.take([at]).replaced({"order_id": ["A1"], "fit": [fit], **changed})


def queue(purchases, **options):
    return finish(review_steps(purchases, options=ReviewOptions(**options)))


def whys(found):
    return [reason.why for review in found.reviews for reason in review.reasons]


def test_usual_advice_needs_nobody():
    assert queue(purchase("shift-dress", "M", "fit")).reviews == ()


def test_measurements_that_cannot_be_are_queued_first():
    found = queue(purchase("shift-dress", "M", waist_girth_cm=58.0, bust_girth_cm=125.0))
    assert whys(found)[0] == "measurement"


def test_an_outcome_nobody_expected_is_queued():
    found = queue(purchase("shift-dress", "XXS", "large"))
    assert "surprise" in whys(found)
    assert "said to be large" in found.reviews[0].reasons[0].says


def test_no_size_named_is_queued():
    found = queue(purchase("a-line-skirt", "L", waist_girth_cm=106.0, hip_girth_cm=122.0,
                           bust_girth_cm=118.0, weight_kg=102.0))  # fmt: skip
    assert "abstained" in whys(found)


def test_a_missing_height_is_a_measurement_to_look_at():
    found = queue(purchase("shift-dress", "M", height_cm=np.nan))
    assert whys(found) == ["measurement"]


def test_the_queue_holds_keys_and_reasons_alone():
    """Whatever is wrong with them, no measurement of the shopper is in the queue."""
    rows = purchase("shift-dress", "M", "large", waist_girth_cm=58.3, bust_girth_cm=125.7,
                    weight_kg=61.9)  # fmt: skip
    text = json.dumps(queue(rows).as_json())
    for figure in ("58.3", "125.7", "61.9", "168", "female"):
        assert figure not in text
    review = queue(rows).reviews[0]
    assert (review.order, review.item, review.size) == ("A1", "shift-dress", "M")


def test_a_garment_nobody_knows_is_asked_of_the_model_alone():
    class Sure:
        def probabilities(self, purchases):
            return np.tile([0.7, 0.28, 0.02], (len(purchases), 1))

        def evidence(self, purchases):
            return np.zeros((len(purchases), 2))

    rows = purchase("shift-dress", "M", "large", item_id="dress-77")
    assert queue(rows).reviews == ()
    found = finish(review_steps(rows, model=Sure()))
    assert whys(found) == ["surprise", "unsure"]


def test_the_latest_are_looked_at():
    table = Purchases(
        {
            "item_id": ["a", "b", "c"], "user_id": ["1", "2", "3"],
            "ordered_at": ["2026-01-03", "2026-01-01", "2026-01-02"],
        }
    )  # fmt: skip
    found = queue(table, most=2)
    assert found.looked_at == 2 and found.rows == 3
    assert {review.item for review in found.reviews} == {"a", "c"}


@pytest.mark.parametrize(("name", "value"), [("most", 0), ("most", 10**9), ("unsure", 1.5)])
def test_options_out_of_range_are_refused(name, value):
    with pytest.raises(InvalidInput, match=name):
        ReviewOptions(**{name: value})
