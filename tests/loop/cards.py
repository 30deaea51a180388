"""A card for tests, and a model's files."""

from pathlib import Path

from fittingroom.loop.card import ModelCard


def a_card(**changed) -> ModelCard:
    plain = {
        "title": "A fit model", "kind": "fit", "purpose": "Tests.", "source": "simulated",
        "data_hash": "ab" * 32, "rows": 100, "code_version": "0", "metrics": {"log_loss": 0.5},
        "measured_on": "20 rows held out", "made_by": "a test",
    }  # fmt: skip
    return ModelCard(**(plain | changed))


def writes(content: str):
    def save(folder: Path) -> None:
        (folder / "weights.bin").write_text(content)
        (folder / "more").mkdir()
        (folder / "more" / "facts.json").write_text("{}")

    return save
