"""Ours: the gate's intake, and the door of the pages. What waited while the last batch was committed is the next."""

import asyncio
import time
from collections.abc import Iterator, Sequence

import uvloop

from dure.rooms.catalog.models import Offer
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import OrderRequest
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.services.intake import place_orders
from ordering.crowd import Served


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
            outcome = await self.intake.place(request, self.quotes, cell_id=HOME_CELL)
            assert outcome.order_id, outcome
            served.note(outcome.order_id, time.perf_counter() - asked)


def place(requests: Sequence[OrderRequest]) -> list[int]:
    """Place a batch as pages do, by one call that waits; return the orders' numbers."""
    outcomes = place_orders(requests=requests)
    assert all(outcome.is_placed for outcome in outcomes), outcomes
    return [outcome.order_id or 0 for outcome in outcomes]
