"""Where a data folder's PostgreSQL keeps its files and its socket, so that its user can reach them."""

import hashlib
import os
import shutil
import tempfile
import uuid
from pathlib import Path

from dure.engine.errors import EngineError
from dure.engine.postgres.binaries import ROOTS_FOLDER
from dure.engine.system_user import SystemUser, may_pass

POINTER = "is-at"
OWNER_NOTE = "belongs-to"
SOCKET_NAME_BYTES = len("/.s.PGSQL.5432.lock")
SOCKET_PATH_BYTES = 100


def home_of(folder: Path, user: SystemUser | None) -> Path:
    """Return (and make, private) the folder PostgreSQL lives in: `folder` itself when its user can get there.

    As root below a closed folder, such as /root, it is a folder under /var/lib/dure that `folder` points to.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pointer = folder / POINTER
    is_within_reach = user is None or (not pointer.exists() and may_pass(user, folder))
    home = folder if is_within_reach else _away(folder, pointer)
    home.chmod(0o700)
    if user and home.stat().st_uid != user.uid:
        os.chown(home, user.uid, user.gid)
    return home


def _away(folder: Path, pointer: Path) -> Path:
    """Follow the pointer, or make a new home and point to it."""
    if not pointer.exists():
        home = ROOTS_FOLDER / uuid.uuid4().hex
        home.mkdir(parents=True, mode=0o700)
        ROOTS_FOLDER.chmod(0o755)
        pointer.write_text(str(home))
        (home / OWNER_NOTE).write_text(str(folder.resolve()))
    home = Path(pointer.read_text().strip())
    _check_owner(folder.resolve(), home)
    return home


def _check_owner(folder: Path, home: Path) -> None:
    """Refuse a copied data folder whose original is still there; a moved one is simply noted."""
    note = home / OWNER_NOTE
    if not note.exists():
        raise EngineError(f"The database of {folder} should be in {home}, but is not.", "Restore a backup.")
    owner = Path(note.read_text().strip())
    if owner != folder and (owner / POINTER).exists() and (owner / POINTER).read_text().strip() == str(home):
        raise EngineError(
            f"{folder} is a copy of {owner}; both point to the same database in {home}.",
            "Copy a house with `dure backup` and `dure restore` instead.",
        )
    note.write_text(str(folder))


def socket_folder(home: Path, user: SystemUser | None) -> Path:
    """Return a private folder for the socket; elsewhere when `home` is too long a path for a socket."""
    folder = home / "socket"
    if len(os.fsencode(folder)) + SOCKET_NAME_BYTES > SOCKET_PATH_BYTES:
        name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()).resolve() / f"dure-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if user and folder.stat().st_uid == os.geteuid():
        os.chown(folder, user.uid, user.gid)
    found, owner = folder.lstat(), user.uid if user else os.geteuid()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise EngineError(f"{folder} is not private to us.", f"Look at it, then remove it: rm -r {folder}")
    return folder


def remove(folder: Path) -> None:
    """Delete a data folder's PostgreSQL for good, wherever its files are."""
    pointer = folder / POINTER
    home = Path(pointer.read_text().strip()) if pointer.exists() else folder
    for path in {home, folder}:
        shutil.rmtree(path, ignore_errors=True)


def forgotten_homes() -> list[Path]:
    """Every home under /var/lib/dure that no data folder points to any more."""
    if not os.access(ROOTS_FOLDER, os.R_OK):
        return []
    notes = [note for note in ROOTS_FOLDER.glob(f"*/{OWNER_NOTE}") if os.access(note, os.R_OK)]
    return sorted(note.parent for note in notes if not _is_pointed_to(note))


def _is_pointed_to(note: Path) -> bool:
    pointer = Path(note.read_text().strip()) / POINTER
    return pointer.exists() and pointer.read_text().strip() == str(note.parent)
