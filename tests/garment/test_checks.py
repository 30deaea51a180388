"""Every pattern that is cut can be sewn; one that can't is refused by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from fittingroom.errors import PatternError, SizeChartError, UnknownName
from fittingroom.garment.allowance import cutting_line
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.checks import check_pattern, first_crossing, signed_area
from fittingroom.garment.cutting import cut
from fittingroom.garment.drafting import edge, edge_of, length, line, outline, seam
from fittingroom.garment.garment import Garment, SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern
from fittingroom.garment.styles import STYLES

CASES = [(ref, size) for ref, garment in catalogue.items() for size in garment.chart.sizes]
TRIED = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def square(name: str = "patch", side: float = 0.2) -> Panel:
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=float)
    edges = tuple(edge(f"e{i}", line(corners[i], corners[(i + 1) % 4])) for i in range(4))
    return Panel(name, edges, cut(catalogue["classic-tee"], "M").panels[0].placement)


def pattern_of(*panels: Panel, **changes: object) -> Pattern:
    return replace(Pattern("patch", "M", panels, (), {}, {}), **changes)  # type: ignore[arg-type]


def run_length(pattern: Pattern, refs: tuple[object, ...]) -> float:
    edges = {(p.name, e.name): e.points for p in pattern.panels for e in p.edges}
    return sum(length(edges[r.panel, r.edge]) for r in refs)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("ref", "size"), CASES)
def test_pieces_are_simple_polygons(ref: str, size: str) -> None:
    """Another library agrees: closed, counter-clockwise, never crossing itself."""
    pattern = cut(catalogue[ref], size)
    for panel in pattern.panels:
        shape = Polygon(outline(panel))
        assert shape.is_valid
        assert shape.exterior.is_ccw
        paper = Polygon(cutting_line(panel, pattern))
        assert paper.is_valid
        assert paper.buffer(1e-6).contains(shape)


@pytest.mark.parametrize(("ref", "size"), CASES)
def test_seams_match_within_their_ease(ref: str, size: str) -> None:
    pattern = cut(catalogue[ref], size)
    for joined in pattern.seams:
        apart = abs(run_length(pattern, joined.a) - run_length(pattern, joined.b))
        assert apart == pytest.approx(pattern.ease.get(joined.name, 0.0), abs=1e-4), joined.name


@pytest.mark.parametrize(("ref", "size"), CASES)
def test_seams_join_right_sides(ref: str, size: str) -> None:
    """Panels lie right side up, so of every two edges sewn one runs backwards (no Möbius strip)."""
    for joined in cut(catalogue[ref], size).seams:
        assert not any(end.reverse for end in joined.a)
        assert all(end.reverse for end in joined.b)


@pytest.mark.parametrize("ref", list(catalogue))
def test_curves_are_dense(ref: str) -> None:
    """Pieces turn by less than what hides 0.1 mm: the sagitta s = step · turn / 8."""
    for panel in cut(catalogue[ref], "M").panels:
        for stretch in panel.edges:
            steps = np.diff(stretch.points, axis=0)
            long = np.linalg.norm(steps, axis=1)
            turns = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
            bends = turns < 0.3  # sharper ones are corners on purpose
            assert (np.minimum(long[1:], long[:-1])[bends] * turns[bends] / 8 < 1e-4).all()


def test_open_outline_names_the_edges() -> None:
    sound = square()
    moved = Edge("e1", sound.edges[1].points + 0.001)
    with pytest.raises(PatternError, match=r"open by 1\.41 mm between 'patch\.e0' and 'e1'"):
        check_pattern(pattern_of(replace(sound, edges=(sound.edges[0], moved, *sound.edges[2:]))))


def test_clockwise_outline_is_refused() -> None:
    sound = square()
    turned = tuple(Edge(e.name, e.points[::-1]) for e in reversed(sound.edges))
    with pytest.raises(PatternError, match="'patch' runs clockwise"):
        check_pattern(pattern_of(replace(sound, edges=turned)))


def test_crossing_outline_names_the_edges() -> None:
    corners = np.array([[0, 0], [0.3, 0], [0.3, 0.2], [0.1, -0.05], [0, 0.2]], dtype=float)
    edges = tuple(edge(f"e{i}", line(corners[i], corners[(i + 1) % 5])) for i in range(5))
    with pytest.raises(PatternError, match=r"'patch\.e0' and 'e2' cross near"):
        check_pattern(pattern_of(replace(square(), edges=edges)))


def test_flat_and_huge_panels_are_refused() -> None:
    flat = square(side=0.005)
    with pytest.raises(PatternError, match="no area"):
        check_pattern(pattern_of(flat))
    with pytest.raises(PatternError, match="coordinates are metres"):
        check_pattern(pattern_of(square(side=60.0)))


def test_seam_to_nowhere_names_it() -> None:
    with pytest.raises(PatternError, match=r"'side' joins 'patch\.e9', which no panel has"):
        check_pattern(pattern_of(square(), seams=(seam("side", "patch.e0", "patch.e9"),)))


def test_seam_of_unequal_sides_is_refused_unless_its_ease_is_stated() -> None:
    pieces = (square("a", 0.20), square("b", 0.19))
    joined = (seam("side", "a.e1", "b.e3"),)
    with pytest.raises(PatternError, match=r"'side' joins 20\.00 cm to 19\.00 cm"):
        check_pattern(pattern_of(*pieces, seams=joined))
    check_pattern(pattern_of(*pieces, seams=joined, ease={"side": 0.01}))


def test_edge_sewn_twice_is_refused() -> None:
    twice = (seam("one", "a.e0", "b.e2"), seam("two", "a.e0", "b.e0"))
    with pytest.raises(PatternError, match=r"'a\.e0' is sewn 2 times"):
        check_pattern(pattern_of(square("a"), square("b"), seams=twice))


def test_doubled_names_and_missing_numbers_are_refused() -> None:
    with pytest.raises(PatternError, match="2 panels are called 'patch'"):
        check_pattern(pattern_of(square(), square()))
    sound = square()
    broken = Edge("e0", np.array([[0.0, 0.0], [np.nan, 0.0]]))
    with pytest.raises(PatternError, match=r"'patch\.e0' has a coordinate that is no number"):
        check_pattern(pattern_of(replace(sound, edges=(broken, *sound.edges[1:]))))


def test_crossing_search_agrees_with_shapely() -> None:
    rng = np.random.default_rng(7)
    for _ in range(200):
        points = rng.uniform(size=(7, 2))
        assert (first_crossing(points) is None) == Polygon(points).is_valid


def test_signed_area_of_a_square() -> None:
    corners = np.array([[0, 0], [2, 0], [2, 2], [0, 2]], dtype=float)
    assert signed_area(corners) == 4.0
    assert signed_area(corners[::-1]) == -4.0


def test_unknown_size_style_and_parameter_offer_the_nearest() -> None:
    tee = catalogue["classic-tee"]
    with pytest.raises(UnknownName, match=r"unknown size 'XXXL': .*known: S, M, L$"):
        cut(tee, "XXXL")
    with pytest.raises(UnknownName, match="did you mean 'crew-neck-tee'"):
        cut(replace(tee, style="crewneck-tee"), "M")
    with pytest.raises(UnknownName, match="did you mean 'cap_ease'"):
        cut(replace(tee, design={"cap_eese": 0.0}), "M")
    with pytest.raises(UnknownName, match="did you mean 'classic-tee'"):
        _ = catalogue["clasic-tee"]


@pytest.mark.parametrize("value", [1.0, -1.0, float("nan"), float("inf"), "wide", True])
def test_design_outside_its_range_is_refused(value: object) -> None:
    tee = replace(catalogue["classic-tee"], design={"neck_drop": value})  # type: ignore[dict-item]
    with pytest.raises(PatternError, match=r"neck_drop.*0\.06 to 0\.16 m"):
        cut(tee, "M")


def test_chart_without_what_the_style_needs_is_refused() -> None:
    chart = SizeChart("body", {"M": {"waist_girth": (0.7, 0.7)}}, "test")
    with pytest.raises(SizeChartError, match="has no bust_girth"):
        cut(replace(catalogue["classic-tee"], chart=chart), "M")


def test_impossible_figures_name_the_one_to_change() -> None:
    def tee(**row: float) -> Garment:
        sizes = {"M": {"half_chest": (0.53, 0.53)} | {k: (v, v) for k, v in row.items()}}
        chart = SizeChart("garment", sizes, "test")
        return replace(catalogue["classic-tee"], chart=chart)

    with pytest.raises(PatternError, match="ends at the armhole"):
        cut(tee(length=0.28), "M")
    with pytest.raises(PatternError, match="ends above the armpit"):
        cut(tee(sleeve_length=0.06), "M")
    with pytest.raises(PatternError, match="can't be set into an armhole"):
        cut(tee(upper_arm=0.60), "M")


@st.composite
def designed(draw: st.DrawFn, style: str) -> dict[str, float]:
    """Any values inside the ranges of a style's design parameters."""
    return {p.name: draw(st.floats(p.low, p.high)) for p in STYLES[style].parameters}


