"""Baskets: putting in, changing, taking out, and bringing two together when somebody signs in.

A signed-in person has one basket; a browser nobody has signed in on has the one its cookie names. What was put in
before signing in joins the person's own basket at the next touch, and nothing is lost.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.numbers import MILLISECOND
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.changes import Change, available
from dure.rooms.market.drafts import LineAnswer, LineOutcome
from dure.rooms.market.models import Basket, BasketLine, Order, OrderLine
from dure.rooms.market.queries import baskets as queries

LINES_MAX = 60
QUANTITY_MAX = 999
FORGOTTEN_AFTER = timedelta(days=90)
SETTLED_MAX = 20
"""How many orders a basket remembers: news of an order comes within seconds, and nobody orders more often."""


@dataclass(frozen=True, kw_only=True)
class Put:
    """What went into a basket: fewer than wanted where there are not so many, or one person may not take so many."""

    basket_id: UUID
    offer_id: int
    name: str
    quantity: int
    wanted: int

    @property
    def is_short(self) -> bool:
        """Whether fewer went in than were wanted."""
        return self.quantity < self.wanted


@transaction.atomic
def put_in(*, by: Actor, basket_id: UUID | None, offer_id: int, quantity: int, cell_id: int = HOME_CELL) -> Put:
    """Put so many of an offer into the basket, beside those already in it; as many as there are, if any are left."""
    _check_quantity(quantity)
    basket = _basket(by, basket_id)
    there = BasketLine.objects.filter(basket=basket, cell_id=cell_id, offer_id=offer_id).first()
    if there is None and basket.lines.count() >= LINES_MAX:
        raise errors.BasketFull(most=LINES_MAX)
    wanted = quantity + (there.quantity if there else 0)
    return _keep(by, basket, offer_id, min(wanted, QUANTITY_MAX), cell_id)


@transaction.atomic
def change_quantity(
    *, by: Actor, basket_id: UUID | None, offer_id: int, quantity: int, cell_id: int = HOME_CELL
) -> Put:
    """Have exactly so many of an offer in the basket, or as many as there are; LineGone when it is not in there."""
    _check_quantity(quantity)
    basket = _basket(by, basket_id)
    if not basket.lines.filter(cell_id=cell_id, offer_id=offer_id).exists():
        raise errors.LineGone
    return _keep(by, basket, offer_id, quantity, cell_id)


@transaction.atomic
def take_out(*, by: Actor, basket_id: UUID | None, offer_id: int, cell_id: int = HOME_CELL) -> int:
    """Take an offer out of the basket; return how many there were, so that it can be undone; 0 when it was gone."""
    basket = _basket(by, basket_id)
    line = basket.lines.filter(cell_id=cell_id, offer_id=offer_id).first()
    if line is None:
        return 0
    line.delete()
    _touch(basket)
    return line.quantity


@transaction.atomic
def accept_changes(*, by: Actor, basket_id: UUID | None, offer_ids: Sequence[int] = ()) -> list[queries.Line]:
    """Take over what changed: today's price, as many as there are, without what is gone. Return the lines changed.

    Without `offer_ids` every line is mended.
    """
    basket = _basket(by, basket_id)
    changed = [
        line
        for line in queries.lines(basket=basket, buyer_id=by.person_id)
        if line.change is not None and (not offer_ids or line.offer_id in offer_ids)
    ]
    for line in changed:
        _mend(basket, line)
    if changed:
        _touch(basket)
    return changed


@transaction.atomic
def take_answers(*, basket: Basket, answers: Sequence[LineOutcome]) -> None:
    """Take over what the intake answered: fewer, dearer, or none of what cannot be had."""
    for each in answers:
        here = basket.lines.filter(offer_id=each.offer_id)
        if each.left:
            here.update(quantity=each.left)
        elif each.price is not None:
            here.update(seen_price=each.price)
        elif each.answer is not LineAnswer.FITS:
            here.delete()
    _touch(basket)


@transaction.atomic(savepoint=False)
def join_baskets(*, by: Actor, basket_id: UUID | None) -> Basket | None:
    """Bring the browser's basket into the person's own, and return the basket to show; None where there is none."""
    own = Basket.objects.select_for_update().filter(buyer_id=by.person_id).first() if by.person_id else None
    loose = Basket.objects.select_for_update().filter(id=basket_id, buyer=None).first() if basket_id else None
    if by.person_id is None or loose is None:
        return own or loose
    if own is None:
        loose.buyer_id = by.person_id
        loose.save(update_fields=["buyer"])
        return loose
    _pour(loose, own)
    return own


@transaction.atomic
def remember_choices(*, by: Actor, basket_id: UUID | None, choices: Mapping[str, object]) -> None:
    """Keep what was filled in at the checkout, until the order is placed."""
    basket = _basket(by, basket_id)
    basket.choices = dict(choices)
    basket.save(update_fields=["choices"])


@transaction.atomic(savepoint=False)
def empty(*, basket: Basket, order_id: int, offer_ids: Sequence[int]) -> None:
    """Take what was ordered out of a basket, and forget what was filled in at its checkout."""
    basket.lines.filter(offer_id__in=offer_ids).delete()
    basket.choices = {}
    _note_settled(basket, order_id)


@transaction.atomic
def settle(*, order_ids: Collection[int], cell_id: int = HOME_CELL) -> None:
    """Take what orders hold out of their buyers' baskets, each order once; what was put in after it stays."""
    orders = Order.objects.filter(cell_id=cell_id, order_id__in=order_ids).order_by("order_id")
    by_buyer: dict[UUID, list[Order]] = defaultdict(list)
    for order in orders:
        by_buyer[order.buyer_id].append(order)
    found = Basket.objects.select_for_update().filter(buyer_id__in=by_buyer).order_by("id").prefetch_related("lines")
    counts = _counts(order_ids, cell_id)
    for basket in found:
        lines = {line.offer_id: line for line in basket.lines.all()}
        for order in by_buyer[basket.buyer_id] if basket.buyer_id else ():
            _take_ordered(basket, lines, order, counts[order.order_id])


