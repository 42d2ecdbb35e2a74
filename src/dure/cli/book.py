"""`dure book`: prove the book, seal finished days, print the trial balance."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.speech import say, succeed
from dure.cli.surroundings import DataOption, house_ready

if TYPE_CHECKING:
    from dure.rooms.ledger.queries.proof import Findings

app = typer.Typer(no_args_is_help=True, help="The one book: prove it, seal its days, see that it adds up to zero.")
PublishOption = Annotated[
    bool, typer.Option("--publish", help="Show the outcome on the public page even when all is well.")
]
SHOWN_MAX = 50
FOUND_WRONG = 2


@app.command()
def verify(publish: PublishOption = False, data: DataOption = None) -> None:
    """Compute the whole book again: balances, holds, hashes, chain.

    When something does not fit, the exit code is 2 and the public page says so at once.
    """
    with house_ready(data):
        findings, duration_ms = _examined()
        if publish or not findings.holds:
            from dure.rooms.ledger.services import proofs

            proofs.publish(findings=findings, duration_ms=duration_ms)
    _report(findings)
    if not findings.holds:
        raise typer.Exit(FOUND_WRONG)


@app.command()
def seal(data: DataOption = None) -> None:
    """Seal every finished day that is not sealed yet (the worker does it every night)."""
    with house_ready(data):
        from dure.rooms.ledger.services import seals

        for made in seals.seal_finished_days():
            sys.stdout.write(f"{made.day} cell {made.cell_id} {made.hash} {made.entry_count:,} entries\n")
    succeed("Every finished day is sealed.")


@app.command("trial-balance")
def trial_balance(data: DataOption = None) -> None:
    """Print all accounts together, unit by unit; the last column must be zero."""
    from rich.console import Console
    from rich.table import Table

    table = Table("unit", "above zero", "below zero", "held", "accounts", "together")
    with house_ready(data):
        from dure.rooms.ledger.queries.book import trial_balance as rows_of_book

        rows = rows_of_book()
    for row in rows:
        figures = (row.above, row.below, row.held, row.account_count, row.total)
        table.add_row(row.unit.code, *(f"{figure:,}" for figure in figures))
    Console().print(table)
    if any(row.total for row in rows):
        raise typer.Exit(FOUND_WRONG)


def _examined() -> "tuple[Findings, int]":
    """Examine the book behind a progress bar; return what was found and how many milliseconds it took."""
    import time

    from rich.console import Console
    from rich.progress import Progress

    from dure.rooms.ledger.queries.proof import examine

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the book", total=None)
        findings = examine(progress=lambda done, total: bar.update(task, completed=done, total=total))
    return findings, int((time.monotonic() - began) * 1_000)


def _report(findings: "Findings") -> None:
    """Say what was found, the hash last."""
    for problem in findings.problems[:SHOWN_MAX]:
        where = " ".join(f"{name}={value}" for name, value in problem.items() if name != "code")
        sys.stdout.write(f"{problem['code']} {where}\n")
    if findings.problem_count > SHOWN_MAX:
        sys.stdout.write(f"… and {findings.problem_count - SHOWN_MAX:,} more\n")
    counted = (
        f"{findings.entry_count:,} entries, {findings.balance_count:,} balances, {findings.day_count:,} sealed days"
    )
    if findings.holds:
        succeed(f"The book is in order: {counted}.")
    else:
        say(f"The book is NOT in order: {findings.problem_count:,} places do not fit; {counted}.")
    sys.stdout.write(f"book hash {findings.book_hash}\n")
