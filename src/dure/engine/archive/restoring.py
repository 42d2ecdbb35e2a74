"""Putting a house back: built beside its place, checked, then moved in; until then nothing is touched."""

import os
import shutil
import tempfile
import time
from pathlib import Path

import psycopg

from dure.engine.archive import dump
from dure.engine.archive.manifest import DUMP, Manifest
from dure.engine.archive.reading import unpack, verified
from dure.engine.errors import EngineError
from dure.engine.house import HouseFolder
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.postgres.roles import DATABASE


def restore_house(file: Path, house: HouseFolder, *, replace: bool) -> tuple[Manifest, Path | None]:
    """Restore into the data folder; return the manifest, and where what stood there before was moved to."""
    manifest = verified(file)
    is_occupied = house.path.exists() and any(house.path.iterdir())
    if is_occupied and not replace:
        raise EngineError(
            f"{house.path} is not empty.",
            "Choose a new folder with --data, or give --replace: what is there now is then moved aside, not deleted.",
        )
    draft = HouseFolder(house.path.with_name(f"{house.path.name}.restoring-{os.getpid()}"))
    try:
        _build(file, manifest, draft)
    except BaseException:
        EmbeddedPostgres(draft.postgres).destroy()
        shutil.rmtree(draft.path, ignore_errors=True)
        raise
    return manifest, _move_in(draft.path, house.path)


def _build(file: Path, manifest: Manifest, draft: HouseFolder) -> None:
    draft.prepare()
    unpack(file, draft.path)
    with EmbeddedPostgres(draft.postgres, log=draft.log("postgres")) as postgres:
        # As superuser, so that every table gets its owner and its rights back.
        dump.copy_in(postgres.superuser_url(DATABASE), draft.path / DUMP)
        check(postgres.owner_url, manifest)
    (draft.path / DUMP).unlink()


def _move_in(draft: Path, target: Path) -> Path | None:
    aside = None
    if target.exists() and any(target.iterdir()):
        aside = target.with_name(f"{target.name}.before-{time.strftime('%Y%m%d-%H%M%S')}")
        target.rename(aside)
    elif target.exists():
        target.rmdir()
    draft.rename(target)
    return aside


def restore_elsewhere(file: Path, house: HouseFolder, owner_url: str, *, replace: bool) -> Manifest:
    """Restore into a PostgreSQL that somebody else runs, in one transaction, and the files into the data folder."""
    manifest = verified(file)
    with psycopg.connect(owner_url) as connection:
        if dump.row_counts(connection) and not replace:
            raise EngineError("The database is not empty.", "Use an empty one, or give --replace to overwrite it.")
    house.prepare()
    if any(house.files.iterdir()) and not replace:
        raise EngineError(f"{house.files} is not empty.", "Choose a new folder with --data, or give --replace.")
    with tempfile.TemporaryDirectory(dir=house.path) as room:
        unpack(file, Path(room))
        dump.copy_in(owner_url, Path(room) / DUMP, replace=replace)
        check(owner_url, manifest)
        (Path(room) / DUMP).unlink()
        shutil.copytree(room, house.path, dirs_exist_ok=True)
    return manifest


def check(url: str, manifest: Manifest) -> None:
    """Refuse a restored database that does not hold what the manifest promises."""
    with psycopg.connect(url) as connection:
        counts, had = dump.row_counts(connection), dump.migrations(connection)
    if counts != manifest.rows or had != manifest.migrations:
        wrong = sorted(
            table for table in counts.keys() | manifest.rows if counts.get(table) != manifest.rows.get(table)
        )
        raise EngineError(
            f"The restored database differs from the manifest: {', '.join(wrong) or 'its migrations'}.",
            "Nothing was changed in the data folder. Use another backup.",
        )
