"""`make_body`: the body that measures as asked, in the pose in which it is dressed."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.body.basis import Basis, load_basis
from fittingroom.body.body import Body, Pose, Skeleton
from fittingroom.body.fitting import FitOptions, fit_shape
from fittingroom.body.measuring import measure
from fittingroom.body.parts import vertex_parts
from fittingroom.body.posed import drape_basis
from fittingroom.body.poses import REST, WIDE_ABOVE_BMI
from fittingroom.body.posing import pose_body
from fittingroom.body.shape import coefficients, named, unnamed
from fittingroom.body.targets import aim
from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.person.complete import complete
from fittingroom.person.completion import Completion
from fittingroom.person.person import Measurement, Person, Sex


@dataclass(frozen=True, slots=True)
class BodyFit:
    """A body and how true it is.

    Args:
        body: the body in its drape pose.
        asked: what was told: [m], and [kg] for `weight`.
        measured: every term as it is on the mesh, same units.
        predicted: every term that wasn't told: the mesh's value with the spread of people who
            share what was told.
        seconds: wall-clock time the fit took.
    """

    body: Body
    asked: Mapping[str, float]
    measured: Mapping[str, float]
    predicted: Mapping[str, Measurement]
    seconds: float

    @property
    def errors(self) -> Mapping[str, float]:
        """Measured less asked, of every told term [m] or [kg]."""
        return {term: self.measured[term] - value for term, value in self.asked.items()}


def make_body(person: Person, *, options: FitOptions | None = None) -> Body:
    """Make the body of a person.

    Told measurements are held to about a millimetre; the others follow the joint distribution of
    people. The same person always gives the same body.

    Args:
        person: with height at least.
        options: how hard to try.

    Returns:
        The body in the A-pose (arms 30° from vertical, 35° above a body mass index of 35).

    Raises:
        MeasurementError: a measurement that can't be.

    Example:
        >>> from fittingroom.person.reading import read_person
        >>> make_body(read_person({"sex": "female", "height_cm": 168})).pose.name
        'a'
    """
    return fit_body(person, options=options).body


def fit_body(person: Person, *, options: FitOptions | None = None) -> BodyFit:
    """Make the body of a person and tell how true it is; see `make_body`."""
    return fit_completion(complete(person), options=options)


def fit_completion(
    completion: Completion, *, without: Collection[str] = (), options: FitOptions | None = None
) -> BodyFit:
    """Make the body of completed measurements and tell how true it is; see `make_body`.

    Args:
        completion: told and completed measurements.
        without: completed terms to leave to the body model.
        options: how hard to try.
    """
    started = time.perf_counter()
    person = completion.person
    targets = aim(completion, without=without)
    height = targets.values[targets.terms.index("height")]
    posed = drape_basis(wide=bool(targets.weight / height**2 > WIDE_ABOVE_BMI))
    found = fit_shape(targets, person.sex, posed, options or FitOptions())
    body = body_of_shape(person.sex, named(found.parameters), posed.pose)
    measured = measure(body)
    told = {term: one.value for term, one in person.measurements.items()}
    predicted = {
        term: Measurement(measured[term], completion.sd(term), "estimated")
        for term in completion.terms
        if term not in told
    }
    return BodyFit(body, told, measured, predicted, time.perf_counter() - started)


def body_of_shape(sex: Sex, shape: Mapping[str, float], pose: Pose) -> Body:
    """Return the body with these parameters in a pose; it isn't fitted.

    Args:
        sex: decides where the natural waist lies.
        shape: parameters by name, as in `Body.shape`.
        pose: which pose.
    """
    basis = load_basis()
    row = coefficients(basis.corners, unnamed(shape))
    # in float32, as the basis is stored: 1e-7 m, and ten times as fast
    vertices, heads = (
        (rows @ row.astype(np.float32)).astype(np.float64) for rows in (basis.vertices, basis.heads)
    )
    ground = _ground(vertices, heads, basis)
    vertices, heads = vertices - ground, heads - ground
    skeleton = Skeleton(basis.bones, basis.parents, frozen(heads))
    rest = Body(
        sex=sex,
        shape=dict(shape),
        pose=REST,
        mesh=TriangleMesh(vertices, basis.triangles),
        rest_vertices=frozen(vertices),
        skeleton=skeleton,
        posed_from_rest=frozen(np.tile(np.eye(4), (len(heads), 1, 1))),
        skin_bones=basis.skin_bones,
        skin_weights=basis.skin_weights,
        texture_coordinates=basis.texture_coordinates,
        parts=vertex_parts(),
        landmarks={},
    )
    return pose_body(rest, pose)


def _ground(vertices: Floats, heads: Floats, basis: Basis) -> Floats:
    """Return the point between the feet, on the floor [m], shape (3,)."""
    ankles = [heads[basis.bones.index(name)] for name in ("foot_L", "foot_R")]
    middle = 0.5 * (ankles[0] + ankles[1])
    return np.array([middle[0], vertices[:, 1].min(), middle[2]])
