"""Films and pictures between the house's store, which may be far away, and programs that need them on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from django.core.files.base import File
from django.core.files.storage import default_storage


@contextmanager
def near(*, name: str) -> Iterator[Path]:
    """Give a kept file as one of this machine for a while; FileNotFoundError when it is gone."""
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
