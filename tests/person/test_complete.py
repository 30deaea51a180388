"""What `complete` says of bodies, by closed forms and by properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import MeasurementError
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person
from fittingroom.person.prior import PersonPrior, shipped_prior
from fittingroom.person.reading import read_person
from fittingroom.person.terms import TERMS

SEXES = st.sampled_from(["female", "male"])


def test_closed_form_of_two_variables() -> None:
    """Height 1.70, tape error τ: the body's ln height has precision 1/σ² + 1/τ²."""
    sigma, tau, slope, rest = 0.04, 0.03, 1.5, 0.05
    prior = PersonPrior(
        terms=("height", "weight"),
        log_mean=np.log([1.6, 60.0]),
        log_covariance=np.array(
            [[sigma**2, slope * sigma**2], [slope * sigma**2, slope**2 * sigma**2 + rest**2]]
        ),
        log_noise=np.zeros(2),
        people=1,
    )
    person = Person("female", Measurements({"height": Measurement(1.7, 1.7 * tau)}))
    completion = complete(person, prior=prior)
    variance = 1.0 / (1.0 / sigma**2 + 1.0 / tau**2)
    shift = variance / tau**2 * np.log(1.7 / 1.6)
    assert completion.log_mean[0] == pytest.approx(np.log(1.6) + shift)
    assert completion.log_mean[1] == pytest.approx(np.log(60.0) + slope * shift)
    assert completion.log_covariance[0, 0] == pytest.approx(variance)
    assert completion.log_covariance[1, 1] == pytest.approx(slope**2 * variance + rest**2)
    assert completion.log_covariance[0, 1] == pytest.approx(slope * variance)


def test_height_alone_gives_every_term_within_what_people_have() -> None:
    for sex in ("female", "male"):
        completion = complete(read_person({"sex": sex, "height_cm": 170}))
        assert set(completion.measurements) == set(TERMS)
        for name, measurement in completion.measurements.items():
            assert TERMS[name].low < measurement.value < TERMS[name].high
            assert measurement.sd > 0


def test_told_values_stay_as_told_and_the_rest_is_estimated() -> None:
    completion = complete(read_person({"sex": "female", "height_cm": 168, "bust_girth_cm": 92}))
    assert completion.measurements["bust_girth"] == Measurement(
        0.92, TERMS["bust_girth"].tape_sd, "tape"
    )
    assert completion.measurements["hip_girth"].source == "estimated"


def test_samples_have_the_stated_mean_and_covariance() -> None:
    """20,000 draws: means true to 4 standard errors, covariance to 6 %."""
    completion = complete(read_person({"sex": "male", "height_cm": 178, "weight_kg": 80}))
    terms = ["bust_girth", "waist_girth", "hip_girth", "inside_leg_length"]
    drawn = completion.sample(np.random.default_rng(1), 20_000, terms)
    for column, term in enumerate(terms):
        error = 4 * completion.sd(term) / np.sqrt(len(drawn))
        assert drawn[:, column].mean() == pytest.approx(completion.mean(term), abs=error)
    scale = np.outer(*[[completion.sd(term) for term in terms]] * 2)
    assert np.abs(np.cov(drawn.T) - completion.covariance(terms)).max() < 0.06 * scale.max()


@given(SEXES, st.floats(1.45, 2.0), st.floats(0.75, 1.4))
@settings(max_examples=40, deadline=None)
def test_more_measurements_never_make_the_rest_less_sure(
    sex: str, height: float, bust: float
) -> None:
    bare = Person(sex, Measurements({"height": Measurement(height, 0.005)}))  # type: ignore[arg-type]
    more = replace(
        bare,
        measurements=Measurements({**bare.measurements, "bust_girth": Measurement(bust, 0.012)}),
    )
    first, second = complete(bare), complete(more)
    rise = np.diag(second.log_covariance) - np.diag(first.log_covariance)
    told = first.terms.index("bust_girth")
    assert np.delete(rise, told).max() <= 1e-12


@given(SEXES, st.floats(0.001, 0.1))
@settings(max_examples=25, deadline=None)
def test_a_noisier_tape_leaves_more_unsure(sex: str, sd: float) -> None:
    def spreads(tape_sd: float) -> tuple[float, float]:
        bust = Measurement(0.95, tape_sd)
        told = Measurements({"height": Measurement(1.7, 0.005), "bust_girth": bust})
        completion = complete(Person(sex, told))  # type: ignore[arg-type]
        return completion.sd("bust_girth"), completion.sd("waist_girth")

    rough, fine = spreads(1.5 * sd), spreads(sd)
    assert rough[0] > fine[0]
    assert rough[1] >= fine[1] - 1e-12


def test_a_tape_sharper_than_the_surveys_is_believed_for_its_own_girth_only() -> None:
    def told(sd: float) -> Person:
        bust = Measurement(0.95, sd)
        height = Measurement(1.7, 0.005)
        return Person("female", Measurements({"height": height, "bust_girth": bust}))

    sharp, usual = complete(told(0.001)), complete(told(0.012))
    assert sharp.sd("bust_girth") < 0.0011
    assert sharp.mean("bust_girth") == pytest.approx(0.95, abs=1e-4)
    assert sharp.sd("waist_girth") == pytest.approx(usual.sd("waist_girth"), rel=0.01)


@given(SEXES)
@settings(deadline=None)
def test_covariances_are_covariances(sex: str) -> None:
    prior = shipped_prior(sex)  # type: ignore[arg-type]
    body = prior.log_covariance - np.diag(prior.log_noise)
    assert np.allclose(body, body.T)
    assert np.linalg.eigvalsh(body).min() > 0


def test_age_moves_the_waist() -> None:
    young = complete(
        read_person({"sex": "male", "height_cm": 178, "weight_kg": 85, "age_years": 20})
    )
    old = complete(read_person({"sex": "male", "height_cm": 178, "weight_kg": 85, "age_years": 55}))
    assert old.mean("waist_girth") > young.mean("waist_girth") + 0.01


def test_the_end_of_the_survey_is_said() -> None:
    usual = complete(read_person({"sex": "female", "height_cm": 168, "weight_kg": 62}))
    assert usual.notes == {"en": (), "zh": ()}
    heavy = complete(read_person({"sex": "female", "height_cm": 160, "weight_kg": 125}))
    assert "49" in heavy.notes["en"][0] and len(heavy.notes["zh"]) == 1
    old = complete(read_person({"sex": "female", "height_cm": 160, "age_years": 80}))
    assert "58" in old.notes["en"][0]


@pytest.mark.parametrize("value", [1.68e-2, 168.0])
def test_a_person_built_by_hand_is_checked_too(value: float) -> None:
    with pytest.raises(MeasurementError, match="height"):
        complete(Person("female", Measurements({"height": Measurement(value, 0.005)})))


def test_interval_bounds_hold_the_stated_share() -> None:
    """Of 20,000 draws 90 % ± 1 % lie between the bounds, as many below as above."""
    completion = complete(read_person({"sex": "male", "height_cm": 178}))
    low, high = completion.interval("navel_waist_girth")
    drawn = completion.sample(np.random.default_rng(2), 20_000, ["navel_waist_girth"])
    assert np.mean(drawn < low) == pytest.approx(0.05, abs=0.006)
    assert np.mean(drawn > high) == pytest.approx(0.05, abs=0.006)
