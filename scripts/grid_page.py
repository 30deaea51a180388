"""Write the grid's result page, docs/grid.md, with a picture of each failure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

Row = dict[str, object]

PICTURES = 12  # failures shown; the others are listed

SPLITS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("garment", lambda row: str(row["garment"])),
    ("size", lambda row: str(row["end"])),
    ("pose", lambda row: str(row["pose"])),
    ("fabric", lambda row: str(row["fabric"])),
    ("body mass index", lambda row: _bmi_class(str(row["who"]))),
)

INTRODUCTION = """\
# The grid: how many drapes come out clean

`make grid` wrote this page (seed {seed}). The whole grid is 40 people of both sexes (every
measurement within the 2nd to 98th percentile of its sex, half of them drawn evenly over the body
mass index, up to 40) × four garments × smallest and largest size × three poses × three fabrics:
{whole} drapes, sizes that nobody would choose included. A drape is clean when it is at rest, no
vertex or triangle centre lies deeper than 1 mm in the body and no two triangles of the cloth cross;
what the engine refuses with a reason counts as a failure here.

Of {drapes} at {vertices} vertices **{clean} are clean ({share})**;
median {median} s, most {most} s of one core. Measured at {commits}."""


def write_page(
    rows: list[Row], out: Path, docs: Path, *, vertices: int, seed: int, whole: int
) -> None:
    """Write the page and copy the failures' pictures beside it.

    Args:
        rows: results, in the order in which they were measured.
        out: where the pictures are.
        docs: the folder of the pages.
        vertices: asked of each garment.
        seed: of people and sample.
        whole: how many drapes the whole grid has.
    """
    clean = sum(bool(row["clean"]) for row in rows)
    seconds = [float(str(row["seconds"])) for row in rows]
    told = INTRODUCTION.format(
        seed=seed,
        whole=f"{whole:,}",
        drapes=f"all {whole:,}" if len(rows) == whole else f"a random sample of {len(rows):,}",
        vertices=f"{vertices:,}",
        clean=f"{clean:,}",
        share=_share(clean, len(rows)),
        median=f"{np.median(seconds):.1f}",
        most=f"{max(seconds):.0f}",
        commits=_commits(rows),
    )
    lines = [*told.splitlines(), "", *_table(rows), "", "## Failures", ""]
    lines += _failures(rows, out, docs / "images" / "grid")
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "grid.md").write_text("\n".join(lines).rstrip() + "\n")


def _table(rows: list[Row]) -> list[str]:
    """Count what is clean in every split."""
    lines = ["| | clean | of | share |", "|---|---|---|---|"]
    for title, split in SPLITS:
        for name in sorted({split(row) for row in rows}):
            own = [row for row in rows if split(row) == name]
            good = sum(bool(row["clean"]) for row in own)
            lines.append(f"| {title}: {name} | {good} | {len(own)} | {_share(good, len(own))} |")
    return lines


def _failures(rows: list[Row], out: Path, pictures: Path) -> list[str]:
    """Show the first failures with their pictures and list the others."""
    shutil.rmtree(pictures, ignore_errors=True)
    failed = sorted((row for row in rows if not row["clean"]), key=lambda row: str(row["id"]))
    lines = [] if failed else ["None."]
    for row in failed[:PICTURES]:
        lines += [f"### {_what(row)}", "", f"{row['who']}: {_reason(row)}.", ""]
        picture = out / str(row.get("picture", ""))
        if picture.is_file():
            pictures.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, pictures / picture.name)
            lines += [f"![front and side](images/grid/{picture.name})", ""]
    if failed[PICTURES:]:
        lines += ["### The others", "", "| what | who | reason |", "|---|---|---|"]
        lines += [f"| {_what(row)} | {row['who']} | {_reason(row)} |" for row in failed[PICTURES:]]
    return lines


def _what(row: Row) -> str:
    return f"{row['garment']} {row['size']}, {row['fabric']}, {row['pose']}"


def _reason(row: Row) -> str:
    return str(row.get("reason", "not clean")).rstrip(".")


def _commits(rows: list[Row]) -> str:
    """Name the commit that was measured, or the first and the last one."""
    commits = list(dict.fromkeys(str(row["commit"]) for row in rows))
    if len(commits) == 1:
        return f"commit {commits[0]}"
    return f"commits {commits[0]} to {commits[-1]}"


def _share(good: int, total: int) -> str:
    return f"{100 * good / max(total, 1):.1f} %"


def _bmi_class(who: str) -> str:
    found = re.search(r"BMI (\d+)", who)
    index = int(found.group(1)) if found else 0
    for top, name in ((20, "under 20"), (25, "20 to 24"), (30, "25 to 29"), (35, "30 to 34")):
        if index < top:
            return name
    return "35 and more"
