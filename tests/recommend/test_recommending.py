"""Recommending from the catalogue that ships: fit, stock, occasion, outfits, reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest

from fittingroom.cli.app import run
from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.garment.catalogue import Catalogue, catalogue
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person, Preferences
from fittingroom.person.reading import read_person
from fittingroom.recommend.choices import LearnedOpinion
from fittingroom.recommend.colour import distance, hue_between, name_of, named_colours, oklch
from fittingroom.recommend.diversity import diversified, likeness
from fittingroom.recommend.graph import looks, shipped_graph, suits_occasion
from fittingroom.recommend.outfits import slot_of, suggest_outfits, worn_together
from fittingroom.recommend.ranking import Ranking
from fittingroom.recommend.reasons import LANGUAGES, wording
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.recommending import RecommendOptions, recommend
from fittingroom.recommend.rules import garment_colour, harmony, shipped_rules, suits_season

GRAPH, RULES = shipped_graph(), shipped_rules()


def _person(**preferences: Any) -> Person:
    told = {"sex": "female", "height_cm": 168, "bust_girth_cm": 92, "waist_girth_cm": 74}
    return replace(read_person(told), preferences=Preferences(**preferences))


def _all_fit(person: Person, garment: Garment) -> Mapping[str, float]:
    sizes = list(garment.chart.sizes)
    return {size: 0.8 if size == sizes[1] else 0.1 / len(sizes) for size in sizes}


def _refs(ranking: Ranking) -> list[str]:
    return [item.ref for item in ranking.items]


def test_without_history_it_ranks_the_catalogue_by_fit_and_liking() -> None:
    """The physical advice decides; nothing is owned or learned."""
    ranking = recommend(_person(), catalogue)
    assert set(_refs(ranking)) | set(ranking.left_out) == set(catalogue)
    for item in ranking.items:
        assert item.size in catalogue[item.ref].chart.sizes
        assert 0.25 <= item.fit <= 1.0
        assert set(item.because) == {"en", "zh"}


def test_what_does_not_fit_is_left_out() -> None:
    def fits(person: Person, garment: Garment) -> Mapping[str, float]:
        chance = 0.02 if garment.ref == "shift-dress" else 0.15
        return dict.fromkeys(garment.chart.sizes, chance)

    ranking = recommend(_person(), catalogue, fits=fits)
    assert ranking.left_out["shift-dress"] == "no_size_fits"
    assert "classic-tee" in _refs(ranking)


def test_only_sizes_in_stock_are_recommended() -> None:
    stock = {"classic-tee": ["S"], "shift-dress": []}
    ranking = recommend(_person(), catalogue, in_stock=stock, fits=lambda p, g: dict.fromkeys(
        g.chart.sizes, 0.3))  # fmt: skip
    assert _refs(ranking) == ["classic-tee"]
    assert ranking.items[0].size == "S"
    assert ranking.items[0].fit == 0.3
    assert ranking.left_out["shift-dress"] == "out_of_stock"
    assert ranking.left_out["poplin-tee"] == "out_of_stock"


@pytest.mark.parametrize(("likes", "first"), [("navy", "classic-tee"), ("cream", "poplin-tee"),
                                              ("铁锈红", "fitted-rib-tee")])  # fmt: skip
def test_a_liked_colour_comes_first(likes: str, first: str) -> None:
    ranking = recommend(_person(colours=(likes,)), catalogue, fits=_all_fit)
    assert _refs(ranking)[0] == first


def test_an_elegant_taste_gets_the_satin_dress() -> None:
    ranking = recommend(_person(styles=("elegant",)), catalogue, fits=_all_fit)
    assert _refs(ranking)[0] == "shift-dress"
    assert "It is elegant, as you like it." in ranking.items[0].because["en"]
    assert "风格优雅，正合您的喜好。" in ranking.items[0].because["zh"]


def test_a_wedding_has_no_tees() -> None:
    options = RecommendOptions(occasion="wedding")
    ranking = recommend(_person(), catalogue, fits=_all_fit, options=options)
    assert _refs(ranking)[0] == "shift-dress"
    assert ranking.left_out["classic-tee"] == "not_for_the_occasion"


def test_what_is_owned_is_matched_not_recommended() -> None:
    ranking = recommend(_person(), catalogue, owned=["straight-trousers"], fits=_all_fit)
    assert "straight-trousers" not in _refs(ranking)
    said = " ".join(ranking.items[0].because["en"])
    assert re.search(r"goes with your \w+ trousers", said)
    dress = next(item for item in ranking.items if item.ref == "shift-dress")
    assert not any("goes with" in line for line in dress.because["en"])


def test_diversity_mixes_kinds() -> None:
    """By score alone five T-shirts lead; a quarter of diversity brings other kinds in."""
    person = _person(styles=("casual",), colours=("cream", "navy"))
    alone, mixed = (
        recommend(person, catalogue, fits=_all_fit,
                  options=RecommendOptions(count=4, diversity=diversity))
        for diversity in (0.0, 0.5)
    )  # fmt: skip
    kinds = [len({catalogue[ref].style for ref in _refs(r)}) for r in (alone, mixed)]
    assert kinds[1] > kinds[0]


def test_mmr_by_hand() -> None:
    score = {"a": 1.0, "b": 0.9, "c": 0.5}
    alike = {frozenset("ab"): 1.0}

    def near(x: str, y: str) -> float:
        return alike.get(frozenset((x, y)), 0.0)

    assert diversified("abc", score.__getitem__, near, diversity=0.0, count=3) == ["a", "b", "c"]
    assert diversified("abc", score.__getitem__, near, diversity=0.5, count=2) == ["a", "c"]


def test_few_people_are_never_counted() -> None:
    for count, told in ((4, False), (5, True), (120, True)):
        opinion = LearnedOpinion({}, {("poplin-tee", "classic-tee"): count})
        assert (opinion.together("poplin-tee", catalogue) is not None) == told


def test_what_others_chose_counts(trained: Recommender) -> None:
    """A shop whose items are learned: the opinion follows the scores, and both are counted."""
    items = trained.known.items[:6]
    shop = Catalogue(replace(catalogue["classic-tee"], ref=ref) for ref in items)
    ranking = recommend(_person(), shop, owned=[items[0]], fits=_all_fit, recommender=trained,
                        options=RecommendOptions(diversity=0.0))  # fmt: skip
    assert len({round(item.liking, 6) for item in ranking.items}) == 5
    counted = [
        line for item in ranking.items for line in item.because["en"] if "people who" in line
    ]
    for line in counted:
        assert int(line.split()[0]) >= 5


@pytest.mark.parametrize(
    ("options", "named"), [({"occasion": "funfair"}, "occasion"), ({"season": "monsoon"}, "season")]
)
def test_unknown_wishes_are_refused(options: dict[str, str], named: str) -> None:
    with pytest.raises(UnknownName, match=named):
        recommend(_person(), catalogue, fits=_all_fit, options=RecommendOptions(**options))
    with pytest.raises(UnknownName, match="garment"):
        recommend(_person(), catalogue, owned=["no-such"], fits=_all_fit)
    for wrong in ({"count": 0}, {"diversity": 2.0}, {"fit_least": -1.0}):
        with pytest.raises(InvalidInput):
            RecommendOptions(**wrong)


def test_both_languages_say_the_same() -> None:
    """Every sentence exists in both and names the same things."""
    kinds = [set(wording()[language]) for language in LANGUAGES]
    assert kinds[0] == kinds[1]
    for kind in kinds[0]:
        named = [
            {field for _, field, _, _ in Formatter().parse(wording()[language][kind]) if field}
            for language in LANGUAGES
        ]
        assert named[0] == named[1], kind


@pytest.mark.parametrize(
    ("srgb", "expected"),
    [((1.0, 0.0, 0.0), (0.628, 0.2577, 29.23)), ((0.0, 1.0, 0.0), (0.8664, 0.2948, 142.5)),
     ((0.0, 0.0, 1.0), (0.452, 0.3132, 264.05)), ((1.0, 1.0, 1.0), (1.0, 0.0, None))],
)  # fmt: skip
def test_oklch_is_the_published_one(
    srgb: tuple[float, float, float], expected: tuple[float, float, float | None]
) -> None:
    """Figures of CSS Color 4's sample conversions, to their digits."""
    colour = oklch(srgb)
    assert colour.lightness == pytest.approx(expected[0], abs=1e-3)
    assert colour.chroma == pytest.approx(expected[1], abs=1e-3)
    if expected[2] is not None:
        assert colour.hue == pytest.approx(expected[2], abs=0.1)
    with pytest.raises(InvalidInput):
        oklch((1.2, 0.0, 0.0))


