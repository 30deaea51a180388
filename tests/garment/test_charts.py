"""Charts that shops really publish are read; those that contradict themselves are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import FittingRoomError, SizeChartError, UnknownName
from fittingroom.garment.catalogue import catalogue, chart_of
from fittingroom.garment.charts import check_chart, read_chart


def body(**sizes: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "body", "source": "test", "sizes": sizes}


def test_ranges_text_and_both_units_are_read() -> None:
    chart = read_chart(
        body(
            S={"bust_girth_in": [35, 36], "bust_girth_cm": [88.9, "91.4"]},
            M={"chest_girth_in": [37, 38]},
        )
    )
    assert chart.sizes["S"]["bust_girth"] == pytest.approx((0.889, 0.9144))
    assert chart.sizes["M"]["bust_girth"][1] == pytest.approx(38 * 0.0254)


def test_published_row_that_disagrees_between_inches_and_centimetres(survey_data: Path) -> None:
    """Bellfield's XL: 106 to 111 cm, but 44 to 46 in."""
    shop = json.loads((survey_data / "sizecharts" / "men_bellfield.json").read_text())
    sizes = {
        size: {
            "chest_girth_cm": centimetres,
            "chest_girth_in": shop["tops_chest_inch_as_published_in_source"][size],
        }
        for size, centimetres in shop["tops_chest_cm"].items()
    }
    with pytest.raises(SizeChartError, match=r"size 'XL': bust_girth disagrees") as refused:
        read_chart(body(**sizes))
    assert refused.value.field == "XL.bust_girth"
    del sizes["XL"]
    assert list(read_chart(body(**sizes)).sizes) == ["S", "M", "L"]


def test_published_row_that_breaks_the_order(survey_data: Path) -> None:
    """Freesewing's man 42: hips 895 mm between 896 and 1012."""
    tables = json.loads((survey_data / "sizecharts" / "freesewing_tables.json").read_text())
    men = tables["freesewing_men_v0_2_1_mm"]
    sizes = {
        size: {"chest_girth_mm": row["chest"], "hips_girth_mm": row["hips"]}
        for size, row in men.items()
    }
    with pytest.raises(SizeChartError, match=r"size '42' has hip_girth 89\.5 cm, less than") as e:
        read_chart(body(**sizes))
    assert e.value.field == "42.hip_girth"
    assert "order the sizes" in str(e.value)


def test_shipped_charts_are_the_published_figures(survey_data: Path) -> None:
    flat = json.loads((survey_data / "sizecharts" / "tshirt_flat_measurements.json").read_text())
    for ref, brand, style in (
        ("classic-tee", "Gap", "Crew"),
        ("everyday-tee", "Fruit of the Loom", "Crew"),
        ("fitted-rib-tee", "American Apparel", "Fine Jersey"),
    ):
        for size, (wide, long) in flat[brand][style].items():
            row = catalogue[ref].chart.sizes[size]
            assert row["half_chest"][0] == pytest.approx(wide * 0.0254)
            assert row["length"][0] == pytest.approx(long * 0.0254)
    women = json.loads((survey_data / "sizecharts" / "women_freepeople.json").read_text())
    for published in women["dressesTops"]:
        row = chart_of("free-people-dresses").sizes[published["size"].upper()]
        bust = published["bust"] if isinstance(published["bust"], list) else [published["bust"]]
        assert row["bust_girth"] == pytest.approx((bust[0] * 0.0254, bust[-1] * 0.0254))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "is an object"),
        ({"kind": "shoes", "source": "x", "sizes": {}}, "kind is 'garment'"),
        ({"kind": "body", "sizes": {"S": {"waist_girth_cm": 70}}}, "names its source"),
        ({"kind": "body", "source": "x", "sizes": {}}, "1 to 60 sizes"),
        (body(S={}), "1 to 40 terms"),
        (body(S={"waist_girth": 70}), "write it as 'waist_girth_cm'"),
        (body(S={"waist_girth_cm": "slim"}), "'slim', not a number"),
        (body(S={"waist_girth_cm": float("nan")}), "nan, not a number"),
        (body(S={"waist_girth_cm": True}), "True, not a number"),
        (body(S={"waist_girth_cm": [60, 65, 70]}), "one figure or"),
        (body(S={"waist_girth_cm": [70, 65]}), "swap the two"),
        (body(S={"waist_girth_cm": 700}), "45 to 200 cm"),
        (body(S={"waist_girth_in": 70.0 * 2.54}), "check the unit"),
        (body(S={"waist_girth_cm": -70}), "outside"),
        (body(S={"waist_girth_cm": 70}, M={"hip_girth_cm": 100}), "don't have the same terms"),
        (body(S={"waist_girth_cm": 70}, M={"waist_girth_cm": 66}), "order the sizes"),
    ],
)
def test_bad_charts_are_refused(document: object, message: str) -> None:
    with pytest.raises(SizeChartError, match=message) as refused:
        read_chart(document)
    assert message.split(",")[0][:8] in str(refused.value) or refused.value.allowed


def test_unknown_term_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'waist_girth'"):
        read_chart(body(S={"waste_girth_cm": 70}))


def test_flat_width_given_all_round_is_refused() -> None:
    document = {"kind": "garment", "source": "x", "sizes": {"M": {"half_chest_cm": 112}}}
    with pytest.raises(SizeChartError, match="flat \\(half\\) or all round"):
        read_chart(document)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "source", "sizes", "S", "waist_girth_cm", "x"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_no_document_crashes_the_reader(document: object) -> None:
    try:
        check_chart(read_chart(document))
    except FittingRoomError as error:
        assert str(error)
