"""Learn how the natural waist and the underbust follow from what the survey measured.

    python scripts/fit_mesh_relations.py bodies.csv

Reads the table that scripts/body_table.py writes (both measured on meshes fitted to survey people)
and writes src/fittingroom/person/data/relations.json. The slopes are the meshes'; their level is
not, because the body model knows nothing of these two girths when it is fitted to the others:

- natural waist: the meshes' lies 3 % (women) below and 1 % (men) above the navel's. Tapes find
  more: 10.1 ± 4.3 cm (women) and 6.9 ± 6.7 cm (men) between the narrowest site and the widest of
  overweight adults (Pinho et al. 2018, doi 10.20945/2359-3997000000055), some 10 and 7 %. ISO's
  natural waist lies between the narrowest place and the navel, so the middle of both is taken and
  half of what they differ by is added to the spread.
- underbust: the meshes' lies 8 % below the bust, less than any cup. EN 13402-3 has 14 to 16 cm for
  cup B, 15 % of the survey's mean bust; that level is taken, one cup (2 cm) added to the spread.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[1] / "src/fittingroom/person/data/relations.json"
FROM = ("navel_waist_girth", "bust_girth", "hip_girth", "height", "weight")
LEVEL = {  # (term, sex): (girth it is a share of, share by tape; None keeps the meshes' level)
    ("waist_girth", "female"): ("navel_waist_girth", 0.90, 0.5),
    ("waist_girth", "male"): ("navel_waist_girth", 0.93, 0.5),
    ("underbust_girth", "female"): ("bust_girth", 0.85, 1.0),
    ("underbust_girth", "male"): ("bust_girth", None, 0.0),
}
CUP_SD = 0.022  # one cup, 2 cm, of a mean underbust of 80 cm
MALE_UNDERBUST_SD = 0.015  # what the model may be off where nothing is known
SOURCE = (
    "Slopes: least squares on natural logarithms of SI values measured on meshes fitted to ANSUR II"
    " people by scripts/body_table.py; level and spread: scripts/fit_mesh_relations.py states them."
)


def logs(rows: list[dict[str, str]], term: str) -> np.ndarray:
    """Return ln(value in SI) of one term."""
    column, unit = ("weight_kg", 1.0) if term == "weight" else (f"{term}_mm", 1e-3)
    return np.log([float(row[column]) * unit for row in rows])


def relation(rows: list[dict[str, str]], term: str, sex: str) -> dict[str, object]:
    """Fit one relation."""
    x = np.column_stack([*(logs(rows, name) for name in FROM), np.ones(len(rows))])
    y = logs(rows, term)
    slopes = np.linalg.lstsq(x, y, rcond=None)[0]
    rest = float(np.std(y - x @ slopes, ddof=x.shape[1]))
    whole, share, trust = LEVEL[term, sex]
    mesh = float(np.mean(y - logs(rows, whole)))
    shift = 0.0 if share is None else trust * (float(np.log(share)) - mesh)
    doubt = abs(shift) if trust == 0.5 else CUP_SD if sex == "female" else MALE_UNDERBUST_SD
    print(
        f"{sex:7s}{term:17s} {np.exp(mesh):.3f} of {whole} on meshes, {np.exp(mesh + shift):.3f}"
        f" taken, spread {rest:.4f} -> {np.hypot(rest, doubt):.4f}"
    )
    return {
        "term": term,
        "constant": round(float(slopes[-1]) + shift, 6),
        "slopes": {name: round(float(s), 6) for name, s in zip(FROM, slopes, strict=False)},
        "residual_sd": round(float(np.hypot(rest, doubt)), 6),
    }


def main() -> None:
    """Fit both terms for both sexes and write them."""
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        table = list(csv.DictReader(lines))
    plain: dict[str, object] = {"source": SOURCE}
    for sex in ("female", "male"):
        rows = [row for row in table if row["sex"] == sex]
        plain[sex] = [relation(rows, term, sex) for term in ("waist_girth", "underbust_girth")]
    OUT.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
