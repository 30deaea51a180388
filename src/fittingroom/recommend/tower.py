"""`Tower`: the two-tower and the sequence model once trained: plain arrays, no torch.

The first tower turns an asker (last choices, figures, words) into a vector, the second an item
(itself and its words). Their product, plus the item's bias, is the logarithm of how much likelier
this asker chooses the item than people on average do; the logarithm of its share of all choices
makes it a probability up to the asker's constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.known import NEW
from fittingroom.recommend.ranker import Scores, State


@dataclass(frozen=True, slots=True)
class Tower:
    """A trained pair of towers.

    Args:
        weights: by name, float32: "choice" (item, width), "item" (item, width), "bias" (item,),
            "place" (recent,) for the two-tower or "gru.…" for the sequence model, "word.n" and
            "article.n" embeddings, "hidden.…" and "out.…" of the last two layers.
        article: codes of each item's words, shape (item, word).
        share: of all choices, shape (item,).
    """

    weights: State
    article: Ints
    share: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return each item's score, popularity included, shape (asker, item)."""
        return self.lift(askers) + np.log(self.share).astype(np.float32)

    def lift(self, askers: Askers) -> Scores:
        """Return each item's score without popularity, shape (asker, item)."""
        products = self.asker_vectors(askers) @ self.item_vectors().T
        lifted: Scores = np.asarray(products + self.weights["bias"], np.float32)
        return lifted

    def item_vectors(self) -> Scores:
        """Return a vector for each item, shape (item, width)."""
        return np.asarray(self.weights["item"] + self.new_item_vectors(self.article), np.float32)

    def new_item_vectors(self, article: Ints) -> Scores:
        """Return vectors of items by their words alone, shape (new item, width)."""
        kinds = range(article.shape[1])
        parts = [self.weights[f"article.{kind}"][article[:, kind]] for kind in kinds]
        return np.asarray(np.sum(parts, axis=0), np.float32)

    def asker_vectors(self, askers: Askers) -> Scores:
        """Return a vector for each asker, shape (asker, width)."""
        w = self.weights
        read = _gru(w, askers.recent) if "gru.input" in w else _mean(w, askers.recent)
        words = [w[f"word.{k}"][askers.words[:, k]] for k in range(askers.words.shape[1])]
        told = np.hstack([read, askers.numbers, *words]).astype(np.float32)
        hidden = np.maximum(told @ w["hidden.weight"] + w["hidden.bias"], 0.0)
        return np.asarray(hidden @ w["out.weight"] + w["out.bias"] + read, np.float32)

    def state(self) -> State:
        """Return the arrays it is made of."""
        return {**self.weights, "at.article": self.article, "at.share": self.share}


def tower_from(state: State) -> Tower:
    """Return the towers of kept arrays."""
    weights = {name: values for name, values in state.items() if not name.startswith("at.")}
    return Tower(weights, state["at.article"], state["at.share"])


def _mean(w: State, recent: Ints) -> Scores:
    """Return the mean of the last choices, each place with its learned weight."""
    there = recent != NEW
    places = np.exp(w["place"] - w["place"].max()) * there
    places /= np.maximum(places.sum(axis=1, keepdims=True), 1e-6)
    chosen = w["choice"][np.where(there, recent, 0)]
    return np.asarray(np.einsum("an,anw->aw", places, chosen), np.float32)


def _gru(w: State, recent: Ints) -> Scores:
    """Return the state of a gated recurrent unit after the choices, oldest first.

    Source: Cho et al. 2014, in the form of `torch.nn.GRU`; gates in the order reset, update, new.
    """
    width = w["choice"].shape[1]
    state = np.zeros((len(recent), width), np.float32)
    for back in range(recent.shape[1] - 1, -1, -1):
        there = recent[:, back] != NEW
        if not there.any():
            continue
        before = state[there]
        given = w["choice"][recent[there, back]] @ w["gru.input"].T + w["gru.input_bias"]
        kept = before @ w["gru.state"].T + w["gru.state_bias"]
        reset = expit(given[:, :width] + kept[:, :width])
        update = expit(given[:, width : 2 * width] + kept[:, width : 2 * width])
        new = np.tanh(given[:, 2 * width :] + reset * kept[:, 2 * width :])
        state[there] = (1.0 - update) * new + update * before
    return state
