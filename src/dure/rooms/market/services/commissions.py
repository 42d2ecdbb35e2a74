"""Hosts' commissions in the book: promised, shared out of the seller's share, taken back with refunds, paid.

The money of a commission lies, once its line's money is released, with the host (earned), aside for our staff's look
(held), or with the seller (refused); before that it is nobody's. Every move is an entry of its own beside the release,
so that the seller's statement shows it. Locks: the order and its part, attributions by id, programmes, the book,
standings last.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.kernel import clock
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, Leg, move
from dure.rooms.ledger.services import entries
from dure.rooms.market.models import Attribution, OrderLine, Programme
from dure.rooms.market.promoting import Reason, commission_of
from dure.rooms.market.services import host_standings
from dure.rooms.market.services.attributing import attribute_orders
from dure.rooms.market.services.parts import Held

Status = Attribution.Status


@transaction.atomic(savepoint=False)
def settle(*, held: Held, sellers: Mapping[int, int]) -> tuple[list[Draft], int]:
    """Fix the commissions of a part whose money is released now; return the entries to record, and their sum.

    `sellers` is what its seller has of each line before this: a commission never takes more than that.
    """
    part, order = held.part, held.order
    attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id)
    lines = {line.line_no: line for line in held.goods}
    rows = [row for row in _locked(held) if row.settled_at is None and row.is_promised]
    moment = clock.now()
    for row in rows:
        line = lines[row.line_no]
        _change_to(row, _commission(row, kept=line.kept, at_most=sellers[row.line_no]))
        row.amount, row.to_farmer = line.kept, max(sellers[row.line_no] - row.commission, 0)
        row.settled_at = moment
        row.status = Status.EARNED if row.status == Status.PENDING else row.status
        row.save()
    host_standings.count(rows=[row for row in rows if row.counts], sign=1)
    legs: Counter[str] = Counter()
    for row in rows:
        legs[_lies_in(row)] += row.commission
    total = sum(legs.values())
    if not total:
        return [], 0
    source = Leg(chart.earnings(part.seller_id), -total, part.currency)
    targets = [Leg(account, amount, part.currency) for account, amount in sorted(legs.items()) if amount]
    return [_entry(f"promotion:{part.id}", (source, *targets), order.order_id)], total


@transaction.atomic(savepoint=False)
def follow_refund(*, held: Held) -> None:
    """Promise less for lines of an open part of which something went back, and nothing for those given back whole."""
    kept = {line.line_no: line.kept for line in held.goods}
    for row in _locked(held):
        if row.settled_at is not None or row.line_no not in kept or row.amount == kept[row.line_no]:
            continue
        row.amount = kept[row.line_no]
        _change_to(row, _commission(row, kept=row.amount, at_most=row.amount))
        _end_if_nothing_is_left(row)
        row.save()


@transaction.atomic(savepoint=False)
def take_back(*, held: Held, amounts: Mapping[OrderLine, int], step: str) -> None:
    """Give the seller back what hosts had of so much of each line that is refunded after its money was released."""
    kept = {line.line_no: line.kept - amount for line, amount in amounts.items()}
    drafts = []
    for row in _locked(held):
        if row.settled_at is None or row.amount == kept.get(row.line_no, row.amount):
            continue
        drafts += _taken_back(row, kept=kept[row.line_no], step=step)
        row.save()
    entries.record_many(drafts=drafts, cell_id=held.order.cell_id)


@transaction.atomic(savepoint=False)
def move_to(
    *, rows: Sequence[Attribution], status: Attribution.Status, reasons: Mapping[UUID, Reason | str], step: str
) -> None:
    """Let locked commissions stand otherwise, and their money lie where it belongs then.

    Pending and earned are the same decision, before and after release. InsufficientFunds where it lies no more.
    """
    drafts: dict[int, list[Draft]] = defaultdict(list)
    for row in rows:
        source, counted, was_promised = _lies_in(row), row.counts, row.is_promised
        row.status = _as_released(row, status)
        row.reason, row.decided_at = reasons[row.id], clock.now()
        if row.is_promised != was_promised:
            _commit(row, row.commission if row.is_promised else -row.commission)
        if row.settled_at is not None and row.commission and _lies_in(row) != source:
            legs = move(source=source, target=_lies_in(row), amount=row.commission, unit=row.currency)
            drafts[row.cell_id].append(_entry(f"promotion-moved:{row.id}:{step}", legs, row.order_id))
        if row.counts != counted:
            host_standings.count(rows=[row], sign=1 if row.counts else -1)
        row.save(update_fields=["status", "reason", "decided_at"])
    for cell_id, moved in sorted(drafts.items()):
        entries.record_many(drafts=moved, cell_id=cell_id)


@transaction.atomic(savepoint=False)
def hold_all(*, affiliate_id: UUID, step: str) -> int:
    """Have our staff look at everything of a host that is not paid yet; return how many commissions wait now."""
    unpaid = Attribution.objects.select_for_update(of=("self",)).select_related("affiliate", "seller__region")
    open_ones = unpaid.filter(
        affiliate_id=affiliate_id, status__in=(Status.PENDING, Status.EARNED), paid_at__isnull=True
    )
    rows = list(open_ones.order_by("id"))
    reasons = {row.id: Reason.HOST_SUSPENDED for row in rows}
    move_to(rows=rows, status=Status.HELD, reasons=reasons, step=step)
    return len(rows)


def _taken_back(row: Attribution, *, kept: int, step: str) -> list[Draft]:
    """Fix a settled commission anew, now that less was kept of its line; return the entry that gives the rest back."""
    before, source, counted = row.commission, _lies_in(row), row.counts
    if counted:
        host_standings.count(rows=[row], sign=-1)
    _change_to(row, min(_commission(row, kept=kept, at_most=kept), before))
    row.to_farmer = row.to_farmer * kept // row.amount
    row.amount = kept
    target, back = chart.earnings(row.seller_id), before - row.commission
    _end_if_nothing_is_left(row)
    if row.counts:
        host_standings.count(rows=[row], sign=1)
    if not back or source == target:
        return []
    legs = move(source=source, target=target, amount=back, unit=row.currency)
    return [_entry(f"promotion-back:{row.id}:{step}", legs, row.order_id)]


def _locked(held: Held) -> list[Attribution]:
    """Lock the decisions about a part's lines."""
    found = Attribution.objects.select_for_update(of=("self",)).select_related("affiliate", "seller__region")
    of_order = found.filter(cell_id=held.order.cell_id, order_id=held.order.order_id, seller_id=held.part.seller_id)
    numbers = {line.line_no for line in held.goods}
    return [row for row in of_order.order_by("id") if row.line_no in numbers]


