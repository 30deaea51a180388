"""The product's learner: few rows adapt the model that ships, and what was learned is kept."""

import numpy as np
import pytest

from fittingroom.errors import FileRefused
from fittingroom.learning.adapting import AdaptedFit
from fittingroom.learning.keeping_adapted import load_any_fit
from fittingroom.learning.options import FitOptions
from fittingroom.loop.fit_learner import fit_learner, options_for, shipped_fit
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_shop import simulate
from fittingroom.progress import finish

FEW = ShopOptions(people=400, brands=2, items=1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a model of 600 rows, the folder it was kept in, and rows to ask it."""
    learner = fit_learner()
    rows = simulate(900, np.random.default_rng(1), FEW)
    model = finish(learner.train(rows.take(np.arange(500)), rows.take(np.arange(500, 600))))
    folder = tmp_path_factory.mktemp("adapted")
    learner.save(model, folder)
    return model, folder, rows.take(np.arange(600, 900))


def test_few_rows_adapt_the_model_that_ships(kept):
    model, _, _ = kept
    assert isinstance(model, AdaptedFit) and model.rows == 600
    assert "simulated shop" in fit_learner().limits(model)[0]
    assert fit_learner().limits(shipped_fit()) == ()


def test_an_adapted_model_comes_back_as_it_was(kept):
    model, folder, asked = kept
    again = fit_learner().load(folder)
    assert again.probabilities(asked) == pytest.approx(model.probabilities(asked), abs=1e-5)
    assert (again.evidence(asked) == model.evidence(asked)).all()
    assert again.evidence(asked)[:, 1].min() > 0.0  # it knows the shop's items


def test_a_damaged_adapter_is_refused(kept, tmp_path):
    model, _, _ = kept
    fit_learner().save(model, tmp_path)
    arrays = tmp_path / "arrays.npz"
    arrays.write_bytes((tmp_path / "base" / "arrays.npz").read_bytes())
    with pytest.raises(FileRefused):
        load_any_fit(tmp_path)
    (tmp_path / "model.json").write_text('{"kind": "adapted", "format": 9}')
    with pytest.raises(FileRefused, match="format"):
        load_any_fit(tmp_path)


def test_plain_models_are_loaded_by_the_same_door(tmp_path):
    fit_learner().save(shipped_fit(), tmp_path)
    assert type(load_any_fit(tmp_path)).__name__ == "LearnedFit"


def test_few_rows_are_learned_in_small_steps():
    assert options_for(200_000, FitOptions()) == FitOptions()
    few = options_for(5_000, FitOptions())
    assert few.batch == 200 and few.epochs >= 30
    assert options_for(500, FitOptions()).batch == 64
