"""What a command reads: files with limits, never trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.person.person import Person
from fittingroom.person.reading import read_person

JSON_BYTES_MAX = 64 * 1024  # a person.json has under 2 kB

PersonFile = Annotated[Path, typer.Option("--person", help="person.json: the measurements")]
OutFolder = Annotated[Path, typer.Option("--out", help="folder the files go to")]
GarmentRef = Annotated[str, typer.Option("--garment", help="its name in the catalogue")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object on stdout")]


def read_person_file(path: Path) -> Person:
    """Read a person.json.

    Raises:
        FileRefused: no such file, too large, or not JSON.
        MeasurementError: a measurement no person has.
        UnknownName: an unknown key.
    """
    return read_person(read_json_object(path))


def read_json_object(path: Path) -> dict[str, Any]:
    """Read a small JSON object from a file that isn't trusted."""
    if not path.is_file():
        raise FileRefused(f"no such file: {path}", field="file", value=str(path))
    with path.open("rb") as file:
        raw = file.read(JSON_BYTES_MAX + 1)
    if len(raw) > JSON_BYTES_MAX:
        raise FileRefused(
            f"{path} is larger than {JSON_BYTES_MAX // 1024} kB; a person needs under 2",
            field="file",
            value=str(path),
            allowed=f"at most {JSON_BYTES_MAX} bytes",
        )
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FileRefused(f"{path} isn't JSON: {error}", field="file", value=str(path)) from error
    if not isinstance(value, dict):
        raise FileRefused(f"{path} must hold one JSON object", field="file", value=str(path))
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build a JSON object whose keys come once; the second of two would silently win."""
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise InvalidInput(f"'{key}' is given twice; keep one", field=key, value=value)
        read[key] = value
    return read
