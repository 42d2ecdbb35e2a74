"""Closing a till: the drawer is counted, the difference written down, and what is owed to others settled."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, move
from dure.rooms.ledger.queries.accounts import available
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.models import TillClosing, TillMeans, TillSale
from dure.rooms.market.queries.till import owed_before
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What lay in the drawer, in minor units: the change money one began with, and everything at the end."""

    change_money: int
    counted: int
    note: str = ""


@transaction.atomic
def close_till(*, by: Actor, organisation_id: UUID, count: Count) -> TillClosing:
    """Close the drawer over every sale not counted yet; TillEmpty when there is none.

    A difference is moved between `outside:cash` and `adjustments`. Commission and pledges of the sales (and what an
    earlier closing could not settle) are taken from the seller's earnings, as far as they reach.
    """
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    sales = list(
        TillSale.objects.select_for_update().filter(organisation_id=organisation_id, closing=None).order_by("id")
    )
    kept = [sale for sale in sales if sale.taken_back_at is None]
    if not kept:
        raise errors.TillEmpty
    closing = TillClosing(
        organisation_id=organisation_id, currency=kept[0].currency, sale_count=len(kept),
        cash=_sum(kept, TillMeans.CASH), card=_sum(kept, TillMeans.CARD), change_money=count.change_money,
        counted=count.counted, owed=sum(sale.owed for sale in kept), settled=0, note=count.note.strip(),
        closed_at=clock.now(), closed_by_id=by.person_id,
    )  # fmt: skip
    closing.settled = _settle(closing, earlier=owed_before(organisation_id=organisation_id))
    closing.save(force_insert=True)
    TillSale.objects.filter(id__in=[sale.id for sale in sales]).update(closing=closing)
    entries.record_many(drafts=_drafts(closing))
    return closing


def _sum(sales: list[TillSale], means: TillMeans) -> int:
    return sum(sale.total for sale in sales if sale.means == means)


def _settle(closing: TillClosing, *, earlier: int) -> int:
    """Return how much of what is owed the seller's earnings can pay now."""
    there = available(account=chart.earnings(closing.organisation_id), unit=closing.currency)
    return max(min(closing.owed + earlier, there), 0)


def _drafts(closing: TillClosing) -> list[Draft]:
    """Return the entries of a closing: the difference of the drawer, and what was settled."""
    about, unit = {"till": str(closing.organisation_id)}, closing.currency
    cash, adjustments = chart.outside("cash"), chart.adjustments()
    found = (cash, adjustments) if closing.difference > 0 else (adjustments, cash)
    drafts = []
    if closing.difference:
        legs = move(source=found[0], target=found[1], amount=abs(closing.difference), unit=unit)
        drafts.append(
            Draft(reference=f"till-difference:{closing.id}", kind=Kind.TRANSFER, legs=legs, about=about)
        )  # fmt: skip
    if closing.settled:
        earned = chart.earnings(closing.organisation_id)
        legs = move(source=earned, target=cash, amount=closing.settled, unit=unit)
        drafts.append(Draft(reference=f"till-settled:{closing.id}", kind=Kind.TRANSFER, legs=legs, about=about))
    return drafts
