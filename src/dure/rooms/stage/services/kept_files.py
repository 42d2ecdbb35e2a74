"""Films and pictures between the house's store, which may be far away, and programs that need them on this machine.

A film that came in pieces is a folder of them, each under the name of its first byte's place, until it is made ready.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

PIECES: Final = "pieces"


@contextmanager
def near(*, name: str) -> Iterator[Path]:
    """Give a kept file, or the whole of its pieces, as one of this machine for a while; FileNotFoundError when gone."""
    if is_in_pieces(name=name):
        with TemporaryDirectory() as folder:
            whole = Path(folder) / "file"
            _join(name, whole)
            yield whole
        return
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        with TemporaryDirectory() as folder, default_storage.open(name) as far:
            copy = Path(folder) / "file"
            with copy.open("wb") as here:
                copyfileobj(far, here)
            yield copy
    else:
        yield path


def keep(path: Path, *, name: str) -> str:
    """Put a file of this machine into the store, in place of what has the name; return the name."""
    default_storage.delete(name)
    with path.open("rb") as content:
        return str(default_storage.save(name, File(content)))


def is_in_pieces(*, name: str) -> bool:
    """Whether a kept file is a folder of pieces."""
    return name.rsplit("/", 1)[-1] == PIECES


def keep_piece(*, piece: bytes, folder: str, begins: int) -> None:
    """Keep a piece of a film, in place of one that was kept under its place and never counted."""
    name = f"{folder}/{begins}"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(piece))


def discard(*, name: str) -> None:
    """Remove a folder of the store with everything in it; what is gone already stays gone."""
    try:
        folders, files = default_storage.listdir(name)
    except FileNotFoundError:
        return
    for each in folders:
        discard(name=f"{name}/{each}")
    for each in files:
        default_storage.delete(f"{name}/{each}")
    default_storage.delete(name)


def _join(folder: str, into: Path) -> None:
    """Write the pieces one after the other: each begins where the one before it ends."""
    with into.open("wb") as whole:
        while default_storage.exists(f"{folder}/{whole.tell()}"):
            with default_storage.open(f"{folder}/{whole.tell()}") as piece:
                copyfileobj(piece, whole)
        if not whole.tell():
            raise FileNotFoundError(folder)
