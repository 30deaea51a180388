"""The main job in one verb: a person and a garment in, a `Look` out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fittingroom.body.making import make_body
from fittingroom.drape.draping import drape_steps
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.outfit import Piece
from fittingroom.drape.outfitting import drape_outfit_steps
from fittingroom.fit.advice import advise
from fittingroom.fit.assess import assess
from fittingroom.garment.cutting import cut
from fittingroom.progress import Progress, Work, finish
from fittingroom.show.look import Look
from fittingroom.show.outfit_look import OutfitLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fittingroom.body.body import Body
    from fittingroom.garment.garment import Garment
    from fittingroom.person.person import Person


@dataclass(frozen=True, slots=True)
class TryOnOptions:
    """How a try-on is made.

    Args:
        drape: options of the drape.
    """

    drape: DrapeOptions = field(default_factory=DrapeOptions)


def try_on_steps(
    person: Person,
    garment: Garment,
    *,
    size: str | None = None,
    body: Body | None = None,
    options: TryOnOptions | None = None,
) -> Work[Look]:
    """Dress a person, telling how far it is.

    Args:
        person: who.
        garment: what.
        size: size name, the advised one where None.
        body: the person's body where it's already made.
        options: how.

    Raises:
        UnknownName: a size the garment doesn't have.
        DrapeDiverged: the garment finds no rest on this body.
    """
    chosen = options or TryOnOptions()
    yield Progress("advise a size", 0.0)
    advice = advise(person, garment)
    pattern = cut(garment, advice.recommended if size is None else size)
    yield Progress("make the body", 0.0)
    body = body or make_body(person)
    drape = yield from drape_steps(body, pattern, garment.fabrics, options=chosen.drape)
    yield Progress("assess the fit", 0.0)
    return Look(person, garment, drape, assess(drape, garment), advice)


def try_on(
    person: Person,
    garment: Garment,
    *,
    size: str | None = None,
    body: Body | None = None,
    options: TryOnOptions | None = None,
) -> Look:
    """Dress a person; see `try_on_steps` for the arguments and errors.

    Example:
        >>> import fittingroom as fr
        >>> person = fr.read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})
        >>> look = fr.try_on(person, fr.catalogue["classic-tee"], size="M")
        >>> look.save("look.glb").name
        'look.glb'
    """
    return finish(try_on_steps(person, garment, size=size, body=body, options=options))


def try_on_outfit_steps(
    person: Person,
    wear: Sequence[tuple[Garment, str | None]],
    *,
    body: Body | None = None,
    options: TryOnOptions | None = None,
) -> Work[OutfitLook]:
    """Dress a person in several garments, telling how far it is.

    Args:
        person: who.
        wear: garments from the skin outwards, each with a size name or None for the advised one.
        body: the person's body where it's already made.
        options: how.

    Raises:
        InvalidInput: no garment, or too many.
        UnknownName: a size a garment doesn't have.
        DrapeDiverged: the garments find no rest on this body, or one can't be worn under another.
    """
    chosen = options or TryOnOptions()
    yield Progress("advise sizes", 0.0)
    advice = [advise(person, garment) for garment, _ in wear]
    pieces = [
        Piece(cut(garment, said.recommended if size is None else size), garment.fabrics)
        for (garment, size), said in zip(wear, advice, strict=True)
    ]
    yield Progress("make the body", 0.0)
    body = body or make_body(person)
    outfit = yield from drape_outfit_steps(body, pieces, options=chosen.drape)
    yield Progress("assess the fit", 0.0)
    looks = (
        Look(person, garment, drape, assess(drape, garment), said)
        for (garment, _), drape, said in zip(wear, outfit.drapes, advice, strict=True)
    )
    return OutfitLook(outfit, tuple(looks))


def try_on_outfit(
    person: Person,
    wear: Sequence[tuple[Garment, str | None]],
    *,
    body: Body | None = None,
    options: TryOnOptions | None = None,
) -> OutfitLook:
    """Dress a person in several garments; see `try_on_outfit_steps` for arguments and errors.

    Example:
        >>> import fittingroom as fr
        >>> person = fr.read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})
        >>> tee, trousers = fr.catalogue["classic-tee"], fr.catalogue["straight-trousers"]
        >>> worn = fr.try_on_outfit(person, [(tee, "M"), (trousers, None)])  # tucked in
        >>> worn.save("outfit.glb").name
        'outfit.glb'
    """
    return finish(try_on_outfit_steps(person, wear, body=body, options=options))