def test_colour_harmony() -> None:
    names = {name: colour for name, (colour, _) in named_colours().items()}
    assert names["navy"].neutral and names["grey"].neutral and names["cream"].neutral
    assert not names["red"].neutral
    assert harmony(RULES, names["navy"], names["red"]).scheme == "neutral"
    assert harmony(RULES, names["light blue"], names["blue"]).scheme == "tonal"
    assert harmony(RULES, names["blue"], names["orange"]).scheme == "complementary"
    pair = harmony(RULES, names["red"], names["green"])
    assert pair.scheme in ("clash", "triadic")
    assert pair.score < harmony(RULES, names["white"], names["green"]).score
    for one in names.values():
        for other in names.values():
            assert harmony(RULES, one, other) == harmony(RULES, other, one)
    assert hue_between(names["red"], names["red"]) == 0.0
    assert distance(names["black"], names["white"]) > 0.7
    assert name_of(oklch((0.1, 0.16, 0.28)))["en"] == "navy"


def test_every_angle_has_a_scheme() -> None:
    for angle in np.arange(0.0, 180.5, 0.5):
        found = [s for s in RULES.document["harmony"] if s["hue"][0] <= angle <= s["hue"][1]]
        assert found


def test_the_graph_knows_every_style_that_ships() -> None:
    for garment in catalogue.values():
        assert slot_of(GRAPH, garment) in RULES.slots
        for occasion in GRAPH.titles["occasions"]:
            assert 0.0 < suits_occasion(GRAPH, garment, occasion) <= 1.0
        assert max(looks(GRAPH, garment, mood) for mood in GRAPH.titles["moods"]) > 0.5
        assert likeness(GRAPH, garment, garment) == 1.0
    names = {name for kind in GRAPH.titles.values() for name in kind}
    for goals in GRAPH.edges.values():
        assert set(goals) <= names
        assert all(0.0 < weight <= 1.0 for weight in goals.values())


