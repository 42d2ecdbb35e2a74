"""`dure import`: bring a farm's list of produce in from the command line; the same verbs as the page's."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from dure.cli.speech import say, succeed
from dure.cli.surroundings import DataOption, house_ready

if TYPE_CHECKING:
    from dure.rooms.catalog.list_rows import Row
    from dure.rooms.catalog.models import ProduceImport
    from dure.rooms.catalog.queries.imports import Preview

app = typer.Typer(no_args_is_help=True, help="Bring lists in: what a farm sells.")
FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX, ODS or XLS.")]
OrganisationOption = Annotated[
    UUID | None, typer.Option("--organisation", help="Whose list it is; without it, the first seller's of this house.")
]
ConfirmOption = Annotated[bool, typer.Option("--yes", help="Bring it in; without this it is only looked at.")]
SkipOption = Annotated[bool, typer.Option("--skip-wrong", help="Leave out the rows that are wrong.")]
FOUND_WRONG = 2
SHOWN_MAX = 50


@app.callback()
def _imports() -> None:
    """Keep `produce` a command of its own."""


@app.command()
def produce(
    file: FileArgument,
    organisation: OrganisationOption = None,
    yes: ConfirmOption = False,
    skip_wrong: SkipOption = False,
    data: DataOption = None,
) -> None:
    """Look at a farm's list of produce, and bring it in with --yes; exit code 2 when rows are wrong."""
    with house_ready(data):
        from dure.kernel.errors import Refusal

        try:
            seller = organisation or _first_seller()
            is_whole = _look_and_bring_in(file, seller, confirms=yes, skips_wrong=skip_wrong)
        except Refusal as refusal:
            say(refusal.message)
            is_whole = False
    if not is_whole:
        raise typer.Exit(FOUND_WRONG)


def _look_and_bring_in(file: Path, organisation: UUID, *, confirms: bool, skips_wrong: bool) -> bool:
    """Show what is understood, bring it in where asked; return whether every row was fine or left out on purpose."""
    from dure.kernel.http import HOUSE
    from dure.rooms.catalog.queries.imports import preview
    from dure.rooms.catalog.services import imports
    from dure.rooms.catalog.services.sellers import licences_of

    with file.open("rb") as opened:
        uploaded = imports.look_at_list(by=HOUSE, organisation_id=organisation, file=opened, name=file.name)
    found = preview(uploaded, licences=licences_of(organisation_id=organisation))
    _show_wrong(found.wrong)
    _sum_up(found)
    is_whole = skips_wrong or not found.wrong
    if confirms and is_whole:
        done = imports.confirm(
            by=HOUSE, organisation_id=organisation, import_id=uploaded.id, skips_wrong=skips_wrong,
            page=f"/catalog/{organisation}/imports/{uploaded.id}/",
        )  # fmt: skip
        _tell(done)
    return is_whole


def _first_seller() -> UUID:
    """Return the seller of this house that was approved first, and say whose it is."""
    from dure.rooms.catalog.errors import SellingNotBegun
    from dure.rooms.merchants.queries.merchants import first_approved

    seller = first_approved()
    if seller is None:
        raise SellingNotBegun
    say(f"No --organisation given: read as the list of {seller.name} ({seller.organisation_id}).")
    return seller.organisation_id


def _sum_up(found: "Preview") -> None:
    """Say what a list would do."""
    say(f"{len(found.good):,} rows are fine, {len(found.wrong):,} are not.")
    if found.changes or found.as_they_are or found.left_out:
        say(
            f"{len(found.new):,} are new, {len(found.changes):,} change what is on sale, "
            f"{len(found.as_they_are):,} are so already; {found.left_out:,} captions and sums are left out."
        )


def _show_wrong(rows: list["Row"]) -> None:
    """Print what is wrong, row by row."""
    for row in rows[:SHOWN_MAX]:
        for field, why in row.problems.items():
            sys.stdout.write(f"row {row.number}, {field}: {why.message}\n")


def _tell(done: "ProduceImport") -> None:
    """Say what became of the list."""
    if done.progress_id:
        succeed(f"The worker brings it in: {len(done.numbers_left):,} rows.")
    else:
        succeed(f"{len(done.offer_ids):,} offers made, {len(done.changed):,} changed.")
