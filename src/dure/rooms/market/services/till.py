"""The till of a street shop: each sale is an order through the one intake, paid and completed at once.

The buyer of such an order is the house's walk-in person: nobody asks a customer at the counter for a name, and the
cashier, who did not buy, stands on the sale itself. The money never passes through the house: the shop has it in its
drawer (or from its own card machine). So the book takes it in from outside, shares it out like any sale, and at once
lets the seller's share go back outside, where it lies. What of it is not the seller's is owed (`TillSale.owed`) and
settled when the till is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from dure.events.market import FulfilmentReleased, OrderCompleted, OrdersPaid
from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.kernel.outbox import announce_all
from dure.rooms.catalog.services import stock
from dure.rooms.catalog.services.tills import SoldGoods, as_sold
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import Draft, move
from dure.rooms.ledger.queries.entries import entry_by_reference
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.columns import content_hash
from dure.rooms.market.drafts import Answer, LineRequest, Means, OrderRequest, Receiving, problem_of
from dure.rooms.market.models import Fulfilment, Order, OrderAct, Side, TillMeans, TillSale
from dure.rooms.market.services import notices
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.services.parts import Held, levels_of, lines_of, locked_part
from dure.rooms.market.services.releases import legs_of, shares_of
from dure.rooms.market.sharing import Shares
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.people.services import persons

WALK_IN: Final = uuid5(NAMESPACE_URL, "dure:walk-in")
"""The person who stands for everybody who buys at a counter."""

TOLD_WITHIN: Final = timedelta(days=7)
"""A sale told of later than this, or from the future, is taken to have happened now: the device's clock is wrong."""

