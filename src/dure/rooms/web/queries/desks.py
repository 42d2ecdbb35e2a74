"""The desks of those who sell and of our staff, put together from the rooms in a fixed number of queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from dure.kernel.dead_letters import waiting_count as letters_waiting
from dure.kernel.http import Actor
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries.cycles_at_hand import CyclesAtHand, cycles_at_hand
from dure.rooms.catalog.queries.mine import StockRow
from dure.rooms.dispatch.queries.desks import troubled
from dure.rooms.inbox.queries.conversations import TalkLine, talks_of
from dure.rooms.ledger.queries.seals import last_proof as last_proof_of_book
from dure.rooms.market.queries import affiliates, disputes, late_refunds, reconciliations, sales, selling
from dure.rooms.market.queries.proofs import last_proof as last_proof_of_orders
from dure.rooms.market.queries.sales import Coming as Expected
from dure.rooms.market.queries.sales import Sale
from dure.rooms.market.queries.selling import Week
from dure.rooms.merchants.queries.merchants import own_merchant
from dure.rooms.merchants.queries.own import OwnShop, own_shops
from dure.rooms.merchants.queries.payouts import Coming, coming
from dure.rooms.trust.queries.verifications import waiting_count as verifications_waiting

SALES_SHOWN: Final = 5
STOCK_SHOWN: Final = 4
TALKS_SHOWN: Final = 3
SOON: Final = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a seller finds on the desk in the morning."""

    is_set_up: bool
    to_pack: list[Sale]
    to_pack_count: int
    question_count: int
    week: Week
    coming: Coming
    expected: list[Expected]
    low: list[StockRow]
    expiring: list[StockRow]
    talks: list[TalkLine]
    has_products: bool
    cycles: CyclesAtHand

    @property
    def job(self) -> str:
        """The one job of today, the first there is of those below; rest where there is none."""
        there_is = {
            "set_up": not self.is_set_up,
            "answer": self.question_count > 0,
            "pack": self.to_pack_count > 0,
            "account": self.coming.hold in {"no_account", "unconfirmed", "bounced"},
            "expiring": bool(self.expiring),
            "cycle": self.cycles.waiting > 0,
            "list": not self.has_products,
            "talk": any(talk.unread for talk in self.talks),
            "low": bool(self.low),
        }
        return next((job for job, is_there in there_is.items() if is_there), "rest")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for our staff: how much of what. Of the proofs: how many problems the last ones found."""

    verifications: int
    disputes: int
    hosts: int
    late_refunds: int
    differences: int
    deliveries: int
    letters: int
    book_problems: int | None
    order_problems: int | None

    @property
    def count(self) -> int:
        """How much there is in all."""
        proofs = (self.book_problems or 0) + (self.order_problems or 0)
        people = self.verifications + self.disputes + self.hosts + self.late_refunds
        return people + self.differences + self.deliveries + self.letters + proofs


def desk(*, by: Actor, organisation_id: UUID) -> Desk:
    """Return a seller's desk to its people; NotFound where the organisation does not sell."""
    merchant = own_merchant(by=by, organisation_id=organisation_id)
    return Desk(
        is_set_up=merchant.status != "started",
        to_pack=sales.to_pack(organisation_id=organisation_id, count=SALES_SHOWN),
        to_pack_count=sales.to_pack_count(organisation_id=organisation_id),
        question_count=selling.question_count(organisation_id=organisation_id),
        week=selling.week(organisation_id=organisation_id),
        coming=coming(organisation_id=organisation_id),
        expected=sales.money_coming(organisation_id=organisation_id),
        low=mine.running_low(organisation_id=organisation_id, count=STOCK_SHOWN),
        expiring=mine.expiring(organisation_id=organisation_id, within=SOON, count=STOCK_SHOWN),
        talks=talks_of(organisation_id=organisation_id, count=TALKS_SHOWN),
        has_products=mine.has_products(organisation_id=organisation_id),
        cycles=cycles_at_hand(organisation_id=organisation_id),
    )


def desks(*, person_id: UUID | None) -> list[OwnShop]:
    """Return the shops at whose desks a person may sit, by their names."""
    found = [shop for shop in own_shops(person_id=person_id) if shop.merchant is not None]
    return sorted(found, key=lambda shop: shop.name)


def waiting() -> Waiting:
    """Return what waits for our staff; as many queries however much it is."""
    book, orders = last_proof_of_book(), last_proof_of_orders()
    return Waiting(
        verifications=verifications_waiting(),
        disputes=disputes.waiting_for_staff(),
        hosts=affiliates.waiting_count(),
        late_refunds=late_refunds.overdue_count(),
        differences=reconciliations.differences(is_open=True).count(),
        deliveries=troubled().count(),
        letters=letters_waiting(),
        book_problems=book.problem_count if book else None,
        order_problems=len(orders.problems) if orders else None,
    )
