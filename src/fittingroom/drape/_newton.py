"""The only door to Newton: its Style3D cloth behind our `Solver`, on a CPU or a CUDA device.

Newton gets our rest shapes, stiffnesses and masses triangle by triangle and our own distance field
as its contacts; what it doesn't know (caught cloth, friction that holds still) it leaves out.

Source: Newton 1.8.0, the Newton developers, Apache-2.0, on Warp, NVIDIA, Apache-2.0.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.fields import at_vertices
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.solver import CONTACT_STIFFNESS, StepOptions
from fittingroom.errors import InvalidInput, MissingDependency

_SUBSTEPS = 2
_ROUNDS = 4
_LINEAR_ROUNDS = 10
_WARNINGS = 30  # Warp's level of messages
_REACH = 0.02  # [m] contacts are made this far beyond the offset: cloth moves less in a substep


@dataclass(frozen=True, slots=True)
class NewtonOptions:
    """How Newton takes a step.

    Args:
        device: "cpu", "cuda:0", …; the default of Warp where None.
        substeps: parts a step is taken in.
        rounds: nonlinear rounds of a substep.
        linear_rounds: of the linear solve in each.
    """

    device: str | None = None
    substeps: int = _SUBSTEPS
    rounds: int = _ROUNDS
    linear_rounds: int = _LINEAR_ROUNDS


class Style3DSolver:
    """Newton's Style3D engine as a `Solver`.

    Args:
        model: what is fixed.
        pinned: vertices that never move, shape (vertex,), or None.
        options: how.

    Raises:
        MissingDependency: Newton isn't installed.
        InvalidInput: no such device, or the cloth has elastic or buttons.
    """

    def __init__(
        self,
        model: DrapeModel,
        *,
        pinned: Ints | None = None,
        options: NewtonOptions | None = None,
    ) -> None:
        self._newton, self._warp = _libraries()
        if model.links is not None:
            raise InvalidInput(
                "engine 'newton' knows neither elastic nor buttons: drape this garment with 'own'",
                field="engine",
                value="newton",
                allowed="own",
            )
        self._options = options or NewtonOptions()
        self._device = self._chosen_device()
        self.model = model
        self._stiffness = float(CONTACT_STIFFNESS * model.vertex_area.mean())  # [N/m]
        free = np.ones(model.vertex_count)
        if pinned is not None:
            free[np.flatnonzero(pinned)] = 0.0
        self._mass = model.mass * free  # Newton holds what weighs nothing
        self._cloth = self._built()
        self._states = self._cloth.state(), self._cloth.state()
        self._control = self._cloth.control()
        with self._warp.ScopedDevice(self._device):
            self._contacts = self._newton.Contacts(0, model.vertex_count, device=self._device)
        with redirect_stdout(sys.stderr):  # it prints how long it took
            self._solver = self._style3d()

    def step(self, state: DrapeState, around: Surroundings, options: StepOptions) -> float:
        """Take one step; see `Solver`."""
        before = state.positions.copy()
        self._cloth.set_gravity((0.0, -around.gravity, 0.0))
        friction = around.friction * np.average(self.model.friction, weights=self.model.vertex_area)
        self._cloth.soft_contact_mu = float(friction)
        here, there = self._states
        here.particle_q.assign(state.positions.astype(np.float32))
        here.particle_qd.assign((options.inertia * state.velocities).astype(np.float32))
        part = options.duration / self._options.substeps
        for _ in range(self._options.substeps):
            self._touch(here.particle_q.numpy().astype(np.float64), around)
            self._solver.step(here, there, self._control, self._contacts, part)
            here, there = there, here
        self._states = here, there
        state.positions[:] = here.particle_q.numpy()
        fade = options.inertia * np.exp(-options.air_damping * options.duration)
        state.velocities[:] = fade * here.particle_qd.numpy()
        state.press[:] = self._press(state.positions, around)
        return float(np.linalg.norm(state.positions - before, axis=1).max())

    def _chosen_device(self) -> str:
        wanted = self._options.device
        known = [str(device) for device in self._warp.get_devices()]
        if wanted is not None and wanted not in known:
            raise InvalidInput(
                f"device '{wanted}' isn't here: choose {' or '.join(known)}",
                field="device",
                value=wanted,
                allowed=", ".join(known),
            )
        return wanted or str(self._warp.get_preferred_device())

    def _built(self) -> Any:
        """Our model as Newton's: each triangle keeps a rest shape of its own."""
        warp, newton, model = self._warp, self._newton, self.model
        builder = newton.ModelBuilder(up_axis=newton.Axis.Y)
        newton.solvers.SolverStyle3D.register_custom_attributes(builder)
        corners = _rest_corners(model)
        rigidity = np.average(model.rigidity, axis=0, weights=model.area)
        newton.solvers.style3d.add_cloth_mesh(
            builder,
            pos=warp.vec3(0.0, 0.0, 0.0),
            rot=warp.quat_identity(),
            vel=warp.vec3(0.0, 0.0, 0.0),
            # places come with each step; these only keep Newton from dropping triangles as flat
            vertices=np.random.default_rng(0).normal(size=(model.vertex_count, 3)).tolist(),
            indices=model.triangles.astype(int).ravel().tolist(),
            panel_verts=corners.reshape(-1, 2).tolist(),
            panel_indices=list(range(3 * len(corners))),
            density=0.0,
            tri_aniso_ke=[warp.vec3(*each) for each in model.stiffness.tolist()],
            edge_aniso_ke=warp.vec3(*rigidity.tolist()),
        )
        builder.add_shape_sphere(body=-1, radius=1.0)  # our contacts need a shape to belong to
        cloth = builder.finalize(device=self._device)
        cloth.particle_mass.assign(self._mass.astype(np.float32))
        cloth.particle_inv_mass.assign(_inverse(self._mass).astype(np.float32))
        cloth.particle_radius.assign(model.offset.astype(np.float32))
        cloth.shape_material_mu.fill_(1.0)
        cloth.soft_contact_ke, cloth.soft_contact_kd = self._stiffness, 0.0
        self._stiffen_edges(cloth)
        return cloth

    def _stiffen_edges(self, cloth: Any) -> None:
        """Give each edge its share of the mean rigidity: panels may be of different cloth."""
        model = self.model
        figure = np.sqrt(model.rigidity[:, 0] * model.rigidity[:, 1])
        local = at_vertices(
            figure, model.triangles.astype(np.int64), model.area, model.vertex_count
        )
        edges = cloth.edge_indices.numpy()
        share = local[edges[:, 2:]].mean(axis=1) / np.average(figure, weights=model.area)
        bending = cloth.edge_bending_properties.numpy()
        bending[:, 0] *= share
        cloth.edge_bending_properties.assign(bending)

    def _style3d(self) -> Any:
        engine = self._newton.solvers.SolverStyle3D
        config = engine.Config(
            iterations=self._options.rounds, linear_iterations=self._options.linear_rounds
        )
        solver = engine(model=self._cloth, config=config)
        # cloth against cloth is off: our own engine has none to compare with
        solver.collision.stiff_vf = solver.collision.stiff_ee = solver.collision.stiff_ef = 0.0
        return solver

    def _touch(self, positions: Floats, around: Surroundings) -> None:
        """Tell Newton where the body is near each vertex."""
        distance, normal = around.field.at(positions)
        near = np.flatnonzero(distance < self.model.offset + _REACH)
        count, contacts = len(near), self._contacts
        particle = np.full(self.model.vertex_count, -1, np.int32)
        skin, outward = np.zeros((2, self.model.vertex_count, 3), np.float32)
        particle[:count] = near
        skin[:count] = positions[near] - distance[near, None] * normal[near]
        outward[:count] = normal[near]
        contacts.soft_contact_particle.assign(particle)
        contacts.soft_contact_body_pos.assign(skin)
        contacts.soft_contact_normal.assign(outward)
        contacts.soft_contact_shape.zero_()
        contacts.soft_contact_count.assign(np.array([count], np.int32))

    def _press(self, positions: Floats, around: Surroundings) -> Floats:
        distance = around.field.at(positions)[0]
        return np.asarray(self._stiffness * np.maximum(self.model.offset - distance, 0.0))


def _libraries() -> tuple[Any, Any]:
    try:
        import warp

        # before Newton starts it: stdout is for results
        warp.config.log_level = max(warp.config.log_level, _WARNINGS)
        import newton
        import newton.solvers
    except ImportError as error:
        raise MissingDependency("newton", extra="gpu", purpose="the Newton engine") from error
    return newton, warp


def _rest_corners(model: DrapeModel) -> Floats:
    """Corners of each triangle in its panel's plane, the first at the origin [m]."""
    slopes = model.slopes.reshape(-1, 2, 3)
    sides = np.linalg.inv(slopes[:, :, 1:].transpose(0, 2, 1)).transpose(0, 2, 1)
    return np.concatenate([np.zeros((len(sides), 1, 2)), sides], axis=1)


def _inverse(mass: Floats) -> Floats:
    return np.divide(1.0, mass, out=np.zeros_like(mass), where=mass > 0.0)
