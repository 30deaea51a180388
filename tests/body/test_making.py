"""Bodies measure as asked; what wasn't asked is plausible; the edges hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fittingroom.body.basis import BASIS_FILE, load_basis
from fittingroom.body.making import BodyFit, body_of_shape, fit_body, fit_completion, make_body
from fittingroom.body.poses import REST
from fittingroom.body.wire import body_json
from fittingroom.errors import MeasurementError
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person, Sex
from fittingroom.person.reading import read_person
from fittingroom.person.survey import SURVEY_VARIABLES, survey_rows
from fittingroom.person.terms import RELAXED_ARM_OFFSET, SURVEY_TERMS, TERMS

HELD = 0.003  # [m] asked of these few; the project asks 0.005 for 97 % of many
FORM = tuple(term for term in SURVEY_TERMS if TERMS[term].in_form)


def assert_held(fitted: BodyFit, limit: float = HELD) -> None:
    for term, error in fitted.errors.items():
        assert abs(error) < (1.0 if term == "weight" else limit), (term, error)


def test_the_example_measures_as_asked(woman: BodyFit) -> None:
    assert_held(woman)


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("percentile", [1, 50, 99])
def test_survey_people_measure_as_asked(survey_data: Path, sex: Sex, percentile: int) -> None:
    """At the edges of mass index, with the flexed biceps some will tell."""
    with (survey_data / "ansur2" / f"{sex}.csv").open(encoding="latin1") as lines:
        rows = survey_rows(lines, sex)
    values = dict(zip(SURVEY_VARIABLES, rows.T, strict=True))
    index = values["weight"] / values["height"] ** 2
    row = int(np.abs(index - np.percentile(index, percentile)).argmin())
    told = {term: float(values[term][row]) for term in FORM}
    told["upper_arm_girth"] -= RELAXED_ARM_OFFSET[sex]
    person = Person(sex, Measurements({t: Measurement(v, 0.005) for t, v in told.items()}))
    assert_held(fit_body(person))


def test_the_same_person_gives_the_same_body() -> None:
    told = {"sex": "male", "height_cm": 181, "weight_kg": 80, "waist_girth_cm": 84}
    first, second = (make_body(read_person(told)) for _ in range(2))
    assert (first.mesh.vertices == second.mesh.vertices).all()
    assert first.shape == second.shape


def test_a_body_can_be_made_again_from_its_parameters(woman: BodyFit) -> None:
    again = body_of_shape(woman.body.sex, woman.body.shape, woman.body.pose)
    assert (again.mesh.vertices == woman.body.mesh.vertices).all()


@pytest.mark.parametrize("sex", ["female", "male"])
def test_height_alone_gives_a_plausible_body(sex: Sex) -> None:
    fitted = fit_body(read_person({"sex": sex, "height_cm": 170}))
    assert_held(fitted)
    completion = complete(read_person({"sex": sex, "height_cm": 170}))
    for term in FORM[2:]:
        away = abs(fitted.measured[term] - completion.mean(term)) / completion.sd(term)
        assert away < 0.5, term
    assert fitted.predicted["bust_girth"].sd > 0.03
    assert 20 < fitted.measured["weight"] / 1.7**2 < 30


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize(("height", "index"), [(145, 17), (145, 45), (205, 17), (205, 45)])
def test_extremes_of_size(sex: Sex, height: float, index: float) -> None:
    told = {"sex": sex, "height_cm": height, "weight_kg": index * (height / 100) ** 2}
    fitted = fit_body(read_person(told))
    assert abs(fitted.errors["height"]) < 0.005
    assert abs(fitted.errors["weight"]) < 1.5
    assert np.isfinite(fitted.body.mesh.vertices).all()
    assert fitted.body.pose.name == ("a" if index < 35 else "a-wide")


def test_both_waists_can_be_told() -> None:
    told = {"sex": "female", "height_cm": 165, "weight_kg": 68, "bust_girth_cm": 98,
            "waist_girth_cm": 78, "navel_waist_girth_cm": 86, "hip_girth_cm": 103}  # fmt: skip
    assert_held(fit_body(read_person(told)))


@pytest.mark.parametrize("waist", ["waist_girth_cm", "navel_waist_girth_cm"])
def test_one_waist_predicts_the_other(waist: str) -> None:
    told = {"sex": "female", "height_cm": 165, "weight_kg": 60, waist: 74}
    fitted = fit_body(read_person(told))
    assert_held(fitted)
    assert fitted.measured["waist_girth"] < fitted.measured["navel_waist_girth"]


def test_more_bust_is_more_bust() -> None:
    base = {"sex": "female", "height_cm": 168, "weight_kg": 65, "underbust_girth_cm": 78}
    depths = []
    for bust in (86, 92, 98):
        fitted = fit_body(read_person(base | {"bust_girth_cm": bust}))
        assert_held(fitted)
        depths.append(fitted.measured["bust_depth"])
    assert depths == sorted(depths)


def test_terms_can_be_left_to_the_model() -> None:
    completion = complete(read_person({"sex": "female", "height_cm": 168, "weight_kg": 62}))
    fitted = fit_completion(completion, without=("underbust_girth", "waist_girth"))
    assert_held(fitted)
    assert fitted.measured["waist_girth"] < fitted.measured["navel_waist_girth"]


def test_bad_people_are_refused() -> None:
    far = Person("female", Measurements({"height": Measurement(-1.0, 0.01)}))
    with pytest.raises(MeasurementError):
        make_body(far)


def test_wire(woman: BodyFit) -> None:
    plain = body_json(woman)
    assert set(plain) == {"asked", "measured", "error_mm", "error_kg", "predicted", "seconds"}
    assert plain["asked"]["bust_girth_cm"] == 92  # type: ignore[index]
    assert plain["measured"]["weight_kg"] == pytest.approx(62, abs=1)  # type: ignore[index]
    assert abs(plain["error_mm"]["bust_girth_cm"]) < 3  # type: ignore[index]
    assert set(plain["predicted"]) >= {"knee_girth_cm", "navel_waist_girth_cm"}  # type: ignore[call-overload]


def test_a_basis_that_lost_rows_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with np.load(BASIS_FILE) as stored:
        data = dict(stored)
    short = tmp_path / "basis.npz"
    for name in ("rows", "scale", "heads"):
        data[name] = data[name][:-2]
    np.savez(short, **data)
    monkeypatch.setattr("fittingroom.body.basis.BASIS_FILE", short)
    with pytest.raises(RuntimeError, match=r"body_basis\.py"):
        load_basis.__wrapped__()


@pytest.mark.slow
def test_the_shipped_basis_is_anny() -> None:
    """Random parameters; 0.5 mm: the compact phenotype rows leave 0.26 mm at the worst corner."""
    anny = pytest.importorskip("anny")
    from fittingroom.body.changes import AGE, LOCAL_CHANGES, PHENOTYPES
    from fittingroom.body.shape import LOWER, PARAMETERS, UPPER

    twins = [f"r-{name[2:]}" for name in LOCAL_CHANGES if name.startswith("l-")]
    model = anny.Anny(local_changes=[*LOCAL_CHANGES, *twins], phenotypes="all",
                      phenotype_blendshapes="original")  # fmt: skip
    rng = np.random.default_rng(9)
    for _ in range(3):
        at = dict(zip(PARAMETERS, rng.uniform(0.8 * LOWER, UPPER), strict=True))
        ours = body_of_shape("female", at, REST).rest_vertices
        local = {name: float(at[name]) for name in LOCAL_CHANGES}
        local |= {twin: local[f"l-{twin[2:]}"] for twin in twins}
        phenotypes = {name: float(at[name]) for name in PHENOTYPES} | {"age": AGE}
        phenotypes |= dict.fromkeys(("african", "asian", "caucasian"), 1 / 3)
        inputs = model.get_tensor_inputs(None, phenotypes, local, None)
        rows = model._get_phenotype_blendshape_coefficients(*inputs[1:])
        theirs = model.get_rest_model(rows)["rest_vertices"][0].numpy().astype(np.float64)
        theirs = np.c_[theirs[:, 0], theirs[:, 2], -theirs[:, 1]]
        off = (ours - ours.mean(axis=0)) - (theirs - theirs.mean(axis=0))
        assert np.linalg.norm(off, axis=1).max() < 5e-4
