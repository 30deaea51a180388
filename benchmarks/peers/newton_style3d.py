"""Run one cloth through Newton's Style3D solver, in its own environment.

    .venv-peers/bin/python benchmarks/peers/newton_style3d.py case.npz result.npz --substeps 2

The case holds everything in SI, Y up: `start`, `triangles`, `points`, `point_triangles`, the body's
`body_vertices`, `body_triangles` (none where empty), `pinned`, `mass` of each vertex, `stretch` of
each triangle (weft, warp, shear), `bending` (weft, warp, twist), `friction` and `offset` from the
skin. The result holds `positions`, `seconds` of solving, `setup_seconds`, `frames`, `settled`, and
where it ran on, `later`. Seconds are process time.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import newton
import numpy as np
import warp as wp
from newton.solvers import SolverStyle3D, style3d

FRAME = 1 / 60  # [s]
WINDOW = 15  # frames: a quarter of a second


class Simulation:
    """A cloth, a body and Style3D's two states.

    Args:
        case: arrays, see above.
        substeps: per frame.
        rounds: of the solver per substep.
        air: share of the speed lost per second [1/s].
    """

    def __init__(self, case: dict[str, np.ndarray], substeps: int, rounds: int, air: float) -> None:
        builder = newton.ModelBuilder(up_axis=newton.Axis.Y)
        SolverStyle3D.register_custom_attributes(builder)
        style3d.add_cloth_mesh(
            builder,
            pos=wp.vec3(0, 0, 0),
            rot=wp.quat_identity(),
            vel=wp.vec3(0, 0, 0),
            vertices=case["start"].tolist(),
            indices=case["triangles"].ravel().tolist(),
            panel_verts=case["points"].tolist(),
            panel_indices=case["point_triangles"].ravel().tolist(),
            density=0.0,
            particle_radius=float(case["offset"]),
            tri_aniso_ke=[wp.vec3(*row) for row in case["stretch"].tolist()],
            edge_aniso_ke=wp.vec3(*map(float, case["bending"])),
        )
        builder.particle_mass[:] = case["mass"].tolist()
        if len(case["body_triangles"]):
            mesh = newton.Mesh(
                case["body_vertices"].astype(np.float32), case["body_triangles"].ravel()
            )
            builder.add_shape_mesh(body=-1, xform=wp.transform_identity(), mesh=mesh)
        self.model = builder.finalize(device="cpu")
        flags = self.model.particle_flags.numpy()
        flags[case["pinned"].astype(bool)] &= ~int(newton.ParticleFlags.ACTIVE)
        self.model.particle_flags = wp.array(flags, dtype=self.model.particle_flags.dtype)
        self.model.soft_contact_ke, self.model.soft_contact_kd = 1e3, 1e-3
        self.model.soft_contact_mu = float(case["friction"])
        if len(case["body_triangles"]):
            self.model.shape_material_mu.fill_(float(case["friction"]))
        self.solver = SolverStyle3D(
            model=self.model, config=SolverStyle3D.Config(iterations=rounds)
        )
        # cloth against cloth is left out, as in our own engine's figures
        collision = self.solver.collision
        collision.stiff_vf = collision.stiff_ee = collision.stiff_ef = 0.0
        self.substeps, self.air = substeps, air
        self.now, self.next = self.model.state(), self.model.state()
        self.control = self.model.control()
        self.pipeline = newton.CollisionPipeline(self.model, soft_contact_gap=0.01)
        self.contacts = self.pipeline.contacts()

    def frame(self) -> None:
        """Move on by a sixtieth of a second."""
        for _ in range(self.substeps):
            self.pipeline.collide(self.now, self.contacts)
            self.now.clear_forces()
            self.solver.step(
                self.now, self.next, self.control, self.contacts, FRAME / self.substeps
            )
            self.now, self.next = self.next, self.now
        fade = np.float32(np.exp(-self.air * FRAME))
        self.now.particle_qd.assign(self.now.particle_qd.numpy() * fade)

    def restart(self, start: np.ndarray) -> None:
        """Go back to the start, after what had to be compiled was."""
        self.now.particle_q.assign(start.astype(np.float32))
        self.now.particle_qd.zero_()

    @property
    def positions(self) -> np.ndarray:
        """Where the cloth is [m]."""
        return np.asarray(self.now.particle_q.numpy(), dtype=np.float64)


def main() -> None:
    """Settle the case and write the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--substeps", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--air", type=float, default=3.0)
    parser.add_argument("--still", type=float, default=5e-4, help="[m] in a quarter second")
    parser.add_argument("--longest", type=float, default=8.0, help="[s] simulated")
    parser.add_argument("--beyond", type=float, default=0.0, help="[s] simulated after rest")
    asked = parser.parse_args()
    wp.config.quiet = True
    began = time.process_time()
    case = dict(np.load(asked.case))
    cloth = Simulation(case, asked.substeps, asked.rounds, asked.air)
    cloth.frame()
    cloth.restart(case["start"])
    setup = time.process_time() - began
    began, before, settled, frames = time.process_time(), cloth.positions, False, 0
    while frames < asked.longest / FRAME and not settled:
        for _ in range(WINDOW):
            cloth.frame()
        frames += WINDOW
        moved = np.linalg.norm(cloth.positions - before, axis=1)
        before = cloth.positions
        if not np.isfinite(moved).all():
            break
        settled = bool(np.sqrt(np.mean(moved**2)) < asked.still)
    seconds, found = time.process_time() - began, cloth.positions
    for _ in range(int(asked.beyond / FRAME)):
        cloth.frame()
    told = {
        "seconds": round(seconds, 3),
        "setup_seconds": round(setup, 3),
        "frames": frames,
        "settled": settled,
    }
    np.savez(asked.result, positions=found, later=cloth.positions, **told)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
