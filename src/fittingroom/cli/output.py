"""Where results go: files whole or not at all, one JSON object, a progress bar on stderr."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from fittingroom.errors import InvalidInput
from fittingroom.progress import Work

Result = TypeVar("Result")


def say(text: RenderableType) -> None:
    """Print to the terminal (rich markup or a table)."""
    Console(highlight=False).print(text)


def warn(notes: Iterable[str]) -> None:
    """Print what a person should know but needn't act on, to stderr."""
    console = Console(stderr=True, highlight=False)
    for note in notes:
        console.print(f"[yellow]Note:[/] {escape(note)}", soft_wrap=True)


def write_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on stdout and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Give a scratch folder whose files move to `out` when all went well, and vanish otherwise.

    Raises:
        InvalidInput: `out` is a file or can't be written.
    """
    if out.exists() and not out.is_dir():
        raise InvalidInput(f"--out {out} is a file; name a folder", field="out", value=str(out))
    try:
        out.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".making-", dir=out))
    except OSError as error:
        raise InvalidInput(
            f"can't write to --out {out}: {error.strerror}", field="out", value=str(out)
        ) from error
    try:
        yield scratch
        for made in sorted(scratch.iterdir()):
            made.replace(out / made.name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def bar() -> Iterator[Progress]:
    """Show a progress bar on stderr while the block runs."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        yield shown


def watch(work: Work[Result], *, start: str = "start") -> Result:
    """Run long work to its end behind a progress bar on stderr and return its result."""
    with bar() as shown:
        task = shown.add_task(start, total=1.0)
        while True:
            try:
                report = next(work)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            shown.update(task, description=report.step, completed=report.done)
