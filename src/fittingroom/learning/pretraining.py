"""Self-supervised training before the outcomes: what a masked feature was, from the others.

The hidden layers learn from all rows, those without an outcome too, which sizes go with which
bodies and items: the size chosen is one of the features that are masked. Their weights are where
training with outcomes starts.

Source: Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML
2008; Yoon et al., VIME, NeurIPS 2020 (masked features of tables).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.learning.batches import FitDataset, load_batches
from fittingroom.learning.options import FitOptions
from fittingroom.progress import Progress, Work

MASKED = 0.3  # share of the features
SHARED = ("first", "second")


def pretrain(
    torch: Any, layers: Any, shown: NDArray[np.float32], options: FitOptions
) -> Work[tuple[float, ...]]:
    """Train the hidden layers to fill in masked features; return the loss of each pass.

    Args:
        torch: the module.
        layers: of the network; those in `SHARED` learn.
        shown: scaled features of all rows.
        options: `pretrain` passes, and the rest as for training.
    """
    none = np.zeros(len(shown), np.int64)
    dataset = FitDataset(torch, shown, {}, none)
    torch.manual_seed(7000 + options.seed)
    head = torch.nn.Linear(options.width, shown.shape[1]).to(options.device)
    learned = [*head.parameters(), *(w for name in SHARED for w in layers[name].parameters())]
    adam = torch.optim.AdamW(learned, lr=options.rate, weight_decay=options.decay)
    losses = []
    for done in range(options.pretrain):
        yield Progress(f"pretrain, pass {done + 1}", done / options.pretrain)
        total = 0.0
        for batch in load_batches(torch, dataset, options.batch, seed=options.seed + 500 + done):
            whole = batch["shown"].to(options.device)
            hidden = torch.rand_like(whole) < MASKED
            filled = head(_trunk(torch, layers, whole * ~hidden))
            loss = (torch.square(filled - whole) * hidden).sum() / hidden.sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
            total += float(loss.detach()) * len(whole)
        losses.append(total / len(shown))
    return tuple(losses)


def _trunk(torch: Any, layers: Any, shown: Any) -> Any:
    """Return the hidden layer of features alone: wearers, items and files count as unknown."""
    missing = layers["first"].in_features - shown.shape[1]
    nothing = torch.zeros(len(shown), missing, device=shown.device)
    hidden = torch.cat([shown, nothing], dim=1)
    for name in SHARED:
        hidden = torch.nn.functional.relu(layers[name](hidden))
    return hidden
