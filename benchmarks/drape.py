"""What the drape costs and how true it comes out, beside Newton's Style3D.

    python benchmarks/drape.py [--vertices 2000 5000 10000 20000] [--repeats 3] [--growth] [--json]
    python benchmarks/drape.py --catalogue [--all-sizes] [--garment REF ...] [--json]

By default the catalogue's T-shirt M on a woman of 168 cm and 62 kg: seconds of process time (so
that a busy machine disturbs little) for the whole drape, putting on, meshing and solving, median
and spread; root mean square distance to its own long run (ten seconds of the cloth's time more);
penetration of vertices and triangle centres; edge strain; memory; a cold and a warm process. Then
the closed forms. The peer runs where `make peers` has installed it, from the same start, mesh, body
and fabric, without putting on. `--growth` goes from 1,000 to 100,000 vertices. `--json` ends with
one line for 10,000 vertices (or the largest asked): `ours_seconds` are the steps after putting on,
as `peer_seconds` are Style3D's at 2 substeps x 4 rounds, its fastest setting that holds; ours use a
second thread, so their wall time is less.
"""

from __future__ import annotations

import argparse
import json

from draping import catalogue, closed_forms, ours, peer
from draping.case import tee_case

SIZES = (2000, 5000, 10_000, 20_000)
GROWTH = (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
HEADLINE = 10_000  # vertices
LONG_RUN_MOST = 10_000  # vertices: beyond, a long run takes minutes


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vertices", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="1,000 to 100,000 vertices")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--no-processes", action="store_true", help="skip cold and warm processes")
    parser.add_argument("--slow-peer", action="store_true", help="its example's 10 x 4 too")
    parser.add_argument("--catalogue", action="store_true", help="all garments on five bodies")
    parser.add_argument("--garment", nargs="*", default=[])
    parser.add_argument("--all-sizes", action="store_true")
    parser.add_argument("--without-collisions", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        ours.once(asked.once)
        return
    if asked.catalogue:
        summary = catalogue.measure(
            6000, asked.garment, all_sizes=asked.all_sizes, collide=not asked.without_collisions
        )
    else:
        sizes = GROWTH if asked.growth else tuple(asked.vertices)
        peers = peer.installed() and not asked.no_peer
        summary = beside(sizes, asked.repeats, peers=peers, slow=asked.slow_peer)
        if not asked.no_processes:
            summary |= ours.processes(min(HEADLINE, max(sizes)))
    print(json.dumps(summary) if asked.json else summary)


def beside(sizes: tuple[int, ...], repeats: int, *, peers: bool, slow: bool) -> dict[str, object]:
    """Measure our engine at every size and the peer at the headline's; print each row."""
    case = tee_case()
    ours.timed(case, min(sizes))  # compiles
    headline = HEADLINE if HEADLINE in sizes else max(sizes)
    summary: dict[str, object] = {}
    for vertices in sizes:
        row = ours.measure(case, vertices, repeats, long_run=vertices <= LONG_RUN_MOST)
        show(row)
        if vertices == headline:
            summary = {
                "vertices": row["vertices"],
                "ours_seconds": row["solve_s"],
                "peer_seconds": None,
                "ratio": None,
                "rms_mm": row.get("rms_mm"),
                "penetration_mm": row["penetration_mm"],
                "strain_p99_pct": row["strain_p99_pct"],
                "ours_wall_seconds": row["solve_wall_s"],
                "ours_total_seconds": row["total_s"],
                "ours_total_wall_seconds": row["total_wall_s"],
            }
    if peers:
        fast = peer.measure(case, headline, 2, 4, repeats, beyond=ours.LONG_RUN)
        show(fast)
        summary |= {
            "peer_seconds": fast["solve_s"],
            "ratio": round(float(str(summary["ours_seconds"])) / float(str(fast["solve_s"])), 3),
            "peer_rms_mm": fast["rms_mm"],
            "peer_strain_p99_pct": fast["strain_p99_pct"],
            "peer_penetration_mm": fast["penetration_mm"],
        }
        if slow:
            careful = peer.measure(case, headline, 10, 4, 1, beyond=0.0)
            show(careful)
            summary["peer_10x4_seconds"] = careful["solve_s"]
    for spacing in (0.05, 0.025):
        show(closed_forms.strip(spacing, peers=peers))
    for spacing in (0.006, 0.003):
        show(closed_forms.cantilever(0.06, spacing, peers=peers))
    show(closed_forms.cantilever(0.03, 0.003, peers=peers))
    return summary


def show(row: dict[str, object]) -> None:
    """Print one row."""
    told = (f"{value:.4f}" if isinstance(value, float) else f"{value}" for value in row.values())
    print("  ".join(f"{key} {value}" for key, value in zip(row, told, strict=True)), flush=True)


if __name__ == "__main__":
    main()