OUTSIDE: Final = {TillMeans.CASH: chart.outside("cash"), TillMeans.CARD: chart.outside("card-elsewhere")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleDraft:
    """A sale as the till tells of it; `client_key` names it, so that telling it twice sells once."""

    client_key: UUID
    means: TillMeans
    goods: Sequence[SoldGoods]
    sold_at: datetime


@transaction.atomic
def record_sale(*, by: Actor, organisation_id: UUID, sale: SaleDraft) -> TillSale:
    """Write down what was sold at the counter, whatever the shelf says by now; the same sale again returns the first.

    Goods that were meanwhile sold elsewhere are corrected as counted, and the seller is told to look. TillShut for a
    shop that may not sell, KeyReused when the key names another sale.
    """
    request = _request(by, organisation_id, sale)
    claimed, is_new = TillSale.objects.get_or_create(
        id=sale.client_key, defaults=_facts(by, organisation_id, sale, request)
    )
    if not is_new:
        return _the_same(claimed, organisation_id, request, sale)
    with as_sold(
        by=by, organisation_id=organisation_id, goods=sale.goods, reference=f"till:{sale.client_key}"
    ) as counter:
        order = _place(request, counter.offers)
    claimed.order_id, claimed.missing = order.order_id, sum(counter.missing.values())
    claimed.owed = _complete(order, claimed, by=by)
    claimed.save(update_fields=["order_id", "missing", "owed"])
    if claimed.missing:
        notices.sold_past_the_book(sale=claimed)
    return claimed


@transaction.atomic
def take_back_sale(*, by: Actor, organisation_id: UUID, sale_id: UUID) -> TillSale:
    """Undo a sale that was a mistake, before the till is closed: goods back on the shelf, every entry turned round."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    sale = TillSale.objects.select_for_update().filter(id=sale_id, organisation_id=organisation_id).first()
    if sale is None:
        raise errors.TillSaleNotFound
    if sale.closing_id is not None:
        raise errors.TillSaleClosed
    if sale.taken_back_at is not None:
        return sale
    part_id = Fulfilment.objects.values_list("id", flat=True).get(cell_id=sale.cell_id, order_id=sale.order_id)
    held = locked_part(fulfilment_id=part_id)
    stock.put_back(counts=levels_of(held.goods), reference=f"till:{sale.id}", cell_id=sale.cell_id)
    entries.reverse_many(entry_ids=_entries_of(held, sale), reason="taken back", cell_id=sale.cell_id)
    _undo(held)
    note_act(
        order_id=sale.order_id, cell_id=sale.cell_id, fulfilment_id=part_id, act=OrderAct.Act.REFUNDED,
        side=Side.SELLER, by=by, facts={"refunded": sale.total},
    )  # fmt: skip
    sale.taken_back_at, sale.owed = clock.now(), 0
    sale.save(update_fields=["taken_back_at", "owed"])
    return sale


def _request(by: Actor, organisation_id: UUID, sale: SaleDraft) -> OrderRequest:
    """Return the order a sale is, after looking whether it can be one."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    if by.person_id is None:
        raise NotSignedIn
    shop = find(organisation_id=organisation_id)
    if shop is None or not shop.is_approved:
        raise errors.TillShut
    request = OrderRequest(
        client_key=sale.client_key,
        buyer_id=WALK_IN,
        currency=shop.currency,
        lines=tuple(
            LineRequest(offer_id=each.offer_id, quantity=each.quantity, unit_price=each.unit_price)
            for each in sale.goods
        ),
        receiving=Receiving(means=Means.PICKUP, name="", phone=""),
        happened_at=_moment(sale.sold_at),
    )
    if problem := problem_of(request):
        raise errors.OrderMalformed(reason=problem)
    return request


def _moment(told: datetime) -> datetime:
    """Return when a sale happened, as far as the device's clock can be believed."""
    now = clock.now()
    return told if now - TOLD_WITHIN <= told <= now else now


def _facts(by: Actor, organisation_id: UUID, sale: SaleDraft, request: OrderRequest) -> dict[str, object]:
    """Return what a new sale is written down with before it is an order."""
    return {
        "organisation_id": organisation_id,
        "cell_id": HOME_CELL,
        "content_hash": content_hash(request),
        "means": sale.means,
        "total": sum(line.quantity * line.unit_price for line in request.lines),
        "currency": request.currency,
        "sold_at": request.happened_at,
        "recorded_at": clock.now(),
        "cashier_id": by.person_id,
    }


def _the_same(known: TillSale, organisation_id: UUID, request: OrderRequest, sale: SaleDraft) -> TillSale:
    """Return a sale told of before; KeyReused when it was another one."""
    told = (organisation_id, content_hash(request), sale.means)
    if (known.organisation_id, known.content_hash, known.means) != told:
        raise KeyReused
    return known


def _place(request: OrderRequest, offers: dict[int, int]) -> Order:
    """Place the order of a sale by the offers that stand in for those asked."""
    persons.bring_in(names={WALK_IN: "Walk-in"})
    lines = tuple(
        LineRequest(offer_id=offers[line.offer_id], quantity=line.quantity, unit_price=line.unit_price)
        for line in request.lines
    )
    wanted = OrderRequest(
        client_key=request.client_key, buyer_id=request.buyer_id, currency=request.currency, lines=lines,
        receiving=request.receiving, happened_at=request.happened_at,
    )  # fmt: skip
    [outcome] = place_orders(requests=[wanted])
    if outcome.answer is not Answer.PLACED or outcome.order_id is None:
        raise errors.TillShut
    return Order.objects.get(cell_id=HOME_CELL, order_id=outcome.order_id)


def _complete(order: Order, sale: TillSale, *, by: Actor) -> int:
    """Hand the goods over, write the money down and end the order; return what of it is owed to others."""
    held = _part_of(order, sale)
    stock.take(counts=levels_of(held.goods), reference=f"order:{order.order_id}", cell_id=order.cell_id)
    shared = shares_of(held)
    entries.record_many(drafts=_drafts(held, sale, shared), cell_id=order.cell_id)
    order.status = Order.Status.COMPLETED
    order.save(update_fields=["status"])
    note_act(
        order_id=order.order_id, cell_id=order.cell_id, fulfilment_id=held.part.id, act=OrderAct.Act.RELEASED,
        side=Side.SELLER, by=by,
        facts={"till": str(sale.id), "means": sale.means, "seller": shared.seller, "commission": shared.commission,
               "given": sum(shared.funds.values()), "currency": order.currency},
    )  # fmt: skip
    _announce(held, shared)
    return shared.total - shared.seller


def _part_of(order: Order, sale: TillSale) -> Held:
    """Make the seller's part of a sale: handed over, paid and completed in one."""
    moment = clock.now()
    part = Fulfilment.objects.create(
        cell_id=order.cell_id, order_id=order.order_id, seller_id=sale.organisation_id, buyer_id=order.buyer_id,
        status=Fulfilment.Status.COMPLETED, currency=order.currency, goods=order.goods, delivery=0,
        stock_taken_at=moment, paid_at=sale.sold_at, delivered_at=sale.sold_at, closed_at=moment,
    )  # fmt: skip
    return Held(order, part, lines_of(order, seller_id=part.seller_id, part_no=part.part_no))


def _drafts(held: Held, sale: TillSale, shared: Shares) -> list[Draft]:
    """Return the entries of a sale: paid from outside, shared out, and the seller's share kept in his drawer."""
    order, outside, seller = held.order, OUTSIDE[TillMeans(sale.means)], chart.earnings(sale.organisation_id)
    about = {"order": str(order.order_id)}
    paid = (
        *move(source=outside, target=chart.held_for_orders(), amount=order.total, unit=order.currency),
        *move(source=chart.orders_promised(), target=chart.orders_due(), amount=order.total, unit=order.currency),
    )
    shares = legs_of(shared, seller_id=sale.organisation_id, currency=order.currency)
    kept = move(source=seller, target=outside, amount=shared.seller, unit=order.currency)
    drafts = [
        Draft(reference=_paid(sale), kind=Kind.PURCHASE, legs=paid, about=about, happened_at=sale.sold_at),
        Draft(reference=f"release:{held.part.id}", kind=Kind.SALE, legs=tuple(shares), about=about),
    ]
    return (
        [*drafts, Draft(reference=_kept(sale), kind=Kind.TRANSFER, legs=kept, about=about)] if shared.seller else drafts
    )


def _paid(sale: TillSale) -> str:
    return f"till:{sale.id}"


def _kept(sale: TillSale) -> str:
    return f"till-kept:{sale.id}"


def _announce(held: Held, shared: Shares) -> None:
    """Tell the house that an order was paid, shared out and completed."""
    order, part, cell_id = held.order, held.part, held.order.cell_id
    order_id, buyer_id = str(order.order_id), str(order.buyer_id)
    announce_all(
        [
            OrdersPaid(
                cell_id=cell_id, order_ids=(order_id,), buyer_ids=(buyer_id,), totals=(order.total,),
                currencies=(order.currency,),
            ),
            FulfilmentReleased(
                cell_id=cell_id, order_id=order_id, fulfilment_id=str(part.id), seller_id=str(part.seller_id),
                earned=shared.seller, currency=part.currency,
            ),
            OrderCompleted(cell_id=cell_id, order_id=order_id, buyer_id=buyer_id),
        ]
    )  # fmt: skip


def _entries_of(held: Held, sale: TillSale) -> list[int]:
    """Return the entries of a sale, the last one first: what went out comes back before it is given back."""
    references = [_kept(sale), f"release:{held.part.id}", _paid(sale), f"order:{held.order.order_id}"]
    found = [entry_by_reference(reference=reference, cell_id=sale.cell_id) for reference in references]
    return [entry.entry_id for entry in found if entry]


def _undo(held: Held) -> None:
    """Leave an order as one whose money went back wholly."""
    order, part = held.order, held.part
    for line in held.goods:
        line.refunded = line.amount
        line.save(update_fields=["refunded"])
    part.refunded, part.status = part.goods, Fulfilment.Status.REFUNDED
    part.save(update_fields=["refunded", "status"])
    order.status = Order.Status.CANCELLED
    order.save(update_fields=["status"])