def _commission(row: Attribution, *, kept: int, at_most: int) -> int:
    return commission_of(kept=kept, commission_bp=row.commission_bp, at_most=at_most, currency=row.currency)


def _change_to(row: Attribution, commission: int) -> None:
    """Let a commission be smaller (or as it was), and its programme's budget have the rest again."""
    change = commission - row.commission
    if change and row.is_promised:
        _commit(row, change)
    row.reversed -= min(change, 0)
    row.commission = commission


def _end_if_nothing_is_left(row: Attribution) -> None:
    if not row.amount and row.is_promised:
        row.status, row.reason = Status.REVERSED, Reason.REFUNDED


def _commit(row: Attribution, change: int) -> None:
    Programme.objects.filter(id=row.programme_id).update(committed=F("committed") + change)


def _as_released(row: Attribution, status: Attribution.Status) -> Attribution.Status:
    """Return a status as it is called before or after release."""
    if status in {Status.PENDING, Status.EARNED}:
        return Status.PENDING if row.settled_at is None else Status.EARNED
    return status


def _lies_in(row: Attribution) -> str:
    """Return the account in which a commission lies once its line's money was released."""
    match row.status:
        case Status.EARNED:
            return chart.promotion(row.affiliate.person_id)
        case Status.HELD:
            return chart.promotions_held()
    return chart.earnings(row.seller_id)


def _entry(reference: str, legs: tuple[Leg, ...], order_id: int) -> Draft:
    about = {"order": str(order_id), "for": "promotion"}
    return Draft(reference=reference, kind=Kind.PROMOTION, legs=legs, about=about)
