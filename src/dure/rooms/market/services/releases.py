"""Letting held money go: one entry shares a part's money out to seller, commission, delivery and funds."""

from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.events.market import FulfilmentReleased
from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.outbox import announce
from dure.rooms.catalog.queries.cycles import fee_shares
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, Leg
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors, sharing
from dure.rooms.market.models import Dispute, Fulfilment, OrderAct, OrderLine, Return, Side
from dure.rooms.market.queries.order_fees import fees_of_order
from dure.rooms.market.rules import RELEASE_AT_ONCE_MAX
from dure.rooms.market.services import commissions, late_refunds
from dure.rooms.market.services.acts import note_act, side_of
from dure.rooms.market.services.parts import Held, close_order, close_part, locked_part
from dure.rooms.market.sharing import LineShare, Shares, shares

Status = Fulfilment.Status


@transaction.atomic
def confirm_received(*, by: Actor, fulfilment_id: UUID) -> Fulfilment:
    """The buyer has everything and is content: the seller is paid now. Confirming twice pays once."""
    held = locked_part(fulfilment_id=fulfilment_id)
    side = side_of(by=by, buyer_id=held.order.buyer_id)
    if held.part.status == Status.COMPLETED:
        return held.part
    if held.part.status not in {Status.ON_THE_WAY, Status.DELIVERED}:
        raise errors.NotDelivered
    if has_open_questions(held.part):
        raise errors.DisputeUnderWay
    note_act(
        order_id=held.order.order_id, cell_id=held.order.cell_id, fulfilment_id=held.part.id,
        act=OrderAct.Act.RECEIVED, side=side, by=by,
    )  # fmt: skip
    _release(held, side=side, by=by)
    return held.part


def release_due() -> int:
    """Pay the sellers of every part whose time for complaints is over; return how many."""
    count = 0
    while due := list(_due()[:RELEASE_AT_ONCE_MAX]):
        count += sum(release_part(fulfilment_id=fulfilment_id) for fulfilment_id in due)
        if len(due) < RELEASE_AT_ONCE_MAX:
            break
    return count


@transaction.atomic
def release_part(*, fulfilment_id: UUID) -> bool:
    """Pay the seller of one delivered part if nothing stands against it any more; return whether that was so."""
    held = locked_part(fulfilment_id=fulfilment_id)
    part = held.part
    is_due = part.status == Status.DELIVERED and part.complaint_until and part.complaint_until <= clock.now()
    if not is_due or has_open_questions(part):
        return False
    _release(held, side=Side.HOUSE, by=HOUSE)
    return True


def has_open_questions(part: Fulfilment) -> bool:
    """Whether a return, a reported problem or a replacement of a part is not settled yet."""
    return Fulfilment.objects.filter(id=part.id).filter(_questions()).exists()


def _questions() -> Q:
    """Say whether something about a part is not settled yet, for a query over parts."""
    replacement = Fulfilment.objects.filter(
        cell_id=OuterRef("cell_id"), order_id=OuterRef("order_id"), seller=OuterRef("seller"), is_replacement=True,
        status__in=Fulfilment.OPEN, part_no__gt=OuterRef("part_no"),
    )  # fmt: skip
    disputes = Dispute.objects.filter(fulfilment=OuterRef("pk"), status__in=Dispute.UNDECIDED)
    returns = Return.objects.filter(fulfilment=OuterRef("pk"), status__in=Return.OPEN)
    return Q(Exists(disputes)) | Q(Exists(returns)) | Q(Exists(replacement))


def _due() -> QuerySet[Fulfilment, UUID]:
    """Return the parts to release now, those waiting longest first."""
    found = Fulfilment.objects.filter(status=Status.DELIVERED, complaint_until__lte=clock.now())
    return found.filter(~_questions()).order_by("complaint_until").values_list("id", flat=True)


