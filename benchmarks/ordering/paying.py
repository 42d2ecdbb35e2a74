"""Payments of orders coming into the book: one by one, as a page or a message brings one, and in a crowd's batches.

* paid   the settling: order, payment, sellers' parts and book, and the news of it; what a buyer waits for
* begun  what the worker does afterwards: parcels booked, buyers and sellers told
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from measuring import Row, ratios, row
from measuring.parts import Meter, Part
from msgspec.structs import replace

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import BATCH_MAX, OrderRequest
from dure.rooms.market.models import Payment
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.rules import SETTLE_AT_ONCE_MAX
from dure.rooms.market.services.beginnings import let_sellers_begin
from dure.rooms.market.services.settling import Confirmation, settle_payments
from dure.rooms.people import factories as people
from ordering import ours
from ordering.shop import Shop

GOODS, BUYERS = 64, 200
ALONE, TOGETHER = 1, SETTLE_AT_ONCE_MAX
COUNT: Final = {ALONE: 128, TOGETHER: 1_024}
"""How many orders each way pays in a round."""


@dataclass(frozen=True)
class Bought:
    """Placed orders that wait for their money, and the payments that were begun for them."""

    order_ids: list[int]
    payments: list[Payment]


class Paying:
    """The orders of people the house knows, paid in both ways in turns."""

    def __init__(self, *, shop: Shop, meter: Meter) -> None:
        """Bring the buyers."""
        self.shop, self.meter = shop, meter
        self.buyers = [people.make_person(name=f"Buyer {number}", password="").id for number in range(BUYERS)]

    def rows(self, *, rounds: int) -> list[Row]:
        """Measure so many rounds, after one that only warms."""
        settled: dict[int, list[Part]] = {ALONE: [], TOGETHER: []}
        begun: dict[int, list[Part]] = {ALONE: [], TOGETHER: []}
        for _round in range(rounds + 1):
            for size in (ALONE, TOGETHER):
                bought = self.buy(COUNT[size])
                settled[size].append(self._measure(size, bought, settle))
                begun[size].append(self._measure(size, bought, begin))
        return [
            *_rows("paid", {size: parts[1:] for size, parts in settled.items()}, at_least=10),
            *_rows("begun", {size: parts[1:] for size, parts in begun.items()}),
        ]

    def buy(self, count: int) -> Bought:
        """Place so many orders and begin their payments; not a part of what is measured."""
        asks = [self._named(ask, number) for number, ask in enumerate(self.shop.asks(count, goods=GOODS))]
        order_ids = [
            order_id for start in range(0, count, BATCH_MAX) for order_id in ours.place(asks[start : start + BATCH_MAX])
        ]
        pairs = zip(order_ids, asks, strict=True)
        return Bought(order_ids, Payment.objects.bulk_create(self._begun(*pair) for pair in pairs))

    def _named(self, ask: OrderRequest, number: int) -> OrderRequest:
        return replace(ask, buyer_id=self.buyers[number % BUYERS])

    def _begun(self, order_id: int, ask: OrderRequest) -> Payment:
        return Payment(
            cell_id=HOME_CELL, order_id=order_id, payer_id=ask.buyer_id, provider="card_sandbox",
            provider_reference=str(new_id()), source_account=chart.outside("card_sandbox"), amount=self.shop.price,
            currency=ask.currency, begun_at=clock.now(),
        )  # fmt: skip

    def _measure(self, size: int, bought: Bought, work: Callable[[Bought], None]) -> Part:
        """Do a work for all orders, so many at once."""
        count = len(bought.order_ids)
        batches = [
            Bought(bought.order_ids[start : start + size], bought.payments[start : start + size])
            for start in range(0, count, size)
        ]

        def each() -> list[float]:
            for batch in batches:
                work(batch)
            return []

        return self.meter.part(count, each)


def settle(bought: Bought) -> None:
    """Bring the payments into the book."""
    confirmations = [
        Confirmation(each, Found(state=State.PAID, payment_id=each.id, amount=Money(each.amount, each.currency)))
        for each in bought.payments
    ]
    paid = settle_payments(confirmations=confirmations)
    assert all(each.status == Payment.Status.PAID for each in paid), "not everything was paid"


def begin(bought: Bought) -> None:
    """Do the worker's part."""
    let_sellers_begin(order_ids=bought.order_ids)


def _rows(name: str, parts: dict[int, list[Part]], *, at_least: float | None = None) -> list[Row]:
    """Return how many times more an order costs alone than in a batch, and what it costs."""
    cpu = {size: [part.cpu_us for part in found] for size, found in parts.items()}
    return [
        row(f"{name}_batch_vs_single_cpu", ratios(cpu[ALONE], cpu[TOGETHER]), "x", at_least=at_least),
        *(each for size, found in parts.items() for each in _costs(f"{name}_{size}", found)),
    ]


def _costs(name: str, parts: Sequence[Part]) -> list[Row]:
    """Return how many there are in a second, and what one costs."""
    return [
        row(f"{name}_per_s", [part.per_second for part in parts], "1/s"),
        row(f"{name}_python_us", [part.server_us for part in parts], "us"),
        row(f"{name}_postgres_us", [part.postgres_us for part in parts], "us"),
        row(f"{name}_wal_bytes", [part.wal for part in parts], "B"),
    ]
