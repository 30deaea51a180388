"""`fittingroom drape-batch`: many drapes at once, from a plan."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.input import AsJson, OutFolder
from fittingroom.cli.output import say, watch, write_json

SOME_FAILED = 2


def batch_command(
    plan: Annotated[
        Path,
        typer.Option(help="plan.csv: columns person, garment, optional id, size, pose, vertices"),
    ],
    out: OutFolder,
    workers: Annotated[
        int | None,
        typer.Option(help="processes of one thread each; one per core if left out", min=1, max=256),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(help="do it on this Ray cluster: host:port of its head, or auto"),
    ] = None,
    glb: Annotated[bool, typer.Option("--glb", help="write look.glb for each row too")] = False,
    as_json: AsJson = False,
) -> int:
    """Drape every row of a plan; started again it goes on where it stopped.

    Each row gets a folder with fit.json and drape.npz, whole or not at all; results.csv tells what
    became of every row and why a row failed. Exit status 2 where a row failed.
    """
    from fittingroom.batch.local import LocalRunner
    from fittingroom.batch.running import Runner, drape_batch_steps
    from fittingroom.cli.plan import read_plan
    from fittingroom.errors import InvalidInput

    if out.exists() and not out.is_dir():
        raise InvalidInput(f"--out {out} is a file; name a folder", field="out", value=str(out))
    if ray is not None and workers is not None:
        raise InvalidInput("--workers is for this machine; the cluster has its own", field="ray")
    jobs = read_plan(plan, model=glb)
    runner: Runner = LocalRunner(workers)
    if ray is not None:
        from fittingroom.batch._ray import RayRunner

        runner = RayRunner(ray)
    summary = watch(drape_batch_steps(jobs, out, runner), start="read the plan")
    if as_json:
        told = {key: round(value, 2) for key, value in asdict(summary).items()}
        write_json({**told, "results": str(out / "results.csv")})
    else:
        say(
            f"{summary.done} done, {summary.skipped} already there, {summary.failed} failed in "
            f"{summary.seconds:.0f} s; [bold]{out / 'results.csv'}[/] tells of each."
        )
    return SOME_FAILED if summary.failed else 0
