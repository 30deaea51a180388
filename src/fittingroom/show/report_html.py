"""`report`: the whole result as one offline HTML file.

Everything is inside: the model, the pictures, the viewer. The page's content security policy lets
nothing in or out; only the one script whose digest it names may run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from fittingroom.errors import InvalidInput
from fittingroom.fit.report import ZoneFit
from fittingroom.show import heat
from fittingroom.show.gltf import to_glb
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.look import Look
from fittingroom.units import CENTIMETRE, KILOPASCAL

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
</head>
<body>
<div id="report"><noscript>{title}</noscript></div>
<script type="application/json" id="report-data">{data}</script>
<script type="text/plain" id="report-model">{model}</script>
<script>{script}</script>
</body>
</html>
"""


class ViewerMissing(InvalidInput):
    """The report's viewer has not been built."""


def report(
    look: Look, *, pictures: Mapping[str, Pixels] | None = None, model: bytes | None = None
) -> str:
    """Return the report of a look as one HTML page that needs no network.

    Args:
        look: who wears what.
        pictures: to show besides the 3D view, by name ("front", …, "heat_ease", …).
        model: the look's GLB file where it's already made.

    Raises:
        ViewerMissing: the viewer has not been built; `make web` builds it.
    """
    script = _viewer()
    title = look.garment.title.get("en", look.garment.ref)
    return _PAGE.format(
        policy=html.escape(_policy(script)),
        title=html.escape(title),
        data=_inside_script(json.dumps(_data(look, pictures or {}), ensure_ascii=False)),
        model=base64.b64encode(model or to_glb(look)).decode("ascii"),
        script=script,
    )


def _viewer() -> str:
    """Return the viewer's script with nothing in it that could end its element."""
    file = resources.files("fittingroom.show").joinpath("assets/report.js")
    if not file.is_file():
        raise ViewerMissing("the report's 3D viewer isn't built: run 'make web' (needs Node 20)")
    text = file.read_text(encoding="utf-8")
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'sha256-{digest}'",
            "style-src 'unsafe-inline'",  # widths of bars; no text of ours can make an element
            "img-src data: blob:",
            "connect-src blob:",  # textures inside the model
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _inside_script(text: str) -> str:
    """Return JSON that can't end the script element it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _data(look: Look, pictures: Mapping[str, Pixels]) -> dict[str, Any]:
    garment, advice, settling = look.garment, look.advice, look.drape.settling
    height = look.person.measurements.get("height")
    return {
        "garment": {
            "ref": garment.ref,
            "title": _both(garment.title, garment.ref),
            "brand": garment.brand,
            "fabric": garment.fabrics["shell"].name,
            "size": look.fit.size,
        },
        "person": {
            "sex": look.person.sex,
            "height_cm": None if height is None else round(height.value / CENTIMETRE, 1),
        },
        "fit": {"verdict": look.fit.verdict, "zones": [_zone(zone) for zone in look.fit.zones]},
        "advice": {
            "recommended": advice.recommended,
            "probability": [[size, share] for size, share in advice.probability.items()],
            "because": {key: list(advice.because.get(key, ())) for key in ("en", "zh")},
        },
        "drape": {
            "settled": settling.settled,
            "vertices": len(look.drape.vertices),
            "seconds": settling.seconds,
            "strain_max_pct": settling.strain_max / heat.PERCENT,
        },
        "scales": [_scale(heat.scale(look.drape, quantity)) for quantity in heat.REPORTED],
        "pictures": [{"name": name, "url": _data_url(each)} for name, each in pictures.items()],
    }


def _both(text: Mapping[str, str], fallback: str) -> dict[str, str]:
    english = text.get("en", fallback)
    return {"en": english, "zh": text.get("zh", english)}


def _zone(zone: ZoneFit) -> dict[str, Any]:
    return {
        "zone": zone.zone,
        "body_cm": zone.body / CENTIMETRE,
        "garment_cm": zone.garment / CENTIMETRE,
        "cut_cm": zone.cut / CENTIMETRE,
        "ease_cm": zone.ease / CENTIMETRE,
        "strain_pct": zone.strain / heat.PERCENT,
        "pressure_kpa": zone.pressure / KILOPASCAL,
        "verdict": zone.verdict,
    }


def _scale(scale: heat.Scale) -> dict[str, Any]:
    return {
        "quantity": scale.quantity,
        "title": dict(scale.title),
        "unit": scale.unit,
        "factor": scale.factor,
        "high": scale.high,
        "colours": [list(colour) for colour in scale.colours],
    }


def _data_url(pixels: Pixels) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(encoded(pixels, "jpeg")).decode("ascii")
