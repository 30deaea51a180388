"""`fittingroom serve` as a process: its start, its end, and what outlives a kill."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fittingroom.cli.app import run
from fittingroom.server.settings import Settings
from server.conftest import newcomer
from server.test_me import PERSON, agree

BODY = {"person": PERSON | {"waist_girth_cm": 74, "hip_girth_cm": 99}}
COMMAND = [sys.executable, "-c", "from fittingroom.cli.app import main; main()", "serve"]


@contextmanager
def started(data: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--workers", "0", "--data", str(data)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {f"FITTINGROOM_{name.upper()}": told for name, told in settings.items()},
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            told = json.loads(line)
            if told["message"] == "serving":
                yield told["address"], process
                return
        raise AssertionError("it didn't start")
    finally:
        process.kill()
        process.communicate()


def test_it_starts_in_an_empty_folder_that_is_its_owners_alone(tmp_path: Path) -> None:
    with started(tmp_path / "data") as (address, process):
        assert httpx.get(f"{address}/healthz").json() == {"status": "alive"}
        assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}
        for path in [tmp_path / "data", *(tmp_path / "data").rglob("*")]:
            assert path.stat().st_mode & 0o077 == 0, path
        process.terminate()
        assert process.wait(20) == 0


def test_told_to_end_it_finishes_the_answer_it_is_at(tmp_path: Path) -> None:
    with started(tmp_path / "data") as (address, process), newcomer(address) as client:
        answers: list[httpx.Response] = []
        asking = threading.Thread(
            target=lambda: answers.append(client.post("/api/body", json=BODY))
        )
        asking.start()
        while "fittingroom_requests_total" not in httpx.get(f"{address}/metrics").text:
            pass
        asking.join(0.2)
        assert asking.is_alive(), "the answer came before the signal"
        process.send_signal(signal.SIGTERM)
        asking.join(30)
        assert [answer.status_code for answer in answers] == [200]
        assert process.wait(20) == 0


def test_what_was_answered_outlives_a_kill(tmp_path: Path) -> None:
    data, cookies = tmp_path / "data", {}
    for weight in (62, 63, 64):
        with started(data) as (address, process), httpx.Client(base_url=address) as client:
            client.cookies.update(cookies)
            client.headers["X-CSRF-Token"] = client.get("/api/me").json()["csrf"]
            if cookies:
                assert client.get("/api/me").json()["person"] == PERSON | {"weight_kg": weight - 1}
            agree(client)
            client.put("/api/me/person", json=PERSON | {"weight_kg": weight}).raise_for_status()
            cookies = dict(client.cookies)
            process.kill()


def test_unsafe_settings_stop_it_with_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--host", "0.0.0.0", "--data", str(tmp_path)]) == 2
    assert "https" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_keys_are_rotated_by_command_while_it_runs(
    settings: Settings, client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    agree(client)
    client.put("/api/me/person", json=PERSON).raise_for_status()
    assert run(["keys", "rotate", "--data", str(settings.folder)]) == 0
    assert "1 shopper.sealed_person" in " ".join(capfd.readouterr().out.split())
    assert client.get("/api/me").json()["person"] == PERSON
    client.put("/api/me/person", json=PERSON | {"weight_kg": 63}).raise_for_status()
    assert run(["keys", "drop", "--data", str(settings.folder)]) == 2  # within a minute
    assert "try again" in capfd.readouterr().err


def test_a_folder_without_keys_has_none_to_rotate(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["keys", "rotate", "--data", str(tmp_path)]) == 2
    assert "no key file" in capfd.readouterr().err


def test_it_speaks_https_by_itself(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    with started(tmp_path / "data", tls_cert=str(cert), tls_key=str(key)) as (address, _):
        assert address.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(base_url=address, verify=trusting) as client:
            answer = client.get("/api/me")
            assert answer.headers["set-cookie"].startswith("__Host-fittingroom=")
            assert "; Secure" in answer.headers["set-cookie"]
            assert "max-age" in answer.headers["Strict-Transport-Security"]
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            agree(client)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, good for an hour."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    until = datetime.now(UTC) + timedelta(hours=1)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(hours=2))
        .not_valid_after(until)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    cert, key = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    return cert, key
