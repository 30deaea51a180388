"""A small fit model for tests of the loop: multinomial logistic regression on girths and items."""

from __future__ import annotations

import json

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from fittingroom.loop.retraining import Learner
from fittingroom.progress import Progress

GIRTHS = ("bust", "waist", "hip")


class SmallModel:
    def __init__(self, plain):
        self.plain = plain

    def probabilities(self, purchases):
        features = design(purchases, self.plain)
        logits = features @ np.array(self.plain["weights"])
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def evidence(self, purchases):
        return np.zeros((len(purchases), 2))


def base(columns):
    """Return height, weight and sex, in round units."""
    female = np.array([sex == "female" for sex in columns["sex"]], float)
    height, weight = columns["height_cm"] / 170.0, columns["weight_kg"] / 70.0
    bmi = weight / height**2
    return np.stack([np.ones_like(height), height, bmi, female, female * bmi], axis=1)


def girths(columns, plain):
    """Return bust, waist and hip: told, else guessed from height and weight."""
    features = base(columns)
    guessed = features @ np.array(plain["girths"])
    told = np.stack([columns[f"{name}_girth_cm"] for name in GIRTHS], axis=1)
    return np.where(np.isnan(told), guessed, told)


def design(purchases, plain):
    columns = purchases.inputs()
    cut = np.stack([columns[f"article_{name}_cm"] for name in GIRTHS], axis=1)
    room = np.nan_to_num((cut - girths(columns, plain)) / 10.0)
    shape = np.concatenate([room, room**2, np.ones((len(room), 1))], axis=1)
    wish = np.array([{"close": -1.0, "loose": 1.0}.get(e, 0.0) for e in columns["ease"]])
    styles = {name: n for n, name in enumerate(plain["styles"])}
    items = {name: n for n, name in enumerate(plain["items"])}
    told = np.isfinite(columns["bust_girth_cm"]).astype(float)
    blocks = np.zeros((len(room), len(styles), shape.shape[1]))
    at = [styles.get(style, 0) for style in columns["style"]]
    blocks[np.arange(len(room)), at] = shape
    item = np.zeros((len(room), len(items) + 1))
    item[np.arange(len(room)), [items.get(key, len(items)) for key in columns["item_id"]]] = 1.0
    return np.concatenate(
        [blocks.reshape(len(room), -1), wish[:, None], told[:, None], item], axis=1
    )


def train(data, valid):
    yield Progress("fit", 0.0)
    columns = data.inputs()
    told = np.isfinite(columns["bust_girth_cm"])
    target = np.stack([columns[f"{name}_girth_cm"][told] for name in GIRTHS], axis=1)
    solved, *_ = np.linalg.lstsq(base(columns)[told], target, rcond=None)
    plain = {
        "girths": solved.tolist(),
        "styles": sorted(set(columns["style"])),
        "items": sorted(set(columns["item_id"])),
    }
    features, outcome = design(data, plain), data.outcomes()
    said = np.eye(3)[outcome]
    penalty = np.full((features.shape[1], 1), 0.3)
    penalty[-len(plain["items"]) - 1 :] = 3.0

    def loss(flat):
        weights = flat.reshape(-1, 3)
        logits = features @ weights
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        total = odds.sum(axis=1, keepdims=True)
        value = (np.log(total[:, 0]) - (logits * said).sum(axis=1)).sum()
        slope = features.T @ (odds / total - said) + 2.0 * penalty * weights
        return value + (penalty * weights**2).sum(), slope.ravel()

    start = np.zeros(features.shape[1] * 3)
    with threadpool_limits(1):  # threads wait for each other longer than they work here
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    plain["weights"] = found.x.reshape(-1, 3).tolist()
    return SmallModel(plain)


def save(model, folder):
    (folder / "small.json").write_text(json.dumps(model.plain))


def load(folder):
    return SmallModel(json.loads((folder / "small.json").read_text()))


LEARNER = Learner(train, save, load)
