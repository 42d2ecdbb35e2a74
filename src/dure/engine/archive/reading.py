"""Reading an archive: nothing of it is used before all of it has been checked."""

import hashlib
import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO

from dure.engine.archive.manifest import DUMP, FILES, NAME, PERSONAL_FILES, Manifest
from dure.engine.errors import EngineError

BLOCK_BYTES = 1 << 20


def verified(file: Path) -> Manifest:
    """Return the manifest after every member was read and agrees with it; refuse anything else."""
    if not file.is_file():
        raise EngineError(f"There is no archive {file}.", "Name a file that `dure backup` made.")
    try:
        with tarfile.open(file, "r:") as archive:
            manifest = Manifest.from_json(_content(archive, NAME).read())
            found = {entry.name: _measured(archive, entry) for entry in archive if entry.name != NAME}
    except (tarfile.TarError, KeyError, OSError) as problem:
        raise EngineError(f"{file} is not a whole archive of a house: {problem}", "Use another backup.") from problem
    differing = sorted(
        name for name in found.keys() | manifest.checksums if found.get(name) != manifest.checksums.get(name)
    )
    if differing:
        raise EngineError(
            f"{file} was damaged or changed after it was made: {', '.join(differing[:5])} differ from the manifest.",
            "Nothing was restored. Use another backup.",
        )
    return manifest


def _measured(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> tuple[int, str]:
    """Size and SHA-256 of a member; refuse one that has no place in a house."""
    path = PurePosixPath(entry.name)
    is_known = entry.name == DUMP or entry.name in PERSONAL_FILES or entry.name.startswith(FILES)
    if not (entry.isreg() and is_known) or path.is_absolute() or ".." in path.parts:
        raise EngineError(f"The archive holds {entry.name}, which has no place in a house.", "Nothing was restored.")
    digest = hashlib.sha256()
    content = _content(archive, entry)
    while block := content.read(BLOCK_BYTES):
        digest.update(block)
    return entry.size, digest.hexdigest()


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo | str) -> IO[bytes]:
    content = archive.extractfile(entry)
    if content is None:
        raise tarfile.ReadError(f"{entry} is not a file")
    return content


def unpack(file: Path, folder: Path) -> None:
    """Put the members of a verified archive below `folder`, private to this user.

    They are plain files in known places (`_measured` saw to it), so nothing of the archive but their bytes is taken;
    `extractall` with its filter exists only from Python 3.11.4 on.
    """
    with tarfile.open(file, "r:") as archive:
        for entry in archive:
            if entry.name != NAME:
                target = folder / entry.name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with target.open("wb") as made:
                    target.chmod(0o600)
                    shutil.copyfileobj(_content(archive, entry), made)
