"""Files are kept whole or not at all, and open only in their place."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fittingroom.errors import InvalidInput, SealBroken, StorageFull
from fittingroom.store.files import SealedFiles
from fittingroom.store.keyring import Keyring, new_secrets


@pytest.fixture
def files(tmp_path: Path) -> SealedFiles:
    held = new_secrets()
    return SealedFiles(tmp_path / "files", Keyring(lambda: held))


def test_a_file_is_sealed_read_back_and_removed(files: SealedFiles, tmp_path: Path) -> None:
    files.write("ab-look.glb", b"glTF" * 100)
    assert files.read("ab-look.glb") == b"glTF" * 100
    assert list(files.places()) == ["ab-look.glb"]
    (path,) = tmp_path.rglob("*.glb")
    assert b"glTF" not in path.read_bytes() and path.stat().st_mode & 0o777 == 0o600
    assert files.remove("ab-look.glb") and not files.remove("ab-look.glb")
    with pytest.raises(FileNotFoundError):
        files.read("ab-look.glb")


def test_a_file_moved_to_another_place_does_not_open(files: SealedFiles, tmp_path: Path) -> None:
    files.write("ab-look.glb", b"glTF")
    (path,) = tmp_path.rglob("*.glb")
    path.rename(path.with_name("ab-other.glb"))
    with pytest.raises(SealBroken):
        files.read("ab-other.glb")


@pytest.mark.parametrize("place", ["../x", "a/b", "", ".", "a..b", "é1", "a" * 81, "a\0b"])
def test_a_place_is_a_name_and_no_path(files: SealedFiles, place: str) -> None:
    with pytest.raises(InvalidInput):
        files.write(place, b"")


def test_a_full_disk_leaves_what_was_there(
    files: SealedFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write("ab-look.glb", b"first")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageFull):
        files.write("ab-look.glb", b"second")
    monkeypatch.undo()
    assert files.read("ab-look.glb") == b"first"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
