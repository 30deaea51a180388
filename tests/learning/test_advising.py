"""The joined advice: what it names, when it names nothing, and what it says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.fit.advice import advise
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.joint_advice import JointAdvice
from fittingroom.learning.joint_wire import joint_json
from fittingroom.person.reading import read_person
from fittingroom.purchases.purchases import Purchases

from .models import NoiseModel, SureModel

REFS = sorted(catalogue)
SHOPPER: dict[str, Any] = {
    "sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92, "waist_girth_cm": 74,
    "hip_girth_cm": 98,
}  # fmt: skip


def advice(ref: str = "classic-tee", told: dict[str, Any] = SHOPPER, **more: Any) -> JointAdvice:
    return advise_jointly(read_person(told), catalogue[ref], **more)


def why(found: JointAdvice) -> str | None:
    assert (found.recommended is None) == (found.abstains is not None)
    return found.abstains and found.abstains.why


@pytest.mark.parametrize("ref", REFS)
def test_without_history_it_is_physics(ref: str) -> None:
    physical = advise(read_person(SHOPPER), catalogue[ref])
    bare = advice(ref)
    assert bare.recommended == physical.recommended
    for size, share in physical.probability.items():
        assert bare.probability[size] == pytest.approx(share, abs=0.35)
    stranger = advice(ref, model=NoiseModel(evidence=(0.0, 0.0)))
    assert dict(stranger.probability) == pytest.approx(dict(bare.probability))


@pytest.mark.parametrize("right", [0, 1, 2])
def test_with_much_history_it_is_learning(right: int) -> None:
    found = advice(model=SureModel(right, evidence=(100.0, 5000.0)))
    assert list(found.probability).index(found.nearest) == right


@pytest.mark.parametrize("ref", REFS)
def test_probabilities_are_probabilities(ref: str) -> None:
    for seed in range(4):
        found = advice(ref, model=NoiseModel(seed))
        assert all(0.0 <= p <= 1.0 for p in found.probability.values())
        assert sum(found.probability.values()) <= 1.0 + 1e-9
        for words in found.words.values():
            assert sum(words.values()) == pytest.approx(1.0, abs=1e-6)
        if found.recommended is not None:
            most = max(found.probability.values())
            assert found.probability[found.recommended] >= most - 0.05


def test_it_abstains_when_measurements_hardly_go_together() -> None:
    odd = SHOPPER | {"weight_kg": 55, "bust_girth_cm": 110, "waist_girth_cm": 66,
                     "hip_girth_cm": 90}  # fmt: skip
    found = advice(told=odd)
    assert why(found) == "measurements_contradict"
    assert "bust" in found.because["en"][0] and "胸围" in found.because["zh"][0]


def test_it_abstains_when_it_knows_too_little_and_says_what_would_help() -> None:
    found = advice("shift-dress", {"sex": "female", "height_cm": 168})
    assert why(found) == "too_little_known"
    assert found.abstains is not None
    assert re.search(r"Measuring your|Weighing yourself", found.abstains.helps["en"][0])


def test_it_abstains_when_no_size_suits() -> None:
    found = advice(told={"sex": "female", "height_cm": 165, "weight_kg": 120,
                         "bust_girth_cm": 130})  # fmt: skip
    assert why(found) == "no_size_suits"


def test_it_abstains_outside_the_survey_where_it_would_have_to_guess() -> None:
    old = {"sex": "female", "age_years": 70, "height_cm": 160, "weight_kg": 62}
    assert why(advice("everyday-tee", old)) == "outside_survey"
    assert why(advice("everyday-tee", old | {"bust_girth_cm": 96})) is None


def test_it_abstains_when_physics_and_people_are_sure_of_different_sizes() -> None:
    assert advice().recommended == "S"
    found = advice(model=SureModel(2, evidence=(0.0, 40.0)))
    assert why(found) == "sources_disagree"
    assert "L" in found.because["en"][0] and "S" in found.because["en"][0]


def test_it_names_a_size_for_ordinary_shoppers() -> None:
    """Abstaining is the exception: of people drawn from the survey who tell their girths."""
    from fittingroom.person.complete import complete

    named = 0
    rng = np.random.default_rng(1)
    for sex, height in (("female", 168), ("male", 176)):
        known = complete(read_person({"sex": sex, "height_cm": height}))
        terms = ["weight", "bust_girth", "waist_girth", "hip_girth"]
        for weight, bust, waist, hip in known.sample(rng, 20, terms):
            told = {"sex": sex, "height_cm": height, "weight_kg": weight, "hip_girth_cm": 100 * hip,
                    "bust_girth_cm": 100 * bust, "waist_girth_cm": 100 * waist}  # fmt: skip
            named += why(advice("everyday-tee", told)) in (None, "no_size_suits")
    assert named >= 36


def test_only_sizes_in_stock_are_named_and_all_are_told_of() -> None:
    found = advice(stock=["M", "L"])
    assert found.recommended == "M"
    assert list(found.probability) == ["S", "M", "L"]
    assert "isn't in stock" in found.because["en"][0] and "无货" in found.because["zh"][0]
    assert why(advice(stock=["L"])) == "not_in_stock"
    assert advice(stock=["S"]).because == advice().because
    with pytest.raises(UnknownName, match="size of classic-tee"):
        advice(stock=["XXXL"])
    with pytest.raises(InvalidInput, match="in stock"):
        advice(stock=[])


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("seed", range(3))
def test_sentences_are_sentences(ref: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    told: dict[str, Any] = {"sex": ("female", "male")[seed % 2], "height_cm": rng.uniform(155, 190)}
    if seed:
        told["weight_kg"] = rng.uniform(50, 95)
    found = advice(ref, told, model=NoiseModel(seed))
    for line in found.because["en"]:
        assert re.match(r"^[A-Z].*[.]$", line), line
        assert not re.search(r"nan|None|  |\b0 cm|-\d|[一-鿿]", line), line
    for line in found.because["zh"]:
        assert line.endswith("。"), line
        assert not re.search(r"nan|None|  |-\d|\bcm\b|\bkg\b", line), line
    assert len(found.because["en"]) == len(found.because["zh"])


def test_causes_come_with_what_would_be_otherwise() -> None:
    rows = 12
    known = Purchases({
        "user_id": [f"u{n}" for n in range(rows)], "sex": ["female"] * rows,
        "height_cm": np.full(rows, 168.0), "weight_kg": np.full(rows, 62.0),
        "item_id": ["classic-tee"] * rows, "size_label": ["S"] * 6 + ["M"] * 6,
        "fit": ["fit"] * 5 + ["small"] + ["large"] * 5 + ["fit"],
    })  # fmt: skip
    bare = {"sex": "female", "height_cm": 168, "weight_kg": 62}
    found = advice(told=bare, model=SureModel(0, evidence=(2.0, 30.0)), known=known)
    told = joint_json(found)
    kinds = {reason["kind"] for reason in told["reasons"]}
    assert kinds == {"decides", "one_centimetre_more", "measuring", "learned", "similar_people"}
    for reason in told["reasons"]:
        assert "otherwise" in reason or {"probability_then", "small"} & set(reason), reason
    said = " ".join(found.because["en"])
    assert "built like you" in said and "30 orders of this garment" in said


def test_json_keeps_the_contract() -> None:
    told = json.loads(json.dumps(joint_json(advice(model=NoiseModel(2)))))
    assert {"recommended", "probability", "because", "because_by_language"} <= set(told)
    bare = json.loads(
        json.dumps(joint_json(advice("shift-dress", {"sex": "male", "height_cm": 180})))
    )
    assert bare["recommended"] is None
    assert bare["abstains"]["why"] and bare["abstains"]["said"]["zh"]
    assert set(bare["probability"]) == set(catalogue["shift-dress"].chart.sizes)
    assert bare["model"] is None


def test_a_default_install_is_enough(tmp_path: Path) -> None:
    """No pandas, torch, lightgbm or sklearn: in a fresh interpreter that can't import them."""
    person = tmp_path / "person.json"
    person.write_text(json.dumps(SHOPPER))
    code = (
        "import sys\n"
        "for name in ('pandas', 'torch', 'lightgbm', 'sklearn', 'pyarrow', 'fastapi'):\n"
        "    sys.modules[name] = None\n"
        "from fittingroom.cli.app import run\n"
        f"sys.exit(run(['size', '--person', {str(person)!r}, '--garment', 'classic-tee',"
        " '--owns', 'gap-crew:S:fits', '--json']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["recommended"] == "S"
