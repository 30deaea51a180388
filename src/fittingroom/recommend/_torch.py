"""The border to torch: the towers as modules, and their way to plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from fittingroom.errors import MissingDependency
from fittingroom.recommend.ranker import State

try:
    import torch
    from torch import nn
except ImportError as error:
    raise MissingDependency("torch", extra="learning", purpose="training a tower") from error

WORD_WIDTH = 16


class Towers(nn.Module):  # type: ignore[misc, name-defined, unused-ignore]
    """Both towers, as `tower.Tower` computes them.

    Args:
        items: how many.
        numbers: how many figures an asker has.
        words: how many words of each kind an asker may have.
        article: codes of each item's words, shape (item, word).
        width: of a vector.
        dropout: share of inputs and of item identities left out in training.
        sequence: read the last choices one after the other instead of averaging.
        recent: how many choices are read.
    """

    def __init__(
        self, *, items: int, numbers: int, words: list[int], article: Any, width: int,
        dropout: float, sequence: bool, recent: int,
    ) -> None:  # fmt: skip
        super().__init__()
        self.choice = nn.Embedding(items + 1, width, padding_idx=items)
        self.item = nn.Embedding(items, width)
        self.bias = nn.Parameter(torch.zeros(items))
        self.register_buffer("article", torch.as_tensor(article))
        kinds = [int(codes.max()) + 1 for codes in self.article.T]
        self.articles = nn.ModuleList(nn.Embedding(count, width) for count in kinds)
        self.words = nn.ModuleList(nn.Embedding(count, WORD_WIDTH) for count in words)
        told = width + numbers + WORD_WIDTH * len(words)
        self.hidden, self.out = nn.Linear(told, 2 * width), nn.Linear(2 * width, width)
        self.place = nn.Parameter(torch.zeros(recent))
        self.gru: Any = nn.GRU(width, width, batch_first=True) if sequence else None
        self.dropout = nn.Dropout(dropout)
        for table in (self.choice, self.item, *self.articles, *self.words):
            nn.init.normal_(table.weight, std=0.05)
        with torch.no_grad():
            self.choice.weight[items] = 0.0

    def item_vectors(self, item: Any) -> Any:
        """Return vectors of items; some by their words alone, so that these learn to stand in."""
        own = self.item(item)
        if self.training:
            own = own * (torch.rand(len(item), 1) >= self.dropout.p)
        for kind, table in enumerate(self.articles):
            own = own + table(self.article[item, kind])
        return own

    def asker_vectors(self, recent: Any, numbers: Any, words: Any) -> Any:
        """Return vectors of askers."""
        read = self._mean(recent) if self.gru is None else self._sequence(recent)
        parts = [read, numbers, *(table(words[:, k]) for k, table in enumerate(self.words))]
        hidden = torch.relu(self.hidden(self.dropout(torch.cat(parts, dim=1))))
        return self.out(self.dropout(hidden)) + read

    def _mean(self, recent: Any) -> Any:
        there = (recent >= 0).float()
        places = torch.softmax(self.place, dim=0) * there
        places = places / places.sum(dim=1, keepdim=True).clamp(min=1e-6)
        return (self._chosen(recent) * places[:, :, None]).sum(dim=1)

    def _sequence(self, recent: Any) -> Any:
        """Run the unit over the choices, oldest first, each asker only as far as there are any."""
        length = (recent >= 0).sum(dim=1)
        state = recent.new_zeros((len(recent), self.item.weight.shape[1]), dtype=torch.float32)
        some = length > 0
        if some.any():
            packed = nn.utils.rnn.pack_padded_sequence(
                self._chosen(_oldest_first(recent[some])), length[some], batch_first=True,
                enforce_sorted=False,
            )  # fmt: skip
            state[some] = self.gru(packed)[1][0]
        return state

    def _chosen(self, recent: Any) -> Any:
        return self.choice(torch.where(recent >= 0, recent, self.choice.padding_idx))

    def arrays(self) -> State:
        """Return the weights as `tower.Tower` names them."""
        named = {
            "choice": self.choice.weight[:-1], "item": self.item.weight, "bias": self.bias,
            "hidden.weight": self.hidden.weight.T, "hidden.bias": self.hidden.bias,
            "out.weight": self.out.weight.T, "out.bias": self.out.bias,
            **{f"article.{k}": table.weight for k, table in enumerate(self.articles)},
            **{f"word.{k}": table.weight for k, table in enumerate(self.words)},
        }  # fmt: skip
        if self.gru is None:
            named["place"] = self.place
        else:
            gru = self.gru
            named |= {
                "gru.input": gru.weight_ih_l0, "gru.input_bias": gru.bias_ih_l0,
                "gru.state": gru.weight_hh_l0, "gru.state_bias": gru.bias_hh_l0,
            }  # fmt: skip
        return {name: np.ascontiguousarray(v.detach().numpy()) for name, v in named.items()}


def _oldest_first(recent: Any) -> Any:
    """Return choices from the oldest on, blanks last."""
    length = (recent >= 0).sum(dim=1, keepdim=True)
    place = length - 1 - torch.arange(recent.shape[1])
    return torch.where(place >= 0, recent.gather(1, place.clamp(min=0)), -1)
