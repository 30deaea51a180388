"""A private PostgreSQL for the tests: on a free port, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
AS_ROOT = os.getuid() == 0  # PostgreSQL won't run as root: the package's user runs it then


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a server; returns the URL of its first database."""
    if not HOMES:
        pytest.skip("PostgreSQL isn't installed: scripts/install_test_tools.sh")
    # not in pytest's own folder, which no other user may enter
    with TemporaryDirectory(prefix="fittingroom-postgres-") as name:
        yield from _serve(Path(name))


def _serve(folder: Path) -> Iterator[str]:
    if AS_ROOT:
        shutil.chown(folder, "postgres")
    port, data = _free_port(), folder / "data"
    _run("initdb", "-D", data, "-A", "trust", "-U", "fittingroom", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -F"
    _run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://fittingroom@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Make an empty database; returns its URL."""
    name = f"room_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fittingroom.db'}"
    return str(request.getfixturevalue("postgres_url"))


def _run(program: str, *arguments: object) -> None:
    command = [str(HOMES[0] / program), *(str(argument) for argument in arguments)]
    if AS_ROOT:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
