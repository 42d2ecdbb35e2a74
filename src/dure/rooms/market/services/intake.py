"""The page's way to place an order: quotes from the database, then the same statement as a gate's batches."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import DatabaseError, connection, transaction

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.kernel.prepared import prepared_cursor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.columns import AGAIN, ATTEMPTS_MAX, CALL, DAY_CLOSED, Reply, columns_of, outcomes_of
from dure.rooms.market.drafts import BATCH_MAX, OrderRequest, Outcome, problem_of
from dure.rooms.market.queries.quotes import quotes as quotes_now
from dure.rooms.market.quotes import Bill, Quote, bill_of

Within = Callable[[list[Outcome]], None]
"""What is written beside the orders."""


def place_orders(
    *,
    requests: Sequence[OrderRequest],
    cell_id: int = HOME_CELL,
    quotes: Mapping[int, Quote] | None = None,
    within: Within | None = None,
) -> list[Outcome]:
    """Place up to 256 orders as if one after the other, each wholly or not at all; answer them in the order asked.

    A known client key with the same content is answered with the order it placed before. OrderMalformed when one
    cannot be read (then none was placed): who collects orders of many people asks `drafts.problem_of` first. Who has
    read the `quotes` already gives them. What `within` writes stands or falls with the orders, also when it raises.
    """
    if len(requests) > BATCH_MAX:
        raise errors.OrderBatchTooLarge(max=BATCH_MAX)
    if not requests:
        return []
    for request in requests:
        if problem := problem_of(request):
            raise errors.OrderMalformed(reason=problem)
    if quotes is None:
        offer_ids = {line.offer_id for request in requests for line in request.lines}
        buyer_ids = {request.buyer_id for request in requests}
        quotes = quotes_now(offer_ids=offer_ids, buyer_ids=buyer_ids, cell_id=cell_id)
    bills = [bill_of(request, quotes, clock.now()) for request in requests]
    return _try_to_place(_Batch(requests, bills, cell_id), within)


@dataclass(frozen=True)
class _Batch:
    """Orders of one cell with their terms."""

    requests: Sequence[OrderRequest]
    bills: Sequence[Bill]
    cell_id: int


def _try_to_place(batch: _Batch, within: Within | None) -> list[Outcome]:
    """Call the database's function, again when somebody else was first; IntakeBusy when that happens too often."""
    moment = clock.now()
    for _attempt in range(ATTEMPTS_MAX):
        try:
            return _place(batch, within, numbered_at=moment)
        except DatabaseError as error:
            cause = error.__cause__
            if not isinstance(cause, psycopg.Error) or cause.sqlstate not in AGAIN:
                raise
            SEQUENCER.change_writer()
            if cause.sqlstate == DAY_CLOSED:
                moment = max(moment, datetime.fromisoformat(cause.diag.message_detail or ""))
    raise errors.IntakeBusy


def _place(batch: _Batch, within: Within | None, *, numbered_at: datetime) -> list[Outcome]:
    """Place the orders in one transaction: the statement's own where it is alone, else one that may fail by itself."""
    ids = SEQUENCER.take(len(batch.requests), at=numbered_at)
    together = transaction.atomic() if within or connection.in_atomic_block else nullcontext()
    with together:
        with prepared_cursor() as cursor:
            cursor.execute(CALL, columns_of(batch.requests, batch.bills, ids, cell_id=batch.cell_id, at=clock.now()))
            reply: Reply = cursor.fetchone()
        outcomes = outcomes_of(batch.requests, batch.bills, reply)
        if within:
            within(outcomes)
    return outcomes
