"""What is said of fit is what the advice says of that size."""

from __future__ import annotations

from fittingroom.garment.catalogue import catalogue
from fittingroom.person.reading import read_person
from fittingroom.recommend.recommending import recommend


def test_a_size_is_never_praised_with_the_probability_of_all_sizes() -> None:
    person = read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})

    def fits(_person: object, _garment: object) -> dict[str, float]:
        return {"S": 0.42, "M": 0.55}

    item = recommend(person, {"classic-tee": catalogue["classic-tee"]}, fits=fits).items[0]
    said = " ".join(item.because["en"])
    assert item.size == "M"
    assert "97 %; most likely M, with 55 %" in said
    assert "97%；最可能是 M 码，概率 55%" in "".join(item.because["zh"])
