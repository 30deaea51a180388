"""Fit the joint distribution of people that ships with the package.

    python scripts/fit_person_prior.py [--survey ../shared/data/ansur2]

Reads ANSUR II's `female.csv` and `male.csv` (US Army, public domain) and the relations in
src/fittingroom/person/data/relations.json; writes src/fittingroom/person/data/person_prior.json.
Only means, covariances and the number of people are written, no person's row.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from fittingroom.person.prior import PersonPrior, prior_as_plain
from fittingroom.person.survey import Relation, fit_prior, survey_rows

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src/fittingroom/person/data"
SOURCE = (
    "ANSUR II (Gordon et al. 2014, NATICK/TR-15/007), US Army, public domain: mean and covariance "
    "of logarithms, fitted on all rows of the public files that the project holds by "
    "scripts/fit_person_prior.py; SI units, age in years."
)


def relations(sex: str) -> list[Relation]:
    """Return the relations that add what the survey lacks."""
    plain = json.loads((DATA / "relations.json").read_text("utf-8"))
    return [Relation(**relation) for relation in plain[sex]]


def fit(survey: Path, sex: str) -> PersonPrior:
    """Fit one sex on every row of its file."""
    with (survey / f"{sex}.csv").open(encoding="utf-8-sig") as lines:
        return fit_prior(survey_rows(lines, sex), relations(sex))  # type: ignore[arg-type]


def main() -> None:
    """Fit both sexes and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--survey", type=Path, default=ROOT.parent / "shared/data/ansur2")
    survey = parser.parse_args().survey
    priors = {sex: prior_as_plain(fit(survey, sex)) for sex in ("female", "male")}
    text = json.dumps({"source": SOURCE, "priors": priors}, separators=(",", ":"))
    (DATA / "person_prior.json").write_text(text.replace("],[", "],\n[") + "\n", "utf-8")


if __name__ == "__main__":
    main()
