import numpy as np
import pytest

from fittingroom.garment.catalogue import catalogue
from fittingroom.loop.advice_groups import advise_groups
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import draw_people
from fittingroom.progress import finish


@pytest.fixture(scope="module")
def groups():
    people = draw_people(ShopOptions(people=60), np.random.default_rng(4))
    return finish(advise_groups(people, [catalogue["classic-tee"]]))


def test_every_case_is_in_one_group_of_each_kind(groups):
    assert sum(f.cases for name, f in groups.items() if name.startswith("sex")) == 60


def test_what_is_named_fits_nearly_as_often_as_the_best_size(groups):
    """A T-shirt cut as its chart says, people with tape errors: the best size adds little."""
    for name in ("sex female", "sex male"):
        figures = groups[name]
        low, share, high = figures.named[1], figures.named[0], figures.named[2]
        assert low <= share <= high and 0.0 <= figures.lost.value < 0.1
        assert figures.fits.value > 0.7


def test_figures_come_as_json(groups):
    shown = groups["sex female"].as_json()
    assert set(shown) == {"cases", "named", "refused", "fits", "lost", "sureness"}
