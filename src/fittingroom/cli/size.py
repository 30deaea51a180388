"""`fittingroom size`: which size to buy, without draping unless asked."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fittingroom.cli.input import AsJson, GarmentRef, PersonFile, read_person_file
from fittingroom.cli.output import say, warn, watch, write_json
from fittingroom.cli.tables import advice_text
from fittingroom.errors import UnknownName
from fittingroom.fit.wire import advice_json, zones_json
from fittingroom.person.notes import survey_notes
from fittingroom.progress import Work


def size_command(
    person: PersonFile,
    garment: GarmentRef,
    drape: Annotated[bool, typer.Option("--drape", help="drape every size and report it")] = False,
    language: Annotated[str, typer.Option(help="en or zh")] = "en",
    as_json: AsJson = False,
) -> None:
    """Advise a size: a probability for each, and why."""
    from fittingroom.fit.advice import advise
    from fittingroom.garment.catalogue import catalogue

    who, what = read_person_file(person), catalogue[garment]
    advice = advise(who, what)
    if language not in advice.because:
        raise UnknownName("language", language, advice.because)
    notes = survey_notes(who)
    answer: dict[str, Any] = {"garment": what.ref, **advice_json(advice), "notes": notes["en"]}
    if drape:
        answer["sizes"] = watch(_drape_all(who, what), start="make the body")
    if as_json:
        write_json(answer)
    else:
        say(advice_text(advice, language=language))
        warn(notes.get(language, notes["en"]))


def _drape_all(who: Any, what: Any) -> Work[dict[str, Any]]:
    from fittingroom.body.making import make_body
    from fittingroom.tryon import try_on_steps

    body = make_body(who)
    sizes: dict[str, Any] = {}
    for size in what.chart.sizes:
        look = yield from try_on_steps(who, what, size=size, body=body)
        sizes[size] = {"verdict": look.fit.verdict, "zones": zones_json(look.fit)}
    return sizes
