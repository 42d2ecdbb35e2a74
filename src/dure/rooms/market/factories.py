"""Makes sellers' shelves, orders and what becomes of them, for anybody's tests and for the demo world."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.drafts import LineRequest, Means, OrderRequest, Receiving
from dure.rooms.market.models import Fulfilment, Order, Payment
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.services import beginnings, intake, settling, shipping
from dure.rooms.market.services.settling import Confirmation
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people


def seller(*, name: str = "", fee: int = 0, free_from: int | None = None, currency: str = "KRW") -> people.Organisation:
    """Make a farm that is approved to sell, and delivers for a fee (minor units)."""
    farm = people.make_organisation(name=name)
    merchants.make_merchant(
        organisation_id=farm.id,
        has_account=False,
        country="CN" if currency == "CNY" else "KR",
        currency=currency,
        delivery_fee=fee,
        free_delivery_from=free_from,
    )
    return farm


def offer(*, organisation_id: UUID | None = None, **facts: object) -> catalog.Offer:
    """Make an open offer of a seller (a new one where none is given); facts as `catalog.factories.offer` takes them."""
    return catalog.offer(organisation_id=organisation_id or seller().id, **facts)  # type: ignore[arg-type]


def receiving(*, means: Means = Means.HOME, hub_id: UUID | None = None) -> Receiving:
    """Return somebody at a door."""
    return Receiving(
        means=means,
        name="Ana",
        phone="+821012345678",
        country="KR",
        street="Sea road 2",
        postcode="59000",
        hub_id=hub_id,
    )


def request(
    *,
    buyer_id: UUID,
    lines: Sequence[tuple[catalog.Offer, int]],
    client_key: UUID | None = None,
    gift: int = 0,
    gift_fund_id: UUID | None = None,
    fees: dict[UUID, int] | None = None,
    to: Receiving | None = None,
) -> OrderRequest:
    """Return an order somebody agrees to: so many of each offer, at today's price."""
    return OrderRequest(
        client_key=client_key or new_id(),
        buyer_id=buyer_id,
        currency=lines[0][0].currency,
        lines=tuple(
            LineRequest(offer_id=offer.offer_id, quantity=count, unit_price=offer.price) for offer, count in lines
        ),
        receiving=to or receiving(),
        fees=fees or {},
        gift=gift,
        gift_fund_id=gift_fund_id,
    )


def placed_order(
    *,
    buyer_id: UUID | None = None,
    lines: Sequence[tuple[catalog.Offer, int]] = (),
    cell_id: int = HOME_CELL,
    **facts: object,
) -> Order:
    """Place an order (of two boxes of a new offer where no lines are given) that is not paid yet."""
    buyer = buyer_id or people.make_person().id
    wanted = request(buyer_id=buyer, lines=lines or [(offer(), 2)], **facts)  # type: ignore[arg-type]
    outcome = intake.place_orders(requests=[wanted], cell_id=cell_id)[0]
    if outcome.fees:
        outcome = intake.place_orders(requests=[replace(wanted, fees=outcome.fees)], cell_id=cell_id)[0]
    assert outcome.order_id is not None, outcome
    return Order.objects.get(cell_id=cell_id, order_id=outcome.order_id)


def settle(*orders: Order) -> None:
    """Pay orders from the world outside, together; the worker has not heard of it yet."""
    made = Payment.objects.bulk_create(_payment_of(order) for order in orders)
    confirmations = [
        Confirmation(each, Found(state=State.PAID, payment_id=each.id, amount=each.price)) for each in made
    ]
    settling.settle_payments(confirmations=confirmations)


def _payment_of(order: Order) -> Payment:
    return Payment(
        cell_id=order.cell_id,
        order_id=order.order_id,
        payer_id=order.buyer_id,
        provider="card_sandbox",
        provider_reference=f"test-{new_id()}",
        source_account=chart.outside("card-sandbox"),
        amount=order.total,
        currency=order.currency,
        begun_at=clock.now(),
    )


def let_begin(*orders: Order) -> None:
    """Do what the worker does a moment after orders were paid."""
    for cell_id in sorted({order.cell_id for order in orders}):
        order_ids = [order.order_id for order in orders if order.cell_id == cell_id]
        beginnings.let_sellers_begin(order_ids=order_ids, cell_id=cell_id)


@transaction.atomic
def pay(order: Order) -> Order:
    """Pay an order from the world outside, and let the worker do its part."""
    settle(order)
    let_begin(order)
    order.refresh_from_db()
    return order


def paid_order(**facts: object) -> Order:
    """Place an order as `placed_order` does, and pay it."""
    return pay(placed_order(**facts))  # type: ignore[arg-type]


def delivered_order(**facts: object) -> Order:
    """Place and pay an order, and let every part of it arrive now."""
    order = paid_order(**facts)
    for part in parts_of(order):
        shipping.note_delivered(reference=part.reference, at=clock.now())
    return order


def parts_of(order: Order) -> list[Fulfilment]:
    """Return the parts of an order, in the order they were made."""
    return list(Fulfilment.objects.filter(cell_id=order.cell_id, order_id=order.order_id).order_by("id"))
