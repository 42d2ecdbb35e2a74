"""What the pages of a street shop's till show: goods, sales not counted yet, and closings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Sum

from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.queries.street import street_offers
from dure.rooms.market import errors
from dure.rooms.market.models import OrderLine, TillClosing, TillMeans, TillSale
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.queries.persons import names as names_of
from dure.rooms.people.roles import Role

CLOSINGS_SHOWN = 30
LINES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Till:
    """The counter of one shop: what can be sold, and how far the day is."""

    organisation_id: UUID
    currency: str
    is_open: bool
    goods: Sequence[OfferView]
    sale_count: int
    taken: Money


@dataclass(frozen=True, kw_only=True)
class SaleLine:
    """One thing of a sale, as it was called when it was sold."""

    name: str
    size: str
    quantity: int
    amount: Money


@dataclass(frozen=True, kw_only=True)
class SaleRow:
    """A sale with its lines and who stood at the till."""

    sale: TillSale
    cashier: str
    lines: Sequence[SaleLine]


@dataclass(frozen=True, kw_only=True)
class Day:
    """What was sold since the last closing, in minor units of the shop's currency."""

    currency: str
    rows: Sequence[SaleRow]
    cash: Money
    card: Money
    change_money: int
    closings: Sequence[TillClosing]


def till(*, by: Actor, organisation_id: UUID) -> Till:
    """Return the counter to those who may act for the shop; NotFound to everybody else."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    shop = find(organisation_id=organisation_id)
    currency = shop.currency if shop else "KRW"
    sales = [sale for sale in _open(organisation_id) if sale.taken_back_at is None]
    return Till(
        organisation_id=organisation_id,
        currency=currency,
        is_open=shop is not None and shop.is_approved,
        goods=street_offers(organisation_id=organisation_id),
        sale_count=len(sales),
        taken=Money(sum(sale.total for sale in sales), currency),
    )


def day(*, by: Actor, organisation_id: UUID) -> Day:
    """Return what was sold since the last closing, newest first, and the last closings; five questions in all."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    shop = find(organisation_id=organisation_id)
    currency = shop.currency if shop else "KRW"
    sales = _open(organisation_id)
    kept = [sale for sale in sales if sale.taken_back_at is None]
    closings = list(TillClosing.objects.filter(organisation_id=organisation_id)[:CLOSINGS_SHOWN])
    by_means = {means: sum(sale.total for sale in kept if sale.means == means) for means in TillMeans}
    return Day(
        currency=currency,
        rows=_rows(sales),
        cash=Money(by_means[TillMeans.CASH], currency),
        card=Money(by_means[TillMeans.CARD], currency),
        change_money=closings[0].change_money if closings else 0,
        closings=closings,
    )


def closing_of(*, by: Actor, organisation_id: UUID, closing_id: UUID) -> TillClosing:
    """Return a closing of the shop's till; TillClosingNotFound for others'."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = TillClosing.objects.filter(id=closing_id, organisation_id=organisation_id).first()
    if found is None:
        raise errors.TillClosingNotFound
    return found


def rows_of_closing(*, closing: TillClosing) -> Iterator[SaleRow]:
    """Yield every sale of a closing, oldest first, some at a time."""
    numbers = list(closing.sales.order_by("sold_at", "id").values_list("id", flat=True))
    for start in range(0, len(numbers), LINES_AT_ONCE):
        some = TillSale.objects.filter(id__in=numbers[start : start + LINES_AT_ONCE]).order_by("sold_at", "id")
        yield from _rows(list(some))


def owed_before(*, organisation_id: UUID) -> int:
    """Return what earlier closings of a till could not settle, in minor units."""
    sums = TillClosing.objects.filter(organisation_id=organisation_id).aggregate(left=Sum(F("owed") - F("settled")))
    return sums["left"] or 0


def _open(organisation_id: UUID) -> list[TillSale]:
    """Return the sales no closing has counted, newest first."""
    return list(TillSale.objects.filter(organisation_id=organisation_id, closing=None))


def _rows(sales: Sequence[TillSale]) -> list[SaleRow]:
    """Return sales with their lines and cashiers, with two questions."""
    orders = {sale.order_id for sale in sales}
    lines: dict[int, list[SaleLine]] = {order_id: [] for order_id in orders}
    cells = {sale.cell_id for sale in sales}
    found = OrderLine.objects.filter(cell_id__in=cells, order_id__in=orders).order_by("order_id", "line_no")
    currencies = {sale.order_id: sale.currency for sale in sales}
    for line in found:
        lines[line.order_id].append(
            SaleLine(
                name=line.about.get("name", ""), size=line.about.get("size", ""), quantity=line.quantity,
                amount=Money(line.amount, currencies[line.order_id]),
            )
        )  # fmt: skip
    names = names_of(person_ids=list({sale.cashier_id for sale in sales}))
    return [SaleRow(sale=sale, cashier=names.get(sale.cashier_id, ""), lines=lines[sale.order_id]) for sale in sales]
