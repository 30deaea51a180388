"""Files appear whole; a look saves as its name ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from fittingroom.errors import InvalidInput
from fittingroom.show.look import Look
from fittingroom.show.writing import replacing, write_whole


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = write_whole(tmp_path / "a.txt", b"old")
    with pytest.raises(RuntimeError), replacing(file) as temporary:
        temporary.write_bytes(b"ne")
        raise RuntimeError
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_saves_by_suffix(look: Look, tmp_path: Path) -> None:
    assert look.save(tmp_path / "look.glb").read_bytes()[:4] == b"glTF"


def test_refuses_an_unknown_suffix(look: Look, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"\.glb, \.usdz, \.png, \.html"):
        look.save(tmp_path / "look.obj")
    assert list(tmp_path.iterdir()) == []
