"""`fittingroom recommend`: what to try next, in which size, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from fittingroom.cli.input import AsJson, PersonFile, read_person_file
from fittingroom.cli.output import say, write_json
from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person

if TYPE_CHECKING:
    from fittingroom.recommend.recommending import Fits


def recommend_command(
    person: PersonFile,
    own: Annotated[
        list[str] | None, typer.Option("--own", help="a garment they have; may be repeated")
    ] = None,
    stock: Annotated[
        list[str] | None,
        typer.Option("--stock", help="garment:S,M in stock; may be repeated; all where left out"),
    ] = None,
    occasion: Annotated[
        str | None,
        typer.Option(help="everyday, work, party, date, wedding, formal or vacation"),
    ] = None,
    season: Annotated[str | None, typer.Option(help="spring, summer, autumn or winter")] = None,
    count: Annotated[int, typer.Option(help="how many garments", min=1, max=1000)] = 5,
    fit_model: Annotated[
        str | None,
        typer.Option("--fit-model", help="as --model of `fittingroom size`: by whom fit is judged"),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option("--model", help="folder of a recommender trained on these garments"),
    ] = None,
    language: Annotated[str, typer.Option(help="en or zh")] = "en",
    as_json: AsJson = False,
) -> None:
    """Recommend garments that the person should like and that fit, each with its reasons."""
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.recommend.keeping import load_recommender
    from fittingroom.recommend.reasons import LANGUAGES
    from fittingroom.recommend.recommending import RecommendOptions, recommend

    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    ranking = recommend(
        read_person_file(person), catalogue, owned=own or [],
        fits=joint_fits(fit_model),
        in_stock=read_stock(stock, catalogue) if stock else None,
        recommender=None if model is None else load_recommender(model),
        options=RecommendOptions(occasion=occasion, season=season, count=count),
    )  # fmt: skip
    if as_json:
        write_json(ranking.as_json())
        return
    for item in ranking.items:
        title = catalogue[item.ref].title[language]
        say(f"[bold]{escape(title)}[/] ({item.ref}), {item.size}")
        say("  " + escape(("" if language == "zh" else " ").join(item.because[language])))
    if not ranking.items:
        say("Nothing that would fit and suit; --json tells why each was left out.")


def joint_fits(named: str | None) -> Fits:
    """Return what the joined advice says of fit, physical and learned."""
    from fittingroom.cli.size import fit_model_of
    from fittingroom.learning.advising import advise_jointly

    chosen = fit_model_of(named)
    if chosen is None:
        return lambda person, garment: advise_jointly(person, garment).probability
    model, joiner = chosen.model, chosen.joiner

    def fits(person: Person, garment: Garment) -> Mapping[str, float]:
        return advise_jointly(person, garment, model=model, joiner=joiner).probability

    return fits


def read_stock(stock: list[str], catalogue: Mapping[str, Garment]) -> dict[str, tuple[str, ...]]:
    """Return the sizes in stock by garment, from "garment:S,M" each.

    Raises:
        InvalidInput: not of this form.
        UnknownName: a garment or size that doesn't exist.
    """
    sizes = {}
    for told in stock:
        ref, colon, listed = told.partition(":")
        if not ref or not colon:
            raise InvalidInput(
                f"--stock {told}: write the garment, a colon and its sizes", field="stock",
                value=told, allowed="garment:S,M",
            )  # fmt: skip
        known = catalogue[ref].chart.sizes
        sizes[ref] = tuple(size.strip() for size in listed.split(",") if size.strip())
        for size in sizes[ref]:
            if size not in known:
                raise UnknownName("size", size, known)
    return sizes
