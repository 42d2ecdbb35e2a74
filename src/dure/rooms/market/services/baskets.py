"""Baskets: putting in, changing, taking out, and bringing two together when somebody signs in.

A signed-in person has one basket; a browser nobody has signed in on has the one its cookie names. What was put in
before signing in joins the person's own basket at the next touch, and nothing is lost.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.prepared import prepared_cursor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.changes import Change
from dure.rooms.market.drafts import LineAnswer, LineOutcome
from dure.rooms.market.models import Basket, BasketLine
from dure.rooms.market.order_keys import PAST_BASKET
from dure.rooms.market.queries import baskets as queries
from dure.rooms.market.services.putting_in import LINES_MAX, QUANTITY_MAX, Place, Put, Wish, put

__all__ = ["LINES_MAX", "Put"]
FORGOTTEN_AFTER = timedelta(days=90)
SETTLED_MAX: Final = 20
"""How many orders a basket remembers: news of an order comes within seconds, and nobody orders more often."""


EMPTY: Final = """
WITH held AS (
    UPDATE market_basket SET choices = '{}', changed_at = %(now)s,
        settled = (settled || %(order_id)s::bigint)[greatest(cardinality(settled) + 2 - %(most)s, 1):]
    WHERE id = %(basket_id)s AND changed_at = %(changed_at)s
    RETURNING id
),
gone AS (
    DELETE FROM market_basketline AS line USING held
    WHERE line.basket_id = held.id AND line.offer_id = ANY (%(offer_ids)s)
)
SELECT count(*) FROM held
"""
SETTLING: Final = """
held AS (
    SELECT basket.id, basket.changed_at, placed.order_id,
        ledger_recorded_at(placed.order_id) + interval '1 ms' AS after  -- an order's number is not more exact
    FROM placed JOIN market_basket AS basket
        ON basket.buyer_id = placed.buyer_id AND placed.order_id <> ALL (basket.settled)
    WHERE uuid_extract_version(placed.client_key) IS DISTINCT FROM %(past)s
    ORDER BY basket.id
    FOR UPDATE OF basket
),
ordered AS (
    SELECT line.id, held.id AS basket_id, sum(goods.quantity) AS count,
        bool_or(held.changed_at < held.after) AS is_as_then
    FROM held
    JOIN market_orderline AS goods ON goods.cell_id = %(cell_id)s AND goods.order_id = held.order_id
    JOIN market_basketline AS line ON line.basket_id = held.id AND line.cell_id = goods.cell_id
        AND line.offer_id = goods.offer_id AND line.added_at < held.after
    GROUP BY line.id, held.id
),
gone AS (
    DELETE FROM market_basketline AS line USING ordered
    WHERE line.id = ordered.id AND (ordered.is_as_then OR line.quantity <= ordered.count)
),
fewer AS (
    UPDATE market_basketline AS line SET quantity = line.quantity - ordered.count FROM ordered
    WHERE line.id = ordered.id AND NOT ordered.is_as_then AND line.quantity > ordered.count
),
emptied AS (
    UPDATE market_basket AS basket SET choices = '{}', changed_at = %(now)s,
        settled = (basket.settled || settled.order_ids)[
            greatest(cardinality(basket.settled) + cardinality(settled.order_ids) + 1 - %(most)s, 1):]
    FROM (SELECT id, array_agg(order_id ORDER BY order_id) AS order_ids FROM held GROUP BY id) AS settled
    WHERE basket.id = settled.id AND basket.id IN (SELECT basket_id FROM ordered)
)
"""
"""Takes what orders (`placed`) hold out of their buyers' baskets; what came later stays. Part of a longer statement."""

SETTLE: Final = f"""
WITH placed AS (
    SELECT placed.order_id, placed.buyer_id, placed.client_key FROM market_order AS placed
    WHERE placed.cell_id = %(cell_id)s AND placed.order_id = ANY (%(order_ids)s::bigint[])
),
{SETTLING}
SELECT count(*) FROM held
"""  # noqa: S608  our own words


