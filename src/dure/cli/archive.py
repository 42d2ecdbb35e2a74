"""`dure backup` and `dure restore`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.speech import say, succeed
from dure.cli.surroundings import DataOption, chosen, house_of, reachable_engines, running_house
from dure.engine.errors import EngineError

if TYPE_CHECKING:
    from dure.engine.archive import Manifest

ArchiveArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The archive, such as dure-2027-01-31.tar.")]


def backup(file: ArchiveArgument, data: DataOption = None) -> None:
    """Write the whole house, database and files, to one archive; it may be running."""
    from dure.cli.versions import own_version
    from dure.engine.archive import write_archive

    config = chosen(data=data)
    say(f"Copying the house to {file}")
    with reachable_engines(config) as (_url, owner_url):
        manifest = write_archive(file.absolute(), database_url=owner_url, house=house_of(config), version=own_version())
    succeed(f"{_described(manifest)}, {file.stat().st_size / 1e6:.1f} MB")
    say("Keep it as safe as the house itself: it holds everything, the secret key too.")
    if config.files_url:
        say("Uploads are kept elsewhere (DURE_FILES_URL); they are not in this archive.")


def restore(
    file: ArchiveArgument,
    data: DataOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where a house already is; it is moved aside.")
    ] = False,
) -> None:
    """Put a house back from an archive; everything is checked before and after."""
    from dure.engine.archive import restore_elsewhere, restore_house, verified

    config = chosen(data=data)
    house = house_of(config)
    if running_house(config):
        raise EngineError(f"The house on {config.folder} is running.", "Stop it first: dure down")
    say(f"Checking {file}")
    refuse_newer(verified(file.absolute()))
    say(f"Restoring into {config.folder}")
    aside = None
    if config.database_url and config.database_owner_url:
        owner_url = config.database_owner_url.get_secret_value()
        manifest = restore_elsewhere(file.absolute(), house, owner_url, replace=replace)
    else:
        manifest, aside = restore_house(file.absolute(), house, replace=replace)
    with reachable_engines(config) as (_url, owner_url):
        send_again(owner_url)
    if aside:
        say(f"What was there before is now in {aside}")
    succeed(f"Restored {_described(manifest)}; every count and checksum agrees.")


def refuse_newer(manifest: "Manifest") -> None:
    """Refuse an archive whose tables this Dure does not know yet."""
    import dure

    root = Path(dure.__file__).parent
    known = {f"{file.parent.parent.name}.{file.stem}" for file in root.rglob("migrations/0*.py")}
    labels = {name.partition(".")[0] for name in known}
    unknown = [name for name in manifest.migrations if name.partition(".")[0] in labels and name not in known]
    if unknown:
        raise EngineError(
            f"The archive was made by a newer Dure ({manifest.dure}): {', '.join(unknown[:3])} is unknown here.",
            "Nothing was restored. Update Dure first.",
        )


def send_again(owner_url: str) -> None:
    """Let the last day's news go out again: what was on its way at the backup is heard, what was heard is skipped."""
    import psycopg

    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "UPDATE kernel_outboxmessage SET published_at = NULL WHERE published_at > "
            "(SELECT max(published_at) - interval '1 day' FROM kernel_outboxmessage)"
        )


def _described(manifest: "Manifest") -> str:
    files = sum(name.startswith("files/") for name in manifest.checksums)
    return f"{sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, {files} files"
