"""The demo: the example shopper tries three sizes on, and the reports are served on localhost."""

from __future__ import annotations

import argparse
import functools
import html
import http.server
import json
import time
from pathlib import Path

from rich.console import Console

from fittingroom.body.making import make_body
from fittingroom.cli.input import read_person_file
from fittingroom.cli.output import watch, whole_folder
from fittingroom.cli.tables import advice_text
from fittingroom.fit.wire import fit_json
from fittingroom.garment.catalogue import catalogue
from fittingroom.progress import Progress, Work
from fittingroom.show.look import Look
from fittingroom.show.saving import save_look_steps
from fittingroom.tryon import try_on_steps

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "demo"
SIZES = ("S", "M", "L")
console = Console(highlight=False)


def main() -> None:
    """Try three sizes on, say which to buy, and serve the reports until Ctrl-C."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--serve", type=int, default=1, help="0 ends instead of serving")
    arguments.add_argument("--port", type=int, default=8000)
    chosen = arguments.parse_args()

    person = read_person_file(ROOT / "examples" / "person.json")
    garment = catalogue["classic-tee"]
    start = time.perf_counter()
    body = make_body(person)
    console.print(f"body made in {time.perf_counter() - start:.1f} s")
    looks = [watch(_wear(person, garment, body, size)) for size in SIZES]
    console.print(f"three sizes in {time.perf_counter() - start:.0f} s\n")
    console.print(advice_text(looks[0].advice, language="en"))
    _write_index(looks)
    console.print(f"\nfiles: {OUT.relative_to(ROOT)}/S  M  L  (3D, phone AR, pictures, fit.json)")
    if chosen.serve:
        _serve(chosen.port)


def _wear(person: object, garment: object, body: object, size: str) -> Work[Look]:
    look = yield from try_on_steps(person, garment, size=size, body=body)  # type: ignore[arg-type]
    with whole_folder(OUT / size) as folder:
        yield from save_look_steps(look, folder)
        fit = fit_json(look.drape, look.garment, look.fit, look.advice)
        (folder / "fit.json").write_text(json.dumps(fit, ensure_ascii=False, indent=1))
    yield Progress("done", 1.0)
    return look


def _write_index(looks: list[Look]) -> None:
    cards = "".join(
        f'<a href="{look.fit.size}/report.html"><img src="{look.fit.size}/front.png" alt="">'
        f"<b>{look.fit.size}</b> {html.escape(look.fit.verdict.replace('_', ' '))}</a>"
        for look in looks
    )
    title = html.escape(looks[0].garment.title["en"])
    (OUT / "index.html").write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
        "<meta name=viewport content='width=device-width'><style>"
        "body{font:16px/1.5 system-ui;margin:2rem auto;max-width:64rem;padding:0 1rem}"
        "div{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1.5rem}"
        "img{width:100%;border-radius:12px;display:block;margin-bottom:.5rem}"
        "a{color:inherit;text-decoration:none;text-align:center}</style>"
        f"<h1>{title}: advised size {html.escape(looks[0].advice.recommended)}</h1>"
        f"<div>{cards}</div></html>"
    )


def _serve(port: int) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(OUT))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    console.print(f"\n[bold]http://127.0.0.1:{server.server_port}[/]  (Ctrl-C ends)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        console.print("bye")


if __name__ == "__main__":
    main()
