"""`fittingroom train`: learn from purchases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.input import AsJson, OutFolder
from fittingroom.cli.output import say, watch, whole_folder, write_json
from fittingroom.cli.purchases import DataFile, DataKind, read_data

app = typer.Typer(help="Learn from purchases.", no_args_is_help=True)
CHECKPOINT = "checkpoint"  # folder in --out
CURVES = "tensorboard"


@app.command("fit")
def train_fit_command(
    data: DataFile,
    valid: Annotated[Path, typer.Option(help="purchases to stop by and to calibrate on")],
    out: OutFolder,
    seed: Annotated[int, typer.Option(help="of everything random")] = 1,
    partitions: Annotated[
        int, typer.Option(help="train so many networks and trees on other folds each", min=1)
    ] = 2,
    epochs: Annotated[int, typer.Option(help="the most passes of the network", min=1)] = 8,
    network: Annotated[bool, typer.Option(help="train the network")] = True,
    trees: Annotated[bool, typer.Option(help="train boosted trees (LightGBM) beside it")] = True,
    weighing: Annotated[str, typer.Option(help="classes: none, root or balanced")] = "none",
    absorb: Annotated[
        bool, typer.Option(help="in the end, train as long again on the rows of --valid too")
    ] = True,
    encoder: Annotated[
        list[str] | None,
        typer.Option(help="read these files too: photo, image, depth, article_depth, pose, title"),
    ] = None,
    bert: Annotated[
        str | None, typer.Option(help="folder of a BERT-like model for titles (transformers)")
    ] = None,
    pretrain: Annotated[int, typer.Option(help="self-supervised passes before", min=0)] = 0,
    threads: Annotated[int, typer.Option(help="of PyTorch and LightGBM", min=1)] = 2,
    device: Annotated[str, typer.Option(help="cpu or cuda")] = "cpu",
    resume: Annotated[
        bool, typer.Option("--resume", help="go on from the checkpoint in --out")
    ] = False,
    wandb: Annotated[
        str | None, typer.Option(help="offline: write a Weights & Biases run too")
    ] = None,
    kind: DataKind = "auto",
    as_json: AsJson = False,
) -> None:
    """Train P(small, fit, large | U, C) and keep it in a folder.

    Curves go to --out/tensorboard, the state after each pass to --out/checkpoint.
    """
    from fittingroom.learning.checkpoints import forget_checkpoint
    from fittingroom.learning.keeping import save_fit_model
    from fittingroom.learning.options import FitOptions
    from fittingroom.learning.training import train_fit_steps

    options = FitOptions(
        seed=seed, partitions=partitions, epochs=epochs, network=network, trees=trees,
        weighing=weighing, absorb=absorb,  # type: ignore[arg-type]
        encoders=tuple(encoder or ()), bert=bert, pretrain=pretrain,
        threads=threads, device=device, wandb=wandb,
        checkpoint=out / CHECKPOINT, log_folder=out / CURVES,
    )  # fmt: skip
    rows, held = (read_data(path, kind=kind).purchases for path in (data, valid))
    with whole_folder(out) as scratch:
        if not resume:
            forget_checkpoint(out / CHECKPOINT)
        model = watch(train_fit_steps(rows, held, options), start="read the purchases")
        save_fit_model(model, scratch)
    forget_checkpoint(out / CHECKPOINT)
    figures = dict(model.card.metrics)
    if as_json:
        write_json({"out": str(out), "rows": len(rows), "valid": figures})
        return
    say(
        f"Trained on {len(rows):,} rows; on the {len(held):,} of --valid, which it was calibrated "
        f"on: AUC {figures['auc_macro']:.3f}, log-loss {figures['log_loss']:.3f}, "
        f"ECE {figures['ece']:.3f}. [bold]fittingroom evaluate fit --model {out}[/] tells more."
    )