@transaction.atomic
def forget_baskets() -> int:
    """Throw away baskets of nobody that were not touched for 90 days; return how many."""
    count, _by_table = Basket.objects.filter(buyer=None, changed_at__lt=now() - FORGOTTEN_AFTER).delete()
    return count


def _basket(by: Actor, basket_id: UUID | None) -> Basket:
    """Return the basket of whoever acts, locked; a new one where there is none."""
    found = join_baskets(by=by, basket_id=basket_id)
    if found is None and by.person_id:
        new = Basket(buyer_id=by.person_id, created_at=now(), changed_at=now())
        Basket.objects.bulk_create([new], ignore_conflicts=True)  # two touches at once make one basket
        found = Basket.objects.select_for_update().get(buyer_id=by.person_id)
    return found or Basket.objects.create(created_at=now(), changed_at=now())


def _keep(by: Actor, basket: Basket, offer_id: int, wanted: int, cell_id: int) -> Put:
    """Write a line with as many as can be had, at the price shown now."""
    offer = queries.offer(offer_id=offer_id, cell_id=cell_id)
    offered = queries.offered(offer=offer, buyer_id=by.person_id)
    if not offered.is_open:
        raise errors.OfferClosed
    quantity = available(wanted, offered)
    if quantity == 0:
        raise errors.LimitReached(limit=offer.per_buyer_limit) if offered.allowed == 0 else errors.NothingLeft
    line = BasketLine(basket=basket, cell_id=cell_id, offer_id=offer_id)
    line.quantity, line.seen_price, line.added_at = quantity, offered.price, now()
    BasketLine.objects.bulk_create(
        [line],
        update_conflicts=True,
        unique_fields=["basket", "cell_id", "offer_id"],
        update_fields=["quantity", "seen_price"],
    )
    _touch(basket)
    return Put(basket_id=basket.id, offer_id=offer_id, name=offer.name, quantity=quantity, wanted=wanted)


def _mend(basket: Basket, line: queries.Line) -> None:
    """Write what changed into one line."""
    change: Change | None = line.change
    here = basket.lines.filter(cell_id=line.cell_id, offer_id=line.offer_id)
    if change is None or change.is_gone:
        here.delete()
    else:
        here.update(quantity=change.quantity, seen_price=change.price)


def _counts(order_ids: Collection[int], cell_id: int) -> Mapping[int, Mapping[int, int]]:
    """Return how many of which offer some orders hold."""
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    goods = OrderLine.objects.filter(cell_id=cell_id, order_id__in=order_ids, offer_id__isnull=False)
    for line in goods:
        counts[line.order_id][line.offer_id or 0] = line.quantity
    return counts


def _take_ordered(basket: Basket, lines: dict[int, BasketLine], order: Order, counts: Mapping[int, int]) -> None:
    """Take an order out of a basket: whole lines, or of a basket changed since then as many as were ordered."""
    after = order.placed_at + MILLISECOND  # an order's number is not more exact
    here = [line for line in lines.values() if line.offer_id in counts and line.added_at < after]
    if not here or order.order_id in basket.settled:
        return
    is_as_then = basket.changed_at < after
    for line in here:
        line.quantity = 0 if is_as_then else max(line.quantity - counts[line.offer_id], 0)
        if line.quantity:
            line.save(update_fields=["quantity"])
        else:
            lines.pop(line.offer_id).delete()
    basket.choices = {}
    _note_settled(basket, order.order_id)


def _note_settled(basket: Basket, order_id: int) -> None:
    """Remember that an order's goods are out."""
    basket.settled = [*basket.settled, order_id][-SETTLED_MAX:]
    _touch(basket)


def _pour(loose: Basket, own: Basket) -> None:
    """Move every line of one basket into another; of what is in both, the counts add up."""
    there = {(line.cell_id, line.offer_id): line for line in own.lines.all()}
    for line in loose.lines.all():
        same = there.get((line.cell_id, line.offer_id))
        if same is None:
            line.basket = own
            line.save(update_fields=["basket"])
        else:
            same.quantity = min(same.quantity + line.quantity, QUANTITY_MAX)
            same.save(update_fields=["quantity"])
    own.choices = own.choices or loose.choices
    own.save(update_fields=["choices"])
    loose.delete()
    _touch(own)


def _touch(basket: Basket) -> None:
    """Note that the basket was changed."""
    basket.changed_at = now()
    basket.save(update_fields=["changed_at", "choices", "settled"])


def _check_quantity(quantity: int) -> None:
    """Refuse what is no count of things to buy."""
    if not 1 <= quantity <= QUANTITY_MAX:
        raise errors.QuantityWrong(most=QUANTITY_MAX)
