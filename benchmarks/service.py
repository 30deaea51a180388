"""How long reads take while others try clothes on: 50 shoppers browse, 4 wait for looks.

    python benchmarks/service.py [--shoppers 50] [--trying 4] [--seconds 30] [--address URL]

Starts a service of its own on loopback in a scratch folder where no address is given. A browsing
shopper comes within the first ten seconds and reads like a page does: who am I, the wardrobe,
pictures, my sizes, my looks, a model, with pauses of up to four seconds; those who try on ask for
one look after the other and fetch each. Bounded in count and in time. Prints p50 and p95 by kind of
read, errors, and whether every look that was answered is still there at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import httpx
import numpy as np

LIMIT_MS = 150  # p95 of reads
ARRIVE_S = 10.0  # the shoppers come one after the other within this time
PAUSE_S = 4.0  # a shopper looks at what came, up to this long
STARTS_S = 300
SIZES = "SML"
POSES = ("a", "standing", "walking", "t")
TEES = ("classic-tee", "everyday-tee", "poplin-tee")


@dataclass
class Tally:
    """What was seen: milliseconds by kind of read, errors, looks that were answered."""

    reads: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    lost: int = 0

    async def read(self, client: httpx.AsyncClient, kind: str, path: str) -> httpx.Response:
        """Read once and note how long it took."""
        began = time.perf_counter()
        answer = await client.get(path)
        self.reads[kind].append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            self.errors.append(f"{kind}: {answer.status_code}")
        return answer


@asynccontextmanager
async def shopper(address: str, number: int) -> AsyncIterator[httpx.AsyncClient]:
    """Open a browser of somebody who agreed and told their measurements."""
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        me = (await client.get("/api/me")).raise_for_status().json()
        client.headers["X-CSRF-Token"] = me["csrf"]
        consent = {"purpose": "body", "granted": True}
        (await client.post("/api/me/consents", json=consent)).raise_for_status()
        person = {"sex": "female", "height_cm": 155 + number % 30, "weight_kg": 52 + number % 25}
        (await client.put("/api/me/person", json=person)).raise_for_status()
        yield client


async def made(client: httpx.AsyncClient, wear: dict[str, str], pose: str) -> str:
    """Ask for a look and watch it to its end; returns its id."""
    asked = await client.post("/api/me/looks", json={"wear": [wear], "pose": pose})
    look: str = asked.raise_for_status().json()["id"]
    async with client.stream("GET", f"/api/me/looks/{look}/events") as stream:
        async for line in stream.aiter_lines():
            if '"failed"' in line or '"cancelled"' in line:
                raise RuntimeError(line)
    return look


async def browse(address: str, number: int, model: str, until: float, tally: Tally) -> None:
    """Read as a page does until the time is over."""
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, ARRIVE_S))
    async with shopper(address, number) as client:
        await tally.read(client, "sizes, first", "/api/me/sizes")
        while time.monotonic() < until:
            await tally.read(client, "me", "/api/me")
            await tally.read(client, "wardrobe", "/api/catalogue")
            ref = chance.choice(TEES)
            await tally.read(client, "picture", f"/api/catalogue/{ref}/thumbnail.webp")
            await asyncio.sleep(chance.uniform(0, PAUSE_S))
            await tally.read(client, "garment", f"/api/catalogue/{ref}")
            await tally.read(client, "sizes", "/api/me/sizes")
            await tally.read(client, "looks", "/api/me/looks")
            await asyncio.sleep(chance.uniform(0, PAUSE_S))
            await tally.read(client, "model", model)
            await asyncio.sleep(chance.uniform(0, PAUSE_S))


async def try_on(address: str, number: int, until: float, tally: Tally) -> None:
    """Try one thing on after the other until the time is over; see that all of them are kept."""
    looks = []
    async with shopper(address, 100 + number) as client:
        for step in range(60):
            if time.monotonic() > until:
                break
            wear = {"garment": TEES[step // 3 % 3], "size": SIZES[step % 3]}
            began = time.perf_counter()
            try:
                looks.append(await made(client, wear, POSES[step // 9 % 4]))
            except (RuntimeError, httpx.HTTPError) as error:
                tally.errors.append(f"look: {error}")
                continue
            tally.looks.append(time.perf_counter() - began)
            await tally.read(client, "model", f"/api/me/looks/{looks[-1]}/files/look.glb")
        for look in looks:
            state = (await client.get(f"/api/me/looks/{look}")).json().get("state")
            tally.lost += state != "done"


async def load(address: str, shoppers: int, trying: int, seconds: float) -> Tally:
    """Let shoppers browse and try on for some seconds."""
    tally = Tally()
    async with shopper(address, 999) as first:
        began = time.perf_counter()
        look = await made(first, {"garment": "classic-tee", "size": "M"}, "a")
        print(f"first look, workers still starting: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        await made(first, {"garment": "classic-tee", "size": "L"}, "a")
        print(f"a look with nobody else there: {time.perf_counter() - began:.1f} s")
        link = (await first.post(f"/api/me/looks/{look}/share")).raise_for_status().json()
        model = f"/api/shared/{link['token']}/look.glb"
        until = time.monotonic() + seconds
        browsing = [browse(address, number, model, until, tally) for number in range(shoppers)]
        wearing = [try_on(address, number, until, tally) for number in range(trying)]
        await asyncio.gather(*browsing, *wearing)
    return tally


def show(tally: Tally, seconds: float) -> bool:
    """Print what was seen; returns whether it is good enough."""
    every = [time for times in tally.reads.values() for time in times]
    print(f"{len(every)} reads in {seconds:g} s; milliseconds:")
    for kind, times in [*sorted(tally.reads.items()), ("all", every)]:
        middle, late, last = np.percentile(times, [50, 95, 100])
        print(f"  {kind:14} {len(times):6}  p50 {middle:7.1f}  p95 {late:7.1f}  most {last:7.1f}")
    if tally.looks:
        print(f"{len(tally.looks)} looks, {np.median(tally.looks):.1f} s each at the middle")
    print(f"errors: {len(tally.errors)} {sorted(set(tally.errors))[:5]}; looks lost: {tally.lost}")
    good = not tally.errors and not tally.lost and np.percentile(every, 95) <= LIMIT_MS
    print(f"p95 of reads within {LIMIT_MS} ms, nothing lost: {'yes' if good else 'NO'}")
    return bool(good)


@contextmanager
def service(vertices: int, workers: int | None) -> Iterator[str]:
    """Run a service in a scratch folder."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        told = {
            "FITTINGROOM_DATA": folder,
            "FITTINGROOM_PORT": str(port),
            "FITTINGROOM_VERTICES": str(vertices),
            "FITTINGROOM_RATE_LIMITS": "false",  # every shopper has the same address
        } | ({} if workers is None else {"FITTINGROOM_WORKERS": str(workers)})
        run = [sys.executable, "-c", "from fittingroom.cli.app import main; main()", "serve"]
        server = subprocess.Popen(run, env=os.environ | told, stderr=subprocess.DEVNULL)
        try:
            _await(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _await(address: str) -> None:
    until = time.monotonic() + STARTS_S
    while time.monotonic() < until:
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the service didn't start")


def main() -> None:
    """Run the load and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shoppers", type=int, default=50)
    parser.add_argument("--trying", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--vertices", type=int, default=6000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--address", help="of a service that runs, without rate limits")
    asked = parser.parse_args()
    if asked.address:
        tally = asyncio.run(load(asked.address, asked.shoppers, asked.trying, asked.seconds))
    else:
        with service(asked.vertices, asked.workers) as address:
            tally = asyncio.run(load(address, asked.shoppers, asked.trying, asked.seconds))
    sys.exit(0 if show(tally, asked.seconds) else 1)


if __name__ == "__main__":
    main()
