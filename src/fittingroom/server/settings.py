"""`Settings`: how the service runs, from `FITTINGROOM_…` variables and `fittingroom serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from fittingroom.errors import InvalidInput

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TOKEN_MIN = 32  # characters; `fittingroom admin token` makes 43
DATA = Path("~/.local/share/fittingroom")


def worker_count() -> int:
    """Return how many processes drape: two at least, so that nobody waits for one shopper alone."""
    return max(2, len(os.sched_getaffinity(0)) - 1)


class Settings(BaseSettings):
    """Everything that can be set; each has a safe default on one's own machine."""

    model_config = SettingsConfigDict(env_prefix="FITTINGROOM_", extra="ignore", frozen=True)

    environment: Literal["production", "development"] = Field(
        default="production", description="development allows what is unsafe elsewhere"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(
        default=8000, ge=0, le=65535, description="port to listen on, 0 for any free one"
    )
    data: Path = Field(default=DATA, description="folder of the database, files and keys")
    database_url: SecretStr | None = Field(
        default=None, description="SQLite in the data folder, or postgresql://user@host/name"
    )
    keys: SecretStr | None = Field(
        default=None, description="content of a key file, instead of the file"
    )
    workers: int = Field(
        default_factory=worker_count, ge=0, le=64, description="processes that drape"
    )
    vertices: int = Field(default=6000, ge=500, le=40_000, description="of a draped garment")
    look_seconds: float = Field(
        default=180, gt=0, le=3600, description="time a worker may take for one look"
    )
    worker_nice: int = Field(
        default=19,
        ge=0,
        le=19,
        description="how far workers stand back, so that pages are answered at once",
    )
    worker_memory_mb: int = Field(
        default=3000, ge=500, description="memory a worker may hold before it is ended"
    )
    public_url: str | None = Field(
        default=None,
        description="what shoppers type, for example https://fit.example, behind a proxy",
    )
    tls_cert: Path | None = Field(
        default=None, description="certificate chain, for https without a proxy"
    )
    tls_key: Path | None = Field(default=None, description="the certificate's key")
    trusted_hosts: list[str] = Field(
        default_factory=list, description="host names to answer to; any where empty"
    )
    proxies: list[str] = Field(
        default_factory=list, description="addresses of proxies whose X-Forwarded-For is believed"
    )
    frame_ancestors: list[str] = Field(
        default_factory=list, description="sites that may show the page inside theirs"
    )
    admin_token: SecretStr | None = Field(
        default=None, description="the admin's token; see also 'fittingroom admin token'"
    )
    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://user:password@host:587; no e-mail login without it"
    )
    smtp_from: str = Field(default="fittingroom@localhost", description="sender of login codes")
    retention_days: int = Field(
        default=90, ge=1, le=3650, description="days from a visit to the purge"
    )
    feedback_days: int = Field(
        default=730, ge=1, le=3650, description="days that a shop's orders and returns are kept"
    )
    metrics: Literal["loopback", "open", "off"] = Field(
        default="loopback", description="who may read /metrics"
    )
    rate_limits: bool = Field(default=True, description="refuse who asks too often")
    request_seconds: float = Field(default=30, gt=0, le=600, description="time a request may take")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="what is worth a line in the log"
    )

    @model_validator(mode="after")
    def _check_safe(self) -> Self:
        if self.environment == "development":
            return self
        if not self.is_local and not self.is_https:
            raise ValueError(
                f"host {self.host} is open to others, and without https cookies travel in the "
                "clear: give tls_cert and tls_key, or public_url=https://… where a proxy ends "
                "TLS, or environment=development"
            )
        if not self.is_local and "*" in self.trusted_hosts:
            raise ValueError("trusted_hosts '*' answers to any name: list the names")
        token = self.admin_token.get_secret_value() if self.admin_token else None
        if token is not None and (len(token) < TOKEN_MIN or len(set(token)) < 10):
            raise ValueError(
                f"admin_token can be guessed: take {TOKEN_MIN} random characters or more, for "
                "example from 'fittingroom admin token'"
            )
        return self

    @model_validator(mode="after")
    def _check_tls(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key go together")
        return self

    @property
    def is_local(self) -> bool:
        """Say whether only this machine can reach the service."""
        return self.host in LOOPBACK

    @property
    def is_https(self) -> bool:
        """Say whether shoppers speak https."""
        return self.tls_cert is not None or (self.public_url or "").startswith("https://")

    @property
    def folder(self) -> Path:
        """Return the data folder's absolute path."""
        return self.data.expanduser().absolute()

    @property
    def database(self) -> str:
        """Return the database's URL."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.folder / 'fittingroom.db'}"


def read_settings(**given: Any) -> Settings:
    """Read the settings from the environment; what is given (and not None) goes first.

    Raises:
        InvalidInput: a setting that can't be, or that isn't safe.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or None
        wrong = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(f"setting {name}: {wrong}" if name else wrong, field=name) from None