@st.composite
def bodies(draw: st.DrawFn) -> SizeChart:
    """A chart of bodies that shops do sell to: bust 76 to 140 cm, usual waists and hips."""
    bust = draw(st.floats(0.76, 1.40))
    waist = bust - draw(st.floats(0.10, 0.26))
    hip = waist + draw(st.floats(0.14, 0.34))
    row = {"bust_girth": bust, "waist_girth": waist, "hip_girth": hip}
    return SizeChart("body", {"M": {term: (v, v) for term, v in row.items()}}, "drawn")


@pytest.mark.parametrize("style", list(STYLES))
@TRIED
@given(data=st.data())
def test_any_design_on_any_body_can_be_sewn(style: str, data: st.DataObject) -> None:
    """`cut` checks every pattern; here none may be refused, and none may miss the chart."""
    design, chart = data.draw(designed(style)), data.draw(bodies())
    garment = replace(
        next(g for g in catalogue.values() if g.style == style), chart=chart, design=design
    )
    pattern = cut(garment, "M")
    for zone in ("bust", "waist", "hip"):
        if f"{zone}_ease" in design:
            asked = chart.sizes["M"][f"{zone}_girth"][0] + design[f"{zone}_ease"]
            assert pattern.lengths[zone] == pytest.approx(asked, abs=0.001)


