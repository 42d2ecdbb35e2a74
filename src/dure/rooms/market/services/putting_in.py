"""Putting something into a basket: the offer is looked at, the basket made where there is none, the line written.

All of it is one statement. It sees what is free a moment before it writes; what a basket holds is promised to nobody,
and the order looks again.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from dure.kernel.clock import now
from dure.kernel.ids import new_id
from dure.kernel.prepared import prepared_cursor
from dure.rooms.catalog.queries.offer_rows import offers_among
from dure.rooms.market import errors
from dure.rooms.market.errors.bookings import BookedAlone
from dure.rooms.market.queries.bookings import terms_of

LINES_MAX = 60
QUANTITY_MAX = 999
ASKED: Final = "SELECT %(cell_id)s::int AS cell_id, %(offer_id)s::bigint AS offer_id"
PUT: Final = f"""
WITH offers AS ({offers_among(wanted=ASKED).sql}),
had AS (
    SELECT offers.name, offers.price, offers.per_buyer_limit,
        offers.is_open AND (offers.channel <> 'coupon' OR EXISTS (SELECT FROM market_takencoupon AS coupon
            WHERE coupon.offer_id = offers.offer_id AND coupon.person_id = %(buyer_id)s))
            AND NOT EXISTS (SELECT FROM market_bookingterms AS terms
                WHERE terms.offer_id = offers.offer_id AND terms.ended_at IS NULL) AS is_open,
        offers.per_buyer_limit - taken.count AS allowed,
        least(offers.free, offers.per_buyer_limit - taken.count) AS most, others.count AS others
    FROM offers, LATERAL (
        SELECT coalesce(max(allowance.taken), 0) AS count FROM market_allowance AS allowance
        WHERE allowance.cell_id = offers.cell_id AND allowance.offer_id = offers.offer_id
            AND allowance.buyer_id = %(buyer_id)s
    ) AS taken, LATERAL (
        SELECT count(*) AS count
        FROM market_basket AS basket JOIN market_basketline AS line ON line.basket_id = basket.id
        WHERE MINE AND (line.cell_id, line.offer_id) <> (offers.cell_id, offers.offer_id)
    ) AS others
),
fits AS (SELECT * FROM had WHERE is_open AND most > 0 AND others < %(lines_max)s),
kept AS (
    INSERT INTO market_basket (id, buyer_id, choices, settled, created_at, changed_at)
    SELECT %(basket_id)s, %(buyer_id)s, '{{}}', '{{}}', %(now)s, %(now)s FROM fits
    ON CONFLICT KEY DO UPDATE SET changed_at = excluded.changed_at
    RETURNING id
),
written AS (
    INSERT INTO market_basketline AS line (id, basket_id, cell_id, offer_id, quantity, seen_price, added_at)
    SELECT %(line_id)s, kept.id, %(cell_id)s, %(offer_id)s, least(%(quantity)s, fits.most), fits.price, %(now)s
    FROM kept, fits
    ON CONFLICT (basket_id, cell_id, offer_id) DO UPDATE SET seen_price = excluded.seen_price, quantity = least(
        %(quantity)s + CASE WHEN %(is_exact)s THEN 0 ELSE line.quantity END, %(quantity_max)s, (SELECT most FROM fits))
    RETURNING basket_id, line.quantity, old.quantity AS before
)
SELECT had.name, had.is_open, had.per_buyer_limit, had.allowed, had.most,
    written.basket_id, written.quantity, written.before
FROM had LEFT JOIN written ON true
"""  # noqa: S608  our own words
OWN: Final = PUT.replace("MINE", "basket.buyer_id = %(buyer_id)s").replace(
    "KEY", "(buyer_id) WHERE buyer_id IS NOT NULL"
)
LOOSE: Final = PUT.replace("MINE", "basket.id = %(basket_id)s").replace("KEY", "(id)")


@dataclass(frozen=True)
class Place:
    """Where something is put: into the basket of a person, or into the browser's with this id; made where missing."""

    basket_id: UUID
    buyer_id: UUID | None


@dataclass(frozen=True)
class Wish:
    """So many of an offer, beside those there are, or exactly so many."""

    cell_id: int
    offer_id: int
    quantity: int
    is_exact: bool


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


def put(*, place: Place, wish: Wish) -> Put:
    """Write a line with as many as can be had, at the price shown now; refuses, and writes nothing, where none can."""
    name, is_open, limit, allowed, most, basket_id, quantity, before = _written(place, wish)
    if basket_id is None and terms_of(offer_ids=[wish.offer_id]):
        raise BookedAlone
    if basket_id is None:
        raise _reason(is_open=is_open, limit=limit, allowed=allowed, most=most)
    wanted = wish.quantity if wish.is_exact else min(wish.quantity + (before or 0), QUANTITY_MAX)
    return Put(basket_id=basket_id, offer_id=wish.offer_id, name=name, quantity=quantity, wanted=wanted)


def _written(place: Place, wish: Wish) -> tuple[Any, ...]:
    facts: dict[str, Any] = {
        "cell_id": wish.cell_id, "offer_id": wish.offer_id, "quantity": wish.quantity, "is_exact": wish.is_exact,
        "buyer_id": place.buyer_id, "basket_id": place.basket_id, "line_id": new_id(), "now": now(),
        "language": (get_language() or "")[:2], "lines_max": LINES_MAX, "quantity_max": QUANTITY_MAX,
    }  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(OWN if place.buyer_id else LOOSE, facts)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise errors.OfferGone
    return row


def _reason(*, is_open: bool, limit: int | None, allowed: int | None, most: int) -> Exception:
    """Return why nothing could be put in."""
    if not is_open:
        return errors.OfferClosed()
    if most > 0:
        return errors.BasketFull(most=LINES_MAX)
    is_limit = allowed is not None and allowed <= 0
    return errors.LimitReached(limit=limit) if is_limit else errors.NothingLeft()
