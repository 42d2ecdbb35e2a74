"""Receipts: each seller's part of a paid order gets a number once, and what it says then stays."""

from collections.abc import Iterable, Sequence
from uuid import UUID
from zlib import crc32

from django.db import connection, transaction
from django.db.models import Max

from dure.kernel.clock import HOUSE_ZONE, now
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.giving.queries.funds import public_funds
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment, Order, OrderLine, Payment, Receipt
from dure.rooms.market.queries.order_pages import own_order
from dure.rooms.market.queries.taxes import terms_of_kinds
from dure.rooms.market.services.parts import locked_order
from dure.rooms.market.taxes import TaxedLine, sums_of
from dure.rooms.merchants.queries.merchants import Seller, summaries

LOCK_SPACE = 0x5EC1
"""Tells the locks on sellers' numbers from other locks of the house."""


@transaction.atomic
def issue_receipts(*, by: Actor, order_id: int, cell_id: int = HOME_CELL) -> list[Receipt]:
    """Return the receipts of one's own paid order, a seller each, numbered at the first asking; NotPaidYet before."""
    own_order(by=by, order_id=order_id, cell_id=cell_id)
    order = locked_order(order_id=order_id, cell_id=cell_id)
    parts = Fulfilment.objects.filter(cell_id=cell_id, order_id=order_id, is_replacement=False)
    if not parts:
        raise errors.NotPaidYet
    return _issue_all(order, parts)


@transaction.atomic
def issue_sellers_receipt(*, seller_id: UUID, order_id: int, cell_id: int = HOME_CELL) -> Receipt:
    """Return the receipt of a seller's own part of a paid order, numbered at the first asking; NotPaidYet before."""
    order = locked_order(order_id=order_id, cell_id=cell_id)
    parts = Fulfilment.objects.filter(cell_id=cell_id, order_id=order_id, seller_id=seller_id, is_replacement=False)
    if not parts:
        raise errors.NotPaidYet
    return _issue_all(order, parts)[0]


def _issue_all(order: Order, parts: Iterable[Fulfilment]) -> list[Receipt]:
    """Return the receipts of parts of a locked order, those that were issued before as they were."""
    known = {each.seller_id: each for each in Receipt.objects.filter(cell_id=order.cell_id, order_id=order.order_id)}
    sellers = summaries(organisation_ids={part.seller_id for part in parts})
    # Sellers in a steady order, so that two orders never wait for each other's numbers.
    return [
        known.get(part.seller_id) or _issue(order, part, sellers[part.seller_id])
        for part in sorted(parts, key=lambda part: part.seller_id)
    ]


def _issue(order: Order, part: Fulfilment, seller: Seller) -> Receipt:
    """Give a part its number and freeze what the receipt says."""
    year = now().astimezone(HOUSE_ZONE).year
    return Receipt.objects.create(
        cell_id=order.cell_id,
        order_id=order.order_id,
        seller_id=part.seller_id,
        year=year,
        serial=_next_serial(part.seller_id, year),
        contents=_contents(order, part, seller),
        issued_at=now(),
    )


def _next_serial(seller_id: UUID, year: int) -> int:
    """Return a seller's next number of the year, kept from others until the transaction ends; none is ever left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, crc32(seller_id.bytes) - 2**31])
    last = Receipt.objects.filter(seller_id=seller_id, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _contents(order: Order, part: Fulfilment, seller: Seller) -> dict[str, object]:
    """Return everything a receipt says, amounts in minor units."""
    lines = OrderLine.objects.filter(
        cell_id=order.cell_id, order_id=order.order_id, seller_id=part.seller_id, part_no=1
    ).order_by("line_no")
    goods = [line for line in lines if line.kind == OrderLine.Kind.GOODS]
    kinds = {str(line.about.get("kind", "")) for line in goods}
    terms = terms_of_kinds(country=seller.country, codes=kinds)
    taxed = [
        TaxedLine(amount=Money(line.amount, order.currency), terms=terms.get(str(line.about.get("kind", ""))))
        for line in goods
    ]
    sums = sums_of(taxed, delivery=Money(part.delivery, order.currency))
    return {
        "seller": seller.name,
        "region": seller.region,
        "currency": order.currency,
        "paid_at": part.paid_at.isoformat(),
        "lines": _lines(goods, taxed),
        "delivery": part.delivery,
        "gift": part.gift,
        "gift_fund": _fund_names([order.gift_fund_id] if part.gift else []),
        "pledge": sum(line.pledge for line in goods),
        "pledge_fund": _fund_names([line.fund_id for line in goods if line.pledge]),
        "provider": _provider(order),
        "total": part.paid.minor,
        "exempt": sums.exempt.minor,
        "net": sums.net.minor,
        "tax": sums.tax.minor,
        "unstated": sums.unstated.minor,
        "sources": sorted({line.terms.source for line in taxed if line.terms}),
    }


def _fund_names(fund_ids: Iterable[UUID | None]) -> str:
    """Return what some funds are called, each once."""
    found = public_funds().filter(id__in={fund_id for fund_id in fund_ids if fund_id is not None})
    return " · ".join(sorted(fund.shown_name for fund in found))


def _provider(order: Order) -> str:
    """Return through which provider an order was paid; empty for what was paid at a counter."""
    paid = Payment.objects.filter(cell_id=order.cell_id, order_id=order.order_id, status=Payment.Status.PAID)
    return paid.order_by("paid_at").values_list("provider", flat=True).first() or ""


def _lines(goods: Sequence[OrderLine], taxed: Sequence[TaxedLine]) -> list[dict[str, object]]:
    return [
        {
            "name": line.about.get("name", ""),
            "size": line.about.get("size", ""),
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "amount": line.amount,
            "rate_bp": each.terms.rate_bp if each.terms else None,
        }
        for line, each in zip(goods, taxed, strict=True)
    ]
