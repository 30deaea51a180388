"""The network in PyTorch: its layers, its pass forward and its loss."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from fittingroom.learning.encoders import CHANNELS, WIDTH
from fittingroom.learning.network import EMBEDDED, GAP_START
from fittingroom.learning.options import FitOptions
from fittingroom.learning.ordinal import GAP_LEAST


def make_layers(
    torch: Any,
    columns: int,
    members: Mapping[str, int],
    options: FitOptions,
    files: Mapping[str, tuple[int, ...]] | None = None,
) -> Any:
    """Return the layers as a `ModuleDict`; embeddings and the way out start at 0.

    Args:
        torch: the module.
        columns: of the scaled features.
        members: how many each group of `EMBEDDED` has.
        options: widths.
        files: the shape of what each encoder reads, by column.
    """
    nn = torch.nn
    sizes = {"user": 2 + options.embedding, "item": 2 + options.embedding, "item_size": 1}
    layers = {
        group: nn.Embedding(members[group] + 1, sizes[group], padding_idx=0) for group in EMBEDDED
    }
    for column, shape in (files or {}).items():
        layers |= _encoder_layers(torch, column, shape)
        columns += WIDTH
    layers["first"] = nn.Linear(columns + 2 * options.embedding, options.width)
    layers["second"] = nn.Linear(options.width, options.width)
    layers["out"] = nn.Linear(options.width, 2)
    layers["wide"] = nn.Linear(columns, 2, bias=False)
    with torch.no_grad():
        for name in (*EMBEDDED, "out", "wide"):
            layers[name].weight.mul_(0.0)
        for name in ("user", "item"):
            layers[name].weight[1:, 2:].normal_(0.0, 0.05)
        layers["out"].bias.mul_(0.0)
    return nn.ModuleDict(layers)


def place_and_gap(
    torch: Any, layers: Any, batch: Mapping[str, Any], options: FitOptions, *, training: bool
) -> Any:
    """Return each row's place and gap; while training some wearers and items count as new."""
    functional = torch.nn.functional
    ids = {group: batch[group] for group in EMBEDDED}
    if training:
        for group, drawn in ids.items():
            kept = torch.rand(len(drawn), device=drawn.device) >= options.forget
            ids[group] = drawn * kept
    user, item, size = (layers[group](ids[group]) for group in EMBEDDED)
    codes = [encoded(torch, layers, batch, column) for column in options.encoders]
    told = torch.cat([batch["shown"], *codes], dim=1)
    hidden = torch.cat([told, user[:, 2:], item[:, 2:]], dim=1)
    for name in ("first", "second"):
        hidden = functional.relu(layers[name](hidden))
        hidden = functional.dropout(hidden, options.dropout, training)
    out = layers["out"](hidden) + layers["wide"](told)
    place = out[:, 0] + user[:, 0] - item[:, 0] + size[:, 0]
    gap = GAP_LEAST + functional.softplus(out[:, 1] + user[:, 1] + item[:, 1] + GAP_START)
    return place.float(), gap.float()


def encoded(torch: Any, layers: Any, batch: Mapping[str, Any], column: str) -> Any:
    """Return each row's code of a column's file, zeros where it has none."""
    relu = torch.nn.functional.relu
    hidden = batch[column]
    for layer in range(len(CHANNELS) if hidden.dim() == 4 else 0):
        hidden = relu(layers[f"{column}_conv{layer}"](hidden))
    code = relu(layers[f"{column}_code"](hidden.flatten(1)))
    return code * batch[f"{column}_there"][:, None]


def _encoder_layers(torch: Any, column: str, shape: tuple[int, ...]) -> dict[str, Any]:
    layers: dict[str, Any] = {}
    inputs = math.prod(shape)
    if len(shape) == 3:
        before, side = shape[0], shape[1]
        for layer, channels in enumerate(CHANNELS):
            layers[f"{column}_conv{layer}"] = torch.nn.Conv2d(
                before, channels, 3, stride=2, padding=1
            )
            before, side = channels, (side + 1) // 2
        inputs = before * side * side
    layers[f"{column}_code"] = torch.nn.Linear(inputs, WIDTH)
    return layers


def log_odds(torch: Any, place: Any, gap: Any) -> Any:
    """Return log P(small, fit, large), shape (row, 3), without cancellation.

    P(fit) = s(gap - place) - s(-gap - place) = s(gap - place) s(gap + place) (1 - exp(-2 gap)).
    """
    log = torch.nn.functional.logsigmoid
    fit = log(gap - place) + log(gap + place) + torch.log1p(-torch.exp(-2.0 * gap))
    return torch.stack([log(place - gap), fit, log(-place - gap)], dim=1)
