"""The bodies' routes over HTTP: the basis sent once, a body made, a person's mistakes."""

from __future__ import annotations