def put_in(*, by: Actor, basket_id: UUID | None, offer_id: int, quantity: int, cell_id: int = HOME_CELL) -> Put:
    """Put so many of an offer into the basket, beside those already in it; as many as there are, if any are left."""
    _check_quantity(quantity)
    return put(place=_place_of(by, basket_id), wish=Wish(cell_id, offer_id, quantity, is_exact=False))


def change_quantity(
    *, by: Actor, basket_id: UUID | None, offer_id: int, quantity: int, cell_id: int = HOME_CELL
) -> Put:
    """Have exactly so many of an offer in the basket, or as many as there are; LineGone when it is not in there."""
    _check_quantity(quantity)
    place = _place_of(by, basket_id)
    mine = Q(basket__buyer_id=place.buyer_id) if place.buyer_id else Q(basket_id=place.basket_id)
    if not BasketLine.objects.filter(mine, cell_id=cell_id, offer_id=offer_id).exists():
        raise errors.LineGone
    return put(place=place, wish=Wish(cell_id, offer_id, quantity, is_exact=True))


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


def empty(*, basket_id: UUID, changed_at: datetime, order_id: int, offer_ids: Sequence[int]) -> bool:
    """Take what was ordered out of a basket, and forget what was filled in at its checkout, in one statement.

    Return whether the basket was still as it was at `changed_at`; otherwise nothing is done.
    """
    facts: dict[str, Any] = {
        "basket_id": basket_id, "changed_at": changed_at, "order_id": order_id, "offer_ids": list(offer_ids),
        "now": now(), "most": SETTLED_MAX,
    }  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(EMPTY, facts)
        return bool(cursor.fetchone()[0])


def settle(*, order_ids: Collection[int], cell_id: int = HOME_CELL) -> None:
    """Take what orders hold out of their buyers' baskets, each order once, in one statement; what came later stays.

    Whole lines go, or of a basket changed since then as many as were ordered. Orders past the basket touch none.
    """
    with prepared_cursor() as cursor:
        cursor.execute(SETTLE, settling_facts(cell_id=cell_id) | {"order_ids": list(order_ids)})


def settling_facts(*, cell_id: int) -> dict[str, Any]:
    """Return the words of `SETTLING`."""
    return {"cell_id": cell_id, "now": now(), "most": SETTLED_MAX, "past": PAST_BASKET}


@transaction.atomic
def forget_baskets() -> int:
    """Throw away baskets of nobody that were not touched for 90 days; return how many."""
    count, _by_table = Basket.objects.filter(buyer=None, changed_at__lt=now() - FORGOTTEN_AFTER).delete()
    return count


def _place_of(by: Actor, basket_id: UUID | None) -> Place:
    """Return where something is put: a person's own basket, or the browser's, or a new one."""
    if by.person_id is None:
        known = queries.basket_of(buyer_id=None, basket_id=basket_id)
        return Place(known.id if known else new_id(), None)
    if basket_id is not None:
        join_baskets(by=by, basket_id=basket_id)
    return Place(new_id(), by.person_id)


def _basket(by: Actor, basket_id: UUID | None) -> Basket:
    """Return the basket of whoever acts, locked; a new one where there is none."""
    found = join_baskets(by=by, basket_id=basket_id)
    if found is None and by.person_id:
        new = Basket(buyer_id=by.person_id, created_at=now(), changed_at=now())
        Basket.objects.bulk_create([new], ignore_conflicts=True)  # two touches at once make one basket
        found = Basket.objects.select_for_update().get(buyer_id=by.person_id)
    return found or Basket.objects.create(created_at=now(), changed_at=now())


def _mend(basket: Basket, line: queries.Line) -> None:
    """Write what changed into one line."""
    change: Change | None = line.change
    here = basket.lines.filter(cell_id=line.cell_id, offer_id=line.offer_id)
    if change is None or change.is_gone:
        here.delete()
    else:
        here.update(quantity=change.quantity, seen_price=change.price)


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
