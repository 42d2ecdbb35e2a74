"""The page's way to place an order: quotes from the database, then the same statement as a gate's batches."""

from collections.abc import Sequence
from datetime import datetime

import psycopg
from django.db import DatabaseError, connection, transaction

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.columns import AGAIN, ATTEMPTS_MAX, CALL, DAY_CLOSED, Reply, columns_of, outcomes_of
from dure.rooms.market.drafts import BATCH_MAX, OrderRequest, Outcome, problem_of
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.quotes import Bill, bill_of


def place_orders(*, requests: Sequence[OrderRequest], cell_id: int = HOME_CELL) -> list[Outcome]:
    """Place up to 256 orders as if one after the other, each wholly or not at all; answer them in the order asked.

    A known client key with the same content is answered with the order it placed before. OrderMalformed when one
    cannot be read (then none was placed): who collects orders of many people asks `drafts.problem_of` first.
    """
    if len(requests) > BATCH_MAX:
        raise errors.OrderBatchTooLarge(max=BATCH_MAX)
    if not requests:
        return []
    for request in requests:
        if problem := problem_of(request):
            raise errors.OrderMalformed(reason=problem)
    found = quotes(offer_ids={line.offer_id for request in requests for line in request.lines}, cell_id=cell_id)
    moment = clock.now()
    bills = [bill_of(request, found, moment) for request in requests]
    return outcomes_of(requests, bills, _try_to_place(requests, bills, cell_id))


def _try_to_place(requests: Sequence[OrderRequest], bills: Sequence[Bill], cell_id: int) -> Reply:
    """Call the database's function, again when somebody else was first; IntakeBusy when that happens too often."""
    moment = clock.now()
    for _attempt in range(ATTEMPTS_MAX):
        try:
            return _place(requests, bills, cell_id, numbered_at=moment)
        except DatabaseError as error:
            cause = error.__cause__
            if not isinstance(cause, psycopg.Error) or cause.sqlstate not in AGAIN:
                raise
            SEQUENCER.change_writer()
            if cause.sqlstate == DAY_CLOSED:
                moment = max(moment, datetime.fromisoformat(cause.diag.message_detail or ""))
    raise errors.IntakeBusy


@transaction.atomic
def _place(requests: Sequence[OrderRequest], bills: Sequence[Bill], cell_id: int, *, numbered_at: datetime) -> Reply:
    """Place the orders in one transaction."""
    ids = SEQUENCER.take(len(requests), at=numbered_at)
    with connection.cursor() as cursor:
        cursor.execute(CALL, columns_of(requests, bills, ids, cell_id=cell_id, at=clock.now()))
        reply: Reply = cursor.fetchone()
        return reply
