"""The demo: the example shopper tries three sizes on, then the fitting room opens on localhost."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.cli.input import read_person_file
from fittingroom.cli.output import watch, whole_folder
from fittingroom.cli.tables import advice_text
from fittingroom.fit.wire import fit_json
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person
from fittingroom.progress import Progress, Work
from fittingroom.show.look import Look
from fittingroom.show.saving import save_look_steps
from fittingroom.tryon import try_on_steps

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "demo"
SIZES = ("S", "M", "L")
START_S = 60.0  # that the service may take to answer
SERVE = "import sys; from fittingroom.cli.app import main; sys.argv[0] = 'fittingroom'; main()"
console = Console(highlight=False)


def main() -> None:
    """Try three sizes on, say which to buy, and open the fitting room until Ctrl-C."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--serve", type=int, default=1, help="0 ends instead of serving")
    arguments.add_argument("--port", type=int, default=8000)
    chosen = arguments.parse_args()

    _try_on()
    if chosen.serve:
        with serving(OUT / "room", free_port(chosen.port)) as (address, service):
            console.print(f"\nthe fitting room: [bold]{address}/?example[/]  (Ctrl-C ends)")
            _wait(service)


def _try_on() -> None:
    """Make three sizes with everything that can be saved of them, and say which to buy."""
    person = read_person_file(ROOT / "examples" / "person.json")
    garment = catalogue["classic-tee"]
    start = time.perf_counter()
    body = make_body(person)
    console.print(f"body made in {time.perf_counter() - start:.1f} s")
    looks = [watch(_wear(person, garment, body, size)) for size in SIZES]
    console.print(f"three sizes in {time.perf_counter() - start:.0f} s\n")
    console.print(advice_text(looks[0].advice, language="en"))
    console.print(
        f"\nfiles: {OUT.relative_to(ROOT)}/S  M  L  (report, 3D, phone AR, pictures, fit.json)"
    )


def _wear(person: Person, garment: Garment, body: Body, size: str) -> Work[Look]:
    look = yield from try_on_steps(person, garment, size=size, body=body)
    with whole_folder(OUT / size) as folder:
        yield from save_look_steps(look, folder)
        fit = fit_json(look.drape, look.garment, look.fit, look.advice)
        (folder / "fit.json").write_text(json.dumps(fit, ensure_ascii=False, indent=1))
    yield Progress("done", 1.0)
    return look


def free_port(wanted: int) -> int:
    """Return the wanted port, or any free one where it's taken."""
    for port in (wanted, 0):
        with socket.socket() as plug:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                plug.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(plug.getsockname()[1])
    raise OSError("no port is free")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the fitting room from a folder until the block ends; gives address and process.

    Raises:
        RuntimeError: the service ended before it answered.
    """
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port), "--data", str(folder)]
    told = os.environ | {"FITTINGROOM_LOG_LEVEL": "warning"}
    with subprocess.Popen(command, env=told) as service:
        try:
            if not _answers(address, service):
                raise RuntimeError("the service doesn't answer")
            yield address, service
        finally:
            service.terminate()


def _wait(service: subprocess.Popen[bytes]) -> None:
    try:
        service.wait()
    except KeyboardInterrupt:
        console.print("bye")


def _answers(address: str, service: subprocess.Popen[bytes]) -> bool:
    """Wait until the service is ready; say whether it is."""
    until = time.monotonic() + START_S
    while service.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5.0):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


if __name__ == "__main__":
    main()
