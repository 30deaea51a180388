"""A sound request for every route of the schema, so that what is refused is refused for its asker.

A new route with a body has to be given one here, and its tests come with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

import hostile_images as hostile

GARMENT: dict[str, Any] = {
    "ref": "shops-own-tee",
    "title": {"en": "Shop's own tee", "zh": "自有T恤"},
    "brand": "Shop",
    "style": "crew-neck-tee",
    "chart": {
        "kind": "body",
        "source": "the shop's own",
        "sizes": {"S": {"bust_girth_cm": [84, 88]}, "M": {"bust_girth_cm": [92, 96]}},
    },
    "fabrics": {"shell": "single-jersey", "trim": "rib"},
    "colour": "#336699",
    "weave": "jersey",
    "design": {},
}
# somebody else than the tests' shopper, so that nothing of theirs is in what is asked
ASKED: dict[str, Any] = {"sex": "male", "height_cm": 181, "weight_kg": 77}
BODIES: Mapping[str, Any] = {
    "POST /api/me/consents": {"purpose": "photo", "granted": True},
    "PUT /api/me/person": ASKED,
    "POST /api/me/email": {"email": "somebody@example.org"},
    "POST /api/me/login": {"email": "somebody@example.org", "code": "000000"},
    "POST /api/body": {"person": ASKED},
    "POST /api/me/looks": {"wear": [{"garment": "classic-tee", "size": "L"}]},
    "POST /api/me/feedback": {"garment": "classic-tee", "size": "M", "outcome": "kept"},
    "POST /api/shop/feedback": {
        "lines": [{"order": "1", "garment": "classic-tee", "size": "L", "outcome": "kept"}]
    },
    "POST /api/shop/size": {"person": ASKED, "garment": "classic-tee"},
    "PUT /api/shop/garments/{ref}": GARMENT,
    "POST /api/admin/keys": {"name": "a key", "scopes": ["size"]},
}
PHOTO = {"photo": ("../../evil.jpg", hostile.photo((300, 400)), "image/jpeg")}


@dataclass(frozen=True)
class Route:
    """One operation of the schema."""

    method: str
    path: str
    takes: str | None

    @property
    def name(self) -> str:
        """How the route is called in tests."""
        return f"{self.method} {self.path}"

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method not in ("GET", "HEAD")

    @property
    def is_stream(self) -> bool:
        """Whether its answer may go on for long."""
        return self.path.endswith("/events")

    def ask(self, client: httpx.Client, named: Mapping[str, str]) -> httpx.Response:
        """Ask it, the names in the path filled in; of a stream only the beginning is read."""
        path = self.path.format(**named)
        given: dict[str, Any] = {}
        if self.takes == "multipart/form-data":
            given["files"] = PHOTO
        elif self.takes is not None:
            given["json"] = BODIES[self.name]
        with client.stream(self.method, path, **given) as answer:
            if answer.status_code != 200 or not self.is_stream:
                answer.read()
            return answer


def routes(schema: dict[str, Any]) -> Iterator[Route]:
    """Return every operation of a schema."""
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {})
            yield Route(method.upper(), path, next(iter(content), None))