def test_short_wide_skirt_of_a_narrow_hip() -> None:
    """Found by the search: a cone that closed more than the darts left no waist to sew."""
    row = {"waist_girth": (0.512, 0.512), "hip_girth": (0.668, 0.668)}
    design = {"waist_ease": 0.0, "hip_ease": 0.125, "length": 0.38, "flare": 0.125}
    chart = SizeChart("body", {"M": row}, "drawn")
    pattern = cut(replace(catalogue["a-line-skirt"], chart=chart, design=design), "M")
    assert pattern.lengths["hip"] == pytest.approx(0.793, abs=1e-4)
    assert pattern.lengths["hem"] > 0.793 + 0.4


@TRIED
@given(
    half_chest=st.floats(0.38, 0.80),
    long=st.floats(0.52, 0.90),
    wider=st.floats(-0.02, 0.03),
)
def test_any_flat_chart_is_reproduced(half_chest: float, long: float, wider: float) -> None:
    row = {
        "half_chest": half_chest,
        "length": long,
        "shoulder": 0.465 + 0.5 * (half_chest - 0.53) + wider,
    }
    chart = SizeChart("garment", {"M": {term: (v, v) for term, v in row.items()}}, "drawn")
    pattern = cut(replace(catalogue["classic-tee"], chart=chart), "M")
    for term, asked in row.items():
        assert pattern.lengths[term] == pytest.approx(asked, abs=0.001), term


def test_edge_of_missing_edge_is_our_mistake() -> None:
    with pytest.raises(KeyError, match=r"patch\.nose"):
        edge_of(square(), "nose")
