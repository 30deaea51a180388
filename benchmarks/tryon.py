"""A whole `fittingroom try` from a cold process, three pictures included: time and peak memory."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PERSON = str(ROOT / "examples" / "person.json")
GARMENT = ["--garment", "classic-tee"]
CASES = {
    "size": ["size", "--person", PERSON, *GARMENT],
    "body": ["body", "--person", PERSON],
    "try": ["try", "--person", PERSON, *GARMENT, "--size", "M"],
}
LIMIT_SECONDS = {"size": 5.0, "body": 5.0, "try": 90.0}


def main() -> None:
    """Run each command `--runs` times and print median, spread and peak memory."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    results = {}
    for name, command in CASES.items():
        runs = [measured(command) for _ in range(chosen.runs)]
        seconds = [spent for spent, _ in runs]
        results[name] = {
            "median_s": round(statistics.median(seconds), 2),
            "spread_s": [round(min(seconds), 2), round(max(seconds), 2)],
            "peak_mb": round(max(peak for _, peak in runs)),
            "limit_s": LIMIT_SECONDS[name],
        }
        if not chosen.json:
            print(f"{name:5} {results[name]}")
    if chosen.json:
        print(json.dumps(results))


def measured(command: list[str]) -> tuple[float, float]:
    """Run one command in a cold process; return its seconds and its peak memory [MB]."""
    entry = "from fittingroom.cli.app import main; main()"
    with tempfile.TemporaryDirectory() as out:
        arguments = [*command, "--json"] + ([] if command[0] == "size" else ["--out", out])
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", entry, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak = _peak(psutil.Process(process.pid), process)
        if process.wait() != 0:
            sys.exit(f"{command[0]} failed with {process.returncode}")
        return time.perf_counter() - start, peak / 1e6


def _peak(watched: psutil.Process, process: subprocess.Popen[bytes]) -> int:
    peak = 0
    while process.poll() is None:
        try:
            family = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(each.memory_info().rss for each in family))
        except psutil.NoSuchProcess:
            break
        time.sleep(0.02)
    return peak


if __name__ == "__main__":
    main()