def test_outfits_cover_the_body_once() -> None:
    outfits = suggest_outfits(catalogue.values(), count=100)
    assert ("shift-dress",) in [outfit.refs for outfit in outfits]
    for outfit in outfits:
        worn = [catalogue[ref] for ref in outfit.refs]
        covered = [RULES.slots[str(slot_of(GRAPH, garment))].covers for garment in worn]
        assert sum(len(c) for c in covered) == 2
        assert 0.0 <= outfit.score <= 1.0
    scores = [outfit.score for outfit in outfits]
    assert scores == sorted(scores, reverse=True)
    around = suggest_outfits(catalogue.values(), around="a-line-skirt", count=50)
    assert all("a-line-skirt" in outfit.refs for outfit in around)
    assert not worn_together(GRAPH, RULES, catalogue["classic-tee"], catalogue["shift-dress"])
    assert worn_together(GRAPH, RULES, catalogue["classic-tee"], catalogue["a-line-skirt"])
    with pytest.raises(InvalidInput):
        suggest_outfits([], around="nothing")


def test_denim_is_no_summer_cloth_and_jersey_no_winter_one() -> None:
    denim, jersey = catalogue["straight-trousers"], catalogue["classic-tee"]
    for season, better, worse in (("summer", jersey, denim), ("winter", denim, jersey)):
        assert suits_season(RULES, better, season) > suits_season(RULES, worse, season)
    assert not garment_colour(jersey).neutral


def test_the_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "person.json"
    path.write_text(json.dumps({"sex": "female", "height_cm": 168, "bust_girth_cm": 92}))
    asked = ["recommend", "--person", str(path), "--own", "straight-trousers", "--count", "2"]
    asked += ["--fit-model", "none"]
    assert run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["items"]) == 2
    assert told["left_out"]["straight-trousers"] == "owned"
    assert run([*asked, "--language", "zh", "--stock", "classic-tee:M"]) == 0
    assert "长裤" in capsys.readouterr().out
    assert run([*asked, "--stock", "classic-tee"]) == 2
    assert run([*asked, "--stock", "classic-tee:XXXXL"]) == 2
    assert run([*asked, "--stock", "no-such:M"]) == 2
    assert run([*asked, "--language", "fr"]) == 2
    assert run([*asked, "--model", str(tmp_path)]) == 2
