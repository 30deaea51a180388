import json
import threading

import pytest

from fittingroom.errors import FileRefused, InvalidInput, NotFound, UnknownName
from fittingroom.loop.card import LIMITS, card_from_json, card_markdown
from fittingroom.loop.registry import ModelRegistry

from .cards import a_card, writes


@pytest.fixture
def registry(tmp_path):
    return ModelRegistry(tmp_path / "registry")


def three(registry):
    return [registry.add(a_card(), writes(text)).name for text in "abc"]


def test_models_are_kept_in_order_with_their_cards(registry):
    names = three(registry)
    assert [entry.name for entry in registry.entries("fit")] == names
    assert [name.split("-")[0] for name in names] == ["0001", "0002", "0003"]
    entry = registry.entry("fit", names[1])
    assert (entry.folder / "weights.bin").read_text() == "b"
    assert registry.cards("fit")[names[1]] == a_card()
    assert "What the data can't support" in (entry.folder.parent / "card.md").read_text()


def test_nothing_is_in_use_before_it_is_promoted(registry):
    three(registry)
    assert registry.champion("fit") is None


def test_promote_and_roll_back_walk_the_champions(registry):
    first, second, third = three(registry)
    for name in (first, second, third):
        assert registry.promote("fit", name, why="better").name == name
    assert registry.champion("fit").name == third
    assert registry.roll_back("fit").name == second
    assert registry.roll_back("fit", why="complaints").name == first
    with pytest.raises(NotFound):
        registry.roll_back("fit")
    assert registry.champion("fit").name == first
    assert [line["why"] for line in registry.pointer("fit").log][-1] == "complaints"


def test_a_link_follows_the_champion(registry):
    first, second, _ = three(registry)
    current = registry.folder / "fit" / "current" / "weights.bin"
    for name, text in ((first, "a"), (second, "b")):
        registry.promote("fit", name, why="better")
        assert current.read_text() == text
    registry.roll_back("fit")
    assert current.read_text() == "a"
    assert len(registry.names("fit")) == 3


def test_promoting_twice_is_refused(registry):
    first, *_ = three(registry)
    registry.promote("fit", first, why="first")
    with pytest.raises(InvalidInput, match="already"):
        registry.promote("fit", first, why="again")


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "entry", "halved", "renamed"])
def test_a_damaged_model_is_refused_and_never_lost(registry, harm):
    first, second, third = three(registry)
    place = registry.entry("fit", second).folder.parent
    if harm == "changed":
        (place / "model" / "weights.bin").write_text("z")
    elif harm == "missing":
        (place / "model" / "weights.bin").unlink()
    elif harm == "added":
        (place / "model" / "extra.bin").write_text("z")
    elif harm == "entry":
        (place / "entry.json").unlink()
    elif harm == "halved":
        text = (place / "entry.json").read_text()
        (place / "entry.json").write_text(text[: len(text) // 2])
    else:
        place = place.rename(place.with_name("0002-00000000"))
    name = place.name
    with pytest.raises(FileRefused, match="damaged"):
        registry.promote("fit", name, why="try")
    assert list(registry.damaged("fit")) == [name]
    assert [entry.name for entry in registry.entries("fit")] == [first, third]
    assert place.is_dir()


def test_roll_back_passes_over_a_damaged_champion(registry):
    first, second, third = three(registry)
    for name in (first, second, third):
        registry.promote("fit", name, why="better")
    (registry.entry("fit", second).folder / "weights.bin").write_text("z")
    assert registry.roll_back("fit").name == first


def test_a_damaged_champion_is_not_used(registry):
    first, second, _ = three(registry)
    registry.promote("fit", first, why="x")
    registry.promote("fit", second, why="x")
    (registry.entry("fit", second).folder / "weights.bin").write_text("z")
    with pytest.raises(FileRefused, match="roll back"):
        registry.champion("fit")
    assert registry.roll_back("fit").name == first


def test_a_save_that_fails_leaves_nothing(registry):
    def breaks(folder):
        (folder / "half.bin").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        registry.add(a_card(), breaks)
    with pytest.raises(InvalidInput, match="no files"):
        registry.add(a_card(), lambda folder: None)
    assert registry.names("fit") == ()
    assert not [p for p in (registry.folder / "fit").iterdir() if p.name.startswith(".adding")]


def test_what_a_killed_process_left_is_no_model(registry):
    three(registry)
    (registry.folder / "fit" / ".adding-xyz").mkdir()
    (registry.folder / "fit" / "something").mkdir()
    assert len(registry.names("fit")) == 3 and registry.damaged("fit") == {}


def test_a_link_in_a_model_is_refused(registry, tmp_path):
    def links(folder):
        (folder / "link").symlink_to(tmp_path)

    with pytest.raises(FileRefused, match="link"):
        registry.add(a_card(), links)


def test_many_writers_lose_nothing(registry):
    """Eight threads add and promote at once: eight models, eight changes, one champion."""

    def work(text):
        entry = registry.add(a_card(), writes(text))
        registry.promote("fit", entry.name, why=text)

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(registry.entries("fit")) == 8
    assert len(registry.pointer("fit").log) == 8
    assert registry.champion("fit").name == registry.pointer("fit").log[-1]["champion"]


def test_a_pointer_that_is_no_pointer_is_refused(registry):
    three(registry)
    (registry.folder / "fit" / "champion.json").write_text('{"champion": 3}')
    with pytest.raises(FileRefused, match="champion"):
        registry.champion("fit")


def test_unknown_kinds_and_names_are_refused(registry):
    three(registry)
    with pytest.raises(UnknownName):
        registry.entry("fit", "../../secret")
    with pytest.raises(UnknownName):
        registry.champion("drape")
    with pytest.raises(UnknownName):
        registry.add(a_card(kind="drape"), writes("a"))


def test_cards_say_what_their_data_cannot_support():
    card = a_card(source="renttherunway")
    text = card_markdown(card)
    for words in ("Women only", "said of themselves", "2010 and 2018", "must not ship"):
        assert words in text
    assert set(LIMITS) >= {"simulated", "renttherunway", "modcloth", "shop"}


def test_cards_come_back_from_json_as_they_were():
    card = a_card(limits=("Only tested.",), groups={"sex female": {"log_loss": 0.4}},
                  period=("2026-01-01", "2026-02-01"))  # fmt: skip
    assert card_from_json(json.loads(json.dumps(card.as_json()))) == card


@pytest.mark.parametrize("changed", [{"title": ""}, {"purpose": "x" * 5000}, {"title": 3}])
def test_cards_that_say_nothing_are_refused(changed):
    with pytest.raises(InvalidInput):
        a_card(**changed)


def test_a_source_nobody_knows_is_refused():
    with pytest.raises(UnknownName, match="source"):
        a_card(source="scraped")
