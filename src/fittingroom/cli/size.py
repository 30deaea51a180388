"""`fittingroom size`: which size to buy, without draping unless asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli.input import AsJson, GarmentRef, PersonFile, read_person_file
from fittingroom.cli.output import say, warn, watch, write_json
from fittingroom.cli.tables import joint_text
from fittingroom.errors import UnknownName
from fittingroom.fit.wire import zones_json
from fittingroom.person.notes import survey_notes
from fittingroom.progress import Work

if TYPE_CHECKING:
    from fittingroom.learning.choosing import ChosenModel
    from fittingroom.purchases.purchases import Purchases

Owns = Annotated[
    list[str] | None,
    typer.Option(
        "--owns",
        help="a garment you own, or a brand's, and its fit: classic-tee:M:fits,"
        " bellfield:L:tight, classic-tee:M:tight:bust; may be repeated",
    ),
]
InStock = Annotated[
    str | None, typer.Option("--in-stock", help="name only one of these sizes: S,M")
]
ModelRef = Annotated[
    str | None,
    typer.Option(
        "--model",
        help="a fit model's folder, or a registry's for its champion; 'none': physics alone;"
        " else FITTINGROOM_MODEL, else the one that ships",
    ),
]
Feedback = Annotated[
    Path | None,
    typer.Option("--purchases", help="purchases with outcomes: what similar people kept"),
]
User = Annotated[
    str | None, typer.Option("--user", help="the wearer's id in the purchases learned from")
]


def size_command(
    person: PersonFile,
    garment: GarmentRef,
    owns: Owns = None,
    in_stock: InStock = None,
    model: ModelRef = None,
    purchases: Feedback = None,
    user: User = None,
    drape: Annotated[bool, typer.Option("--drape", help="drape every size and report it")] = False,
    language: Annotated[str, typer.Option(help="en or zh")] = "en",
    as_json: AsJson = False,
) -> None:
    """Advise a size: a probability for each, and why; or say why none is named."""
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.learning.advising import advise_jointly
    from fittingroom.learning.joint_wire import joint_json
    from fittingroom.learning.owned import read_owned

    who, what = read_person_file(person), catalogue[garment]
    chosen = fit_model_of(model)
    advice = advise_jointly(
        who,
        what,
        model=None if chosen is None else chosen.model,
        model_name=None if chosen is None else chosen.name,
        joiner=None if chosen is None else chosen.joiner,
        user_id=user,
        owned=[read_owned(text) for text in owns or []],
        stock=None if in_stock is None else _sizes(in_stock),
        known=None if purchases is None else _read(purchases),
    )
    if language not in advice.because:
        raise UnknownName("language", language, advice.because)
    notes = survey_notes(who)
    answer: dict[str, Any] = {"garment": what.ref, **joint_json(advice), "notes": notes["en"]}
    if drape:
        answer["sizes"] = watch(_drape_all(who, what), start="make the body")
    if as_json:
        write_json(answer)
    else:
        say(joint_text(advice, language=language))
        warn(notes.get(language, notes["en"]))


def _sizes(text: str) -> list[str]:
    return [size.strip() for size in text.split(",") if size.strip()]


def fit_model_of(named: str | None) -> ChosenModel | None:
    """Return the model to use; a registry's folder stands for its champion."""
    from fittingroom.learning.choosing import choose_model, named_model
    from fittingroom.loop.registry import ModelRegistry

    folder = named_model(named)
    if folder is not None and (folder / "fit" / "champion.json").is_file():
        champion = ModelRegistry(folder).champion("fit")
        if champion is not None:
            return choose_model(str(champion.folder), name=f"champion {champion.name}")
    return choose_model(named)


def _read(path: Path) -> Purchases:
    from fittingroom.purchases.reading import read_purchases

    return read_purchases(path).purchases


def _drape_all(who: Any, what: Any) -> Work[dict[str, Any]]:
    from fittingroom.body.making import make_body
    from fittingroom.tryon import try_on_steps

    body = make_body(who)
    sizes: dict[str, Any] = {}
    for size in what.chart.sizes:
        look = yield from try_on_steps(who, what, size=size, body=body)
        sizes[size] = {"verdict": look.fit.verdict, "zones": zones_json(look.fit)}
    return sizes
