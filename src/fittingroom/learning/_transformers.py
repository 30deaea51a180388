"""The border to Hugging Face transformers: texts by a BERT-like model from a local folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import FileRefused, MissingDependency

BATCH, TOKENS_MOST = 64, 128


def text_vectors(texts: Sequence[str], folder: str) -> NDArray[np.float32]:
    """Return the mean of each text's last hidden states, shape (text, hidden).

    Nothing is fetched: the folder holds configuration, weights and vocabulary.

    Raises:
        FileRefused: there's no such folder, or no model in it.
        MissingDependency: transformers isn't installed.
    """
    if not Path(folder).is_dir():
        raise FileRefused(f"there is no folder {folder} with a text model", field="bert")
    try:
        import torch
        from transformers import AutoModel, AutoTokenizer
    except ImportError as error:
        raise MissingDependency(
            "transformers", extra="text", purpose="a BERT-like encoder"
        ) from error
    try:
        words = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    except (OSError, ValueError) as error:
        raise FileRefused(f"{folder} holds no text model: {error}", field="bert") from error
    found = [np.zeros((0, int(model.config.hidden_size)), np.float32)]
    for first in range(0, len(texts), BATCH):
        tokens = words(
            list(texts[first : first + BATCH]), padding=True, truncation=True,
            max_length=TOKENS_MOST, return_tensors="pt",
        )  # fmt: skip
        with torch.no_grad():
            hidden = model(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None]
        mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
        found.append(mean.numpy().astype(np.float32))
    return np.concatenate(found)
