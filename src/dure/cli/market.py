"""`dure market`: look through all orders, and move a seller to another cell."""

import sys
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from dure.cli.speech import say, succeed
from dure.cli.surroundings import DataOption, house_ready

if TYPE_CHECKING:
    from dure.rooms.market.queries.proofs import Findings

app = typer.Typer(no_args_is_help=True, help="Orders: see that all of them fit; move a seller to another cell.")
SHOWN_MAX = 50
FOUND_WRONG = 2


@app.command()
def prove(data: DataOption = None) -> None:
    """Compare all orders with the shelves and the book and keep the outcome; exit code 2 when they do not fit."""
    with house_ready(data):
        findings = examined()
    if not findings.holds:
        raise typer.Exit(FOUND_WRONG)


@app.command()
def move_seller(
    seller: UUID,
    to_cell: Annotated[int, typer.Option("--to", help="The cell the seller moves to.")],
    from_cell: Annotated[int, typer.Option("--from", help="The cell the seller is in.")] = 1,
    data: DataOption = None,
) -> None:
    """Move a seller's shelves and offers to another cell; nothing moves while anything is promised to a buyer."""
    with house_ready(data):
        from dure.kernel.errors import Refusal
        from dure.kernel.http import HOUSE
        from dure.rooms.catalog.services.cells import move_seller

        try:
            shelves = move_seller(by=HOUSE, organisation_id=seller, to_cell=to_cell, from_cell=from_cell)
        except Refusal as refusal:
            say(str(refusal))
            raise typer.Exit(1) from None
    succeed(f"{len(shelves):,} shelves of {seller} are in cell {to_cell} now.")


def examined() -> "Findings":
    """Look through all orders behind a progress bar, keep the outcome for staff, and say what was found."""
    import time

    from rich.console import Console
    from rich.progress import Progress

    from dure.rooms.market.queries.proofs import examine
    from dure.rooms.market.services import proofs

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Looking through all orders", total=None)
        findings = examine(progress=lambda done, total: bar.update(task, completed=done, total=total))
    proofs.keep(findings=findings, duration_ms=int((time.monotonic() - began) * 1_000))
    _report(findings)
    return findings


def _report(findings: "Findings") -> None:
    """Say what was found."""
    for problem in findings.problems[:SHOWN_MAX]:
        where = " ".join(f"{name}={value}" for name, value in problem.items() if name != "code")
        sys.stdout.write(f"{problem['code']} {where}\n")
    counted = f"{findings.order_count:,} orders, {findings.line_count:,} lines"
    if findings.holds:
        succeed(f"All orders fit together: {counted}.")
    else:
        say(f"Orders do NOT fit together: {findings.problem_count:,} places; {counted}.")