def _release(held: Held, *, side: Side, by: Actor) -> None:
    """Share a part's money out and end it."""
    order, part = held.order, held.part
    shared = shares_of(held)
    kept_back = for_hosts = 0
    if shared.total:
        to_hosts, for_hosts = commissions.settle(held=held, sellers=_left_to_seller(held, shared))
        released = Draft(
            reference=f"release:{part.id}",
            kind=Kind.SALE,
            legs=tuple(legs_of(shared, seller_id=part.seller_id, currency=part.currency)),
            about={"order": str(order.order_id)},
        )
        entries.record_many(drafts=[released, *to_hosts], cell_id=part.cell_id)
        kept_back = late_refunds.keep_for_refunds(
            seller_id=part.seller_id, currency=part.currency, earned=shared.seller - for_hosts,
            step=f"release:{part.id}",
        )  # fmt: skip
    close_part(part=part, status=Status.COMPLETED)
    note_act(
        order_id=order.order_id, cell_id=order.cell_id, fulfilment_id=part.id, act=OrderAct.Act.RELEASED, side=side,
        by=by, facts={"seller": shared.seller - for_hosts, "commission": shared.commission, "hosts": for_hosts,
        "delivery": shared.delivery, "given": sum(shared.funds.values()), "kept_back": kept_back,
        "currency": part.currency},
    )  # fmt: skip
    announce(
        FulfilmentReleased(
            cell_id=part.cell_id, order_id=str(order.order_id), fulfilment_id=str(part.id),
            seller_id=str(part.seller_id), earned=shared.seller - for_hosts, currency=part.currency,
        )
    )  # fmt: skip
    close_order(order=order)


def shares_of(held: Held) -> Shares:
    """Return who gets what of what is held for a part; of goods of an order cycle its coordinator and hub have fees."""
    shared = shares(
        lines=[_line_share(line) for line in held.goods],
        delivery=sum(line.kept for line in held.lines if line.kind == OrderLine.Kind.DELIVERY),
        currency=held.part.currency,
        gift=held.part.gift,
        gift_fund_id=held.order.gift_fund_id,
    )  # fmt: skip
    shared = shared.with_fees(_cycle_fees(held))
    return shared.with_order_fees(_order_fees(held), seller_id=held.part.seller_id)


def _line_share(line: OrderLine) -> LineShare:
    return LineShare(
        price=line.amount, kept=line.kept, commission_bp=line.commission_bp, pledge=line.pledge, fund_id=line.fund_id
    )


def _left_to_seller(held: Held, shared: Shares) -> dict[int, int]:
    """Return what the seller has of each line of goods, before any host; together never more than the whole share."""
    fees, left, whole = _fees_by_line(held), {}, shared.seller
    for line in held.goods:
        own = sharing.sellers_part(_line_share(line), held.part.currency) - fees[line.line_no].total()
        left[line.line_no] = min(max(own, 0), max(whole, 0))
        whole -= left[line.line_no]
    return left


def _cycle_fees(held: Held) -> Counter[UUID]:
    """Return what of a part goes to others than its seller, in proportion to what was kept of each line."""
    return sum(_fees_by_line(held).values(), Counter[UUID]())


def _fees_by_line(held: Held) -> dict[int, Counter[UUID]]:
    """Return what of each line of goods goes to others than its seller."""
    offer_ids = {line.offer_id for line in held.goods if line.offer_id is not None and line.amount}
    known = fee_shares(offer_ids=offer_ids)
    fees: dict[int, Counter[UUID]] = {line.line_no: Counter() for line in held.goods}
    for line in held.goods:
        for whose, each in known.get(line.offer_id or 0, {}).items():
            if whose != held.part.seller_id and line.amount:
                fees[line.line_no][whose] += each * line.quantity * line.kept // line.amount
    return fees


def _order_fees(held: Held) -> Counter[UUID]:
    """Return whose fees for the order a part carries, in proportion to what was kept of its delivery line."""
    delivery = next((line for line in held.lines if line.kind == OrderLine.Kind.DELIVERY and line.amount), None)
    fees: Counter[UUID] = Counter()
    if delivery is not None:
        asked = fees_of_order(cell_id=held.order.cell_id, order_id=held.order.order_id)
        for fee in asked.get(held.part.seller_id, []):
            fees[fee.whose] += fee.amount.minor * delivery.kept // delivery.amount
    return fees


def legs_of(shared: Shares, *, seller_id: UUID, currency: str) -> list[Leg]:
    """Return the legs that share held money out; nobody gets nothing."""
    amounts = {
        chart.held_for_orders(): -shared.total,
        chart.earnings(seller_id): shared.seller,
        chart.commission(): shared.commission,
        chart.delivery_costs(): shared.delivery,
        **{chart.earnings(whose): fee for whose, fee in sorted(shared.between.items())},
        **{chart.fund(fund_id): given for fund_id, given in sorted(shared.funds.items())},
    }
    return [Leg(account, amount, currency) for account, amount in amounts.items() if amount]
