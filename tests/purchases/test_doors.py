"""Which modules of the models read a table by another door than `inputs`, and why they may.

Behaviour is proved by `leaking`; this list keeps a new door from opening unseen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import fittingroom

SOURCE = Path(fittingroom.__file__).parent
DOORS = {"everything", "frame"}
ALLOWED = {
    "learning/clustered.py": "the wearers that intervals are clustered by: a report, no model",
    "recommend/interactions.py": "days put what was worn in order: what comes next is learned",
}


def modules_that_open(folder: str) -> Iterator[str]:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if any(isinstance(call, ast.Attribute) and call.attr in DOORS for call in calls):
            yield path.relative_to(SOURCE).as_posix()


def test_models_read_inputs_and_outcomes_alone() -> None:
    opening = {*modules_that_open("learning"), *modules_that_open("recommend")}
    assert opening <= set(ALLOWED), "say why in ALLOWED, or read inputs()"


def test_the_search_finds_who_opens_a_door() -> None:
    assert "purchases/splitting.py" in set(modules_that_open("purchases"))
