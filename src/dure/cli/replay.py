"""`dure replay`: history through the house's own doors."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.market import FOUND_WRONG, examined
from dure.cli.speech import say, succeed
from dure.cli.surroundings import DataOption, house_ready

if TYPE_CHECKING:
    from dure.rooms.market.services.purchase_history import PurchaseHistory
    from dure.rooms.market.services.replays import Comparison, Replay

app = typer.Typer(no_args_is_help=True, help="Replay a history of purchases as orders, and prove the outcome.")
FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A Parquet file of purchases.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first so many baskets.")]
CENTS = 100


@app.callback()
def _replay() -> None:
    """Keep `baskets` a command of its own."""


@app.command()
def baskets(file: FileArgument, limit: LimitOption = None, data: DataOption = None) -> None:
    """Place every basket of a file as an order through the intake, at full speed, and prove the outcome.

    Exit code 2 when a week's money differs from the file's, an order was refused, or something does not fit.
    """
    with house_ready(data):
        from dure.rooms.ledger.queries.proof import examine
        from dure.rooms.market.services import replays

        history = replays.open_history(file=file, limit=limit)
        began = time.monotonic()
        offers = replays.prepare(history=history)
        say(f"On the shelves after {time.monotonic() - began:.1f} s: {len(offers):,} offers.")
        replay = _played(history, offers)
        weeks = replays.compare(history=history, replay=replay)
        is_right = _compared(weeks, replay)
        book = examine()
        say(f"The book: {book.entry_count:,} entries, {book.problem_count:,} findings.")
        is_right = examined().holds and book.holds and is_right
    if not is_right:
        raise typer.Exit(FOUND_WRONG)


def _played(history: "PurchaseHistory", offers: dict[tuple[str, int], int]) -> "Replay":
    """Play the history behind a progress bar and say how fast it was."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from dure.rooms.market.services import replays

    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns[-5:], console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Baskets", total=history.basket_count)
        replay = replays.play(history=history, offers=offers, progress=lambda count: bar.advance(task, count))
    took_s = time.monotonic() - began
    counted = f"{replay.basket_count:,} baskets, {len(replay.weeks):,} orders, {replay.line_count:,} lines"
    rate = f"{len(replay.weeks) / took_s:,.0f} orders/s, {replay.line_count / took_s:,.0f} lines/s"
    say(f"Placed in {took_s:.1f} s: {counted}; {rate}.")
    return replay


def _compared(weeks: "list[Comparison]", replay: "Replay") -> bool:
    """Say whether every week's money is the file's, and whether anything was refused."""
    for refused in replay.refused[:20]:
        sys.stdout.write(f"refused {refused}\n")
    for week in weeks:
        if not week.fits:
            sys.stdout.write(f"week {week.week}: the file {week.source / CENTS:,.2f}, ours {week.ours / CENTS:,.2f}\n")
    fitting = sum(week.fits for week in weeks)
    total = sum(week.ours for week in weeks) / CENTS
    if fitting == len(weeks) and not replay.refused:
        succeed(f"Money of {fitting} weeks equals the file's: {total:,.2f} dollars; nothing was refused.")
        return True
    say(f"{len(weeks) - fitting} of {len(weeks)} weeks differ; {len(replay.refused):,} orders were refused.")
    return False
