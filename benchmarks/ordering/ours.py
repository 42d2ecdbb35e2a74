"""Ours: the gate's intake, and the door of the pages. What waited while the last batch was committed is the next."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

import uvloop

from dure.rooms.catalog.models import Offer
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import OrderRequest, Outcome
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.refusals import Busy
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.services.intake import place_orders
from ordering.crowd import Served

LOOK_AGAIN_S: Final = 0.2


class Ours:
    """The intake as the gate runs it, with the quotes pages would have shown; its buyers wait in the same process."""

    def __init__(self, url: str, offers: Sequence[Offer]) -> None:
        """Read the quotes, and open the intake; its first order waits until it leads the cell."""
        self.quotes = quotes(offer_ids={offer.offer_id for offer in offers})
        self.runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.intake = self.runner.run(Intake(database_url=url).__aenter__())

    def close(self) -> None:
        """Let go of the cell."""
        self.runner.run(self.intake.close())
        self.runner.close()

    def serve(self, requests: Sequence[OrderRequest], waiting: int) -> Served:
        """Place orders; so many buyers wait at once, and who is answered makes room for the next."""
        return self.runner.run(self._serve(iter(requests), waiting))

    async def _serve(self, requests: Iterator[OrderRequest], waiting: int) -> Served:
        served = Served()
        async with asyncio.TaskGroup() as buyers:
            for _buyer in range(waiting):
                buyers.create_task(self._buy(requests, served))
        return served

    async def _buy(self, requests: Iterator[OrderRequest], served: Served) -> None:
        """Place one order after another, until nobody is left."""
        for request in requests:
            asked = time.perf_counter()
            try:
                outcome = await self.intake.place(request, self.quotes, cell_id=HOME_CELL)
            except Busy as busy:
                outcome = await self._wait_for_turn(request, busy.ticket)
            assert outcome.order_id, outcome
            served.note(outcome.order_id, time.perf_counter() - asked)

    async def _wait_for_turn(self, request: OrderRequest, ticket: Ticket | None) -> Outcome:
        """Stand in the row, as a page does for its buyer, and order when it is his turn."""
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            standing = await self.intake.stand(cell_id=HOME_CELL, buyer_id=request.buyer_id, ticket=ticket)
            ticket = standing.ticket
            if standing.is_admitted:
                with suppress(Busy):
                    return await self.intake.place(request, self.quotes, cell_id=HOME_CELL, ticket=ticket)


def place(requests: Sequence[OrderRequest]) -> list[int]:
    """Place a batch as pages do, by one call that waits; return the orders' numbers."""
    outcomes = place_orders(requests=requests)
    assert all(outcome.is_placed for outcome in outcomes), outcomes
    return [outcome.order_id or 0 for outcome in outcomes]
