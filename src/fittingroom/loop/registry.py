"""`ModelRegistry`: models on disk, whole or refused, and which of them is in use.

    registry/fit/0001-1f2e3d4c/entry.json   card, verdict, SHA-256 of every file
                               card.md      the card, to read
                               model/…      what `save_fit_model` wrote
    registry/fit/champion.json              the model in use, those before it, every change
    registry/fit/current                    a link to its files, for FITTINGROOM_MODEL

A model is written beside its place and moved there when it's whole, so a process that dies leaves
no half entry under a name. Nothing is ever overwritten or deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fittingroom.errors import FileRefused, FittingRoomError, InvalidInput, NotFound, UnknownName
from fittingroom.loop.card import ModelCard
from fittingroom.loop.entry import MODEL, NAME, Entry, hash_files, read_entry, write_entry
from fittingroom.loop.pointer import Pointer, locked, read_pointer, write_pointer

KINDS = ("fit", "recommend")
CURRENT = "current"
_SCRATCH = ".adding-"
_NUMBERS_MAX = 100_000_000


class ModelRegistry:
    """The models in a folder.

    Args:
        folder: where; it's made when the first model is added.
    """

    __slots__ = ("folder",)

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def add(self, card: ModelCard, save: Callable[[Path], object], *, verdict: str = "") -> Entry:
        """Keep a model; it doesn't become the champion by that.

        Args:
            card: what there is to know of it; its kind says where it goes.
            save: writes the model's files into the empty folder it's given.
            verdict: what the comparison with the champion said.

        Raises:
            UnknownName: a kind of model that isn't kept here.
            InvalidInput: `save` wrote nothing.
        """
        place = self._place(card.kind)
        place.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=place))
        try:
            (scratch / MODEL).mkdir()
            save(scratch / MODEL)
            hashes = hash_files(scratch / MODEL)
            if not hashes:
                raise InvalidInput("the model to keep has no files", field="model")
            with locked(place):
                entry = self._named(card, hashes, verdict, place)
                write_entry(entry, scratch)
                scratch.chmod(0o755)
                scratch.replace(place / entry.name)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return entry

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """Return the models that are whole, the oldest first."""
        return tuple(e for e in (self._try(kind, name) for name in self.names(kind))
                     if isinstance(e, Entry))  # fmt: skip

    def damaged(self, kind: str) -> dict[str, str]:
        """Return what is wrong with each model that isn't whole, by name."""
        tried = {name: self._try(kind, name) for name in self.names(kind)}
        return {name: str(e) for name, e in tried.items() if not isinstance(e, Entry)}

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of all models of a kind, whole or not, the oldest first."""
        place = self._place(kind)
        found = (
            (p.name for p in place.iterdir() if NAME.fullmatch(p.name)) if place.is_dir() else ()
        )
        return tuple(sorted(found, key=lambda name: int(name.split("-")[0])))

    def entry(self, kind: str, name: str) -> Entry:
        """Return one model.

        Raises:
            UnknownName: there's none of that name.
            FileRefused: it's damaged.
        """
        if name not in self.names(kind):
            raise UnknownName(f"{kind} model", name, self.names(kind))
        return read_entry(self._place(kind) / name)

    def pointer(self, kind: str) -> Pointer:
        """Return which model is in use and what came before."""
        return read_pointer(self._pointer_path(kind))

    def champion(self, kind: str) -> Entry | None:
        """Return the model in use, None before the first was promoted.

        Raises:
            FileRefused: it's damaged: roll back or promote another.
        """
        name = self.pointer(kind).champion
        if name is None:
            return None
        if name not in self.names(kind):
            raise FileRefused(
                f"the champion {name} is gone: promote another, or roll back",
                field="champion", value=name,
            )  # fmt: skip
        return self.entry(kind, name)

    def promote(self, kind: str, name: str, *, why: str) -> Entry:
        """Put a model into use; a damaged one is refused.

        Raises:
            UnknownName: there's none of that name.
            FileRefused: it's damaged.
            InvalidInput: it's in use already.
        """
        entry = self.entry(kind, name)
        with locked(self._place(kind)):
            pointer = self.pointer(kind)
            if pointer.champion == name:
                raise InvalidInput(f"{name} is in use already", field="model", value=name)
            self._point(kind, pointer.moved(name, why, _now()))
        return entry

    def roll_back(self, kind: str, *, why: str = "rolled back") -> Entry:
        """Put the champion before this one into use again; damaged ones are passed over.

        Raises:
            NotFound: there's no earlier champion that is whole.
        """
        place = self._place(kind)
        if not place.is_dir():
            raise NotFound(f"earlier {kind} model")
        with locked(place):
            pointer = self.pointer(kind)
            while pointer.before:
                pointer = pointer.back(why, _now())
                entry = self._try(kind, pointer.champion or "")
                if isinstance(entry, Entry):
                    self._point(kind, pointer)
                    return entry
        raise NotFound(f"earlier {kind} model")

    def cards(self, kind: str) -> dict[str, ModelCard]:
        """Return the cards of the models that are whole, by name."""
        return {entry.name: entry.card for entry in self.entries(kind)}

    def _point(self, kind: str, pointer: Pointer) -> None:
        """Switch the champion, then the link to its files; each in one step."""
        write_pointer(self._pointer_path(kind), pointer)
        place = self._place(kind)
        draft = place / f".{CURRENT}-{os.getpid()}"
        draft.unlink(missing_ok=True)
        draft.symlink_to(Path(str(pointer.champion)) / MODEL, target_is_directory=True)
        draft.replace(place / CURRENT)

    def _try(self, kind: str, name: str) -> Entry | FittingRoomError:
        try:
            return self.entry(kind, name)
        except FittingRoomError as error:
            return error

    def _place(self, kind: str) -> Path:
        if kind not in KINDS:
            raise UnknownName("kind of model", kind, KINDS)
        return self.folder / kind

    def _pointer_path(self, kind: str) -> Path:
        return self._place(kind) / "champion.json"

    def _named(self, card: ModelCard, hashes: dict[str, str], verdict: str, place: Path) -> Entry:
        names = self.names(card.kind)
        number = 1 + max((int(name.split("-")[0]) for name in names), default=0)
        if number >= _NUMBERS_MAX:
            raise InvalidInput("this registry has no numbers left: begin another", field="folder")
        start = fingerprint_of(hashes)[:8]
        name = f"{number:04d}-{start}"
        return Entry(name, _now(), card, verdict, hashes, place / name / MODEL)


def fingerprint_of(hashes: dict[str, str]) -> str:
    """Return one digest of a model's files."""
    text = "".join(f"{path}\0{digest}\n" for path, digest in sorted(hashes.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
