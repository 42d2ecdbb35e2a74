"""Making an archive. It appears whole under its name, or not at all."""

import hashlib
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dure.engine.archive import dump
from dure.engine.archive.manifest import DUMP, FILES, NAME, PERSONAL_FILES, Manifest
from dure.engine.errors import EngineError
from dure.engine.house import HouseFolder


class _Counted(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def write_archive(file: Path, *, database_url: str, house: HouseFolder, version: str) -> Manifest:
    """Write the whole house to `file`, readable by this user only; the house may be running."""
    if file.exists():
        raise EngineError(f"{file} already exists.", "Choose another name; backups are never overwritten.")
    if not file.parent.is_dir():
        raise EngineError(f"There is no folder {file.parent}.", "Make it, or choose another place.")
    draft = file.with_name(f"{file.name}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            manifest = _write(out, database_url, house, version)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(out: IO[bytes], database_url: str, house: HouseFolder, version: str) -> Manifest:
    with (
        tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive,
        tempfile.TemporaryDirectory(dir=house.run) as room,
    ):
        copy = Path(room) / DUMP
        with dump.one_moment(database_url) as (connection, snapshot):
            dump.copy_out(database_url, snapshot, copy)
            manifest = Manifest(
                dure=version,
                postgres=str(connection.info.server_version),
                made_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                migrations=dump.migrations(connection),
                rows=dump.row_counts(connection),
            )
        manifest.checksums[DUMP] = _add(archive, copy, DUMP)
        for path, name in _own_files(house):
            manifest.checksums[name] = _add(archive, path, name)
        _add_text(archive, NAME, manifest.to_json())
    return manifest


def _own_files(house: HouseFolder) -> Iterator[tuple[Path, str]]:
    """What people uploaded, then what the house itself keeps; with the names in the archive."""
    for path in sorted(house.files.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, FILES + path.relative_to(house.files).as_posix()
    for name in PERSONAL_FILES:
        if (house.path / name).exists():
            yield house.path / name, name


def _add(archive: tarfile.TarFile, path: Path, name: str) -> tuple[int, str]:
    """Add one file as long as it is now; return its size and SHA-256."""
    with path.open("rb") as source:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(source.fileno()).st_size, 0o600
        entry.mtime = int(os.fstat(source.fileno()).st_mtime)
        counted = _Counted(source)
        archive.addfile(entry, counted)
    return entry.size, counted.digest.hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(text), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(text))
